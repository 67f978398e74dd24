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
from tests.schools.hostile import FIELD, REFUSED, RELATION


def taken(content, name):
    return neutral(read(io.BytesIO(content), name=name, size=len(content), takes_office=True))


def scripted(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([])))
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]), A=launch)
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


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
    coded = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("file%3A///C:/veiled.exe"))
    veiled = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=square, A=coded)
    other = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=square, A=chained)
    enclosed = document.make_stream(b"MZ evil")
    held = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=pikepdf.String("a.exe"), EF=pikepdf.Dictionary(F=enclosed))
    clip = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=square, FS=held)
    document.pages[0].Annots = pikepdf.Array([link, disk, veiled, other, clip])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]), XFA=document.make_stream(b"<xfa>run()</xfa>"))


def test_harm_that_is_written_into_a_page_goes_too():
    given = pdf(written_in)
    words = (b"calc.exe", b"/Launch", b"MZ evil", b"run()", b"astray.exe", b"veiled.exe")
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
