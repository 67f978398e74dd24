"""Files handed in with a resource: what could do harm is refused in words or made harmless."""

import io
import zipfile

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
    "a plain archive": (office("a.txt"), "全部.zip", "PDF"),
    "a macro document": (office(**{"word/vbaProject.bin": b"x"}), "教案.docx", "宏"),
    "a macro document by another name": (office(**{"word/VbaData.xml": b"x"}), "教案.docx", "宏"),
    "an old Excel macro sheet": (office("xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": b"<x/>"}), "表.xlsx", "宏"),
    "an ActiveX part": (office(**{"word/activeX/activeX1.bin": b"x"}), "教案.docx", "宏"),
    "a program within": (office(**{"word/embeddings/oleObject1.bin": b"x"}), "教案.docx", "宏"),
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
    other = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=square, A=chained)
    enclosed = document.make_stream(b"MZ evil")
    held = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=pikepdf.String("a.exe"), EF=pikepdf.Dictionary(F=enclosed))
    clip = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=square, FS=held)
    document.pages[0].Annots = pikepdf.Array([link, other, clip])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]), XFA=document.make_stream(b"<xfa>run()</xfa>"))


def test_harm_that_is_written_into_a_page_goes_too():
    given = pdf(written_in)
    words = (b"calc.exe", b"/Launch", b"MZ evil", b"run()")
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
}


@pytest.mark.parametrize("what", NAMES)
def test_a_name_says_what_the_bytes_are_and_nothing_else(what):
    content, name, kept = NAMES[what]
    assert taken(content, name).name.replace(" ", "") == kept.replace(" ", "")


def test_what_an_office_program_writes_is_taken():
    for part in OFFICE:
        link = RELATION.format(kind="hyperlink", to="https://www.gov.cn/").encode()
        assert taken(office(part, **{f"{part.partition('/')[0]}/_rels/x.xml.rels": link}), "件").mime == OFFICE[part]


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


def test_the_form_says_why_a_file_is_refused_and_keeps_nothing(db):
    form = handed_form({"kind": "sheet", "title": ""}, SVG, "图.svg")
    assert not form.is_valid()
    assert "PDF" in str(form.errors["upload"])
