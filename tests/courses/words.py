"""Word files for tests, made by hand: the few parts a .docx must have, and whatever a test adds or spoils."""

import io
import zipfile

from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(text: str, style: str = "", look: str = "", extra: str = "") -> str:
    named = f"<w:pStyle w:val='{style}'/>" if style else ""
    return f"<w:p><w:pPr>{named}{extra}</w:pPr>{run(text, look)}</w:p>"


def item(text: str, level: int = 0) -> str:
    return paragraph(text, extra=f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr>")


def table(*rows: list[str]) -> str:
    drawn = "".join("<w:tr>" + "".join(f"<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/>{drawn}</w:tbl>"


def picture(relation: str = "rId9", alt: str = "") -> str:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f"<w:p><w:r><w:drawing><wp:inline xmlns:wp='{drawing}/wordprocessingDrawing'><wp:docPr id='1' name='p' descr='{alt}'/>"
        f"<a:graphic xmlns:a='{drawing}/main'><a:graphicData><pic:pic xmlns:pic='{drawing}/picture'><pic:blipFill>"
        f"<a:blip r:embed='{relation}'/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (12, 8), "navy").save(out, "PNG")
    return out.getvalue()


def relation(kind: str, target: str, *, key: str = "rId9", external: bool = False) -> str:
    mode = " TargetMode='External'" if external else ""
    return f"<Relationship Id='{key}' Type='{REL}/{kind}' Target='{target}'{mode}/>"


STYLES = (
    f"<w:styles xmlns:w='{W}'>"
    + "".join(
        f"<w:style w:type='paragraph' w:styleId='{key}'><w:name w:val='{name}'/></w:style>"
        for key, name in (("1", "heading 1"), ("2", "heading 2"), ("3", "heading 3"), ("Fancy", "Fancy"), ("a3", "Title"))
    )
    + "</w:styles>"
)
NUMBERING = (
    f"<w:numbering xmlns:w='{W}'><w:abstractNum w:abstractNumId='0'>"
    + "".join(f"<w:lvl w:ilvl='{n}'><w:numFmt w:val='decimal'/></w:lvl>" for n in (0, 1))
    + "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
)


def docx(body: str, *, relations: str = "", extra: dict[str, bytes] | None = None, main: str = MAIN) -> bytes:
    """A document with this body."""
    kinds = (
        "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        "<Default Extension='png' ContentType='image/png'/><Default Extension='emf' ContentType='image/x-emf'/>"
        f"<Override PartName='/word/document.xml' ContentType='{main}'/></Types>"
    )
    home = "http://schemas.openxmlformats.org/package/2006/relationships"
    own = relation("styles", "styles.xml", key="s") + relation("numbering", "numbering.xml", key="n") + relations
    first = relation("officeDocument", "word/document.xml", key="d")
    files: dict[str, bytes] = {
        "[Content_Types].xml": kinds.encode(),
        "_rels/.rels": f"<Relationships xmlns='{home}'>{first}</Relationships>".encode(),
        "word/_rels/document.xml.rels": f"<Relationships xmlns='{home}'>{own}</Relationships>".encode(),
        "word/styles.xml": STYLES.encode(),
        "word/numbering.xml": NUMBERING.encode(),
        "word/document.xml": f"<w:document xmlns:w='{W}' xmlns:r='{REL}'><w:body>{body}</w:body></w:document>".encode(),
    } | (extra or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
