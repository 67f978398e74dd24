"""Files handed in with a resource: what could do harm is refused in words or made harmless; nothing is public too early."""

import io
import socketserver
import threading
import zipfile
from contextlib import contextmanager

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict
from PIL import Image

from core import scanning
from core.handed_in import MOST_BYTES, OFFICE, BadFile, HandedIn, read
from core.middleware import TooLargeMiddleware
from schools import clearing, reviewing
from schools.files import PackFileForm
from schools.models import PackFile, Scan
from schools.neutralising import neutral
from tests.schools.making import approvers, fresh, make_pack, make_school, published, teacher
from tests.schools.test_library import attached

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
RELATION = (
    '<Relationships><Relationship Id="r1" Type="http://schemas.x/{kind}" Target="{to}" TargetMode="External"/></Relationships>'
)


def pdf(change=None):
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        if change:
            change(document)
        document.save(out)
    return out.getvalue()


def picture(kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "navy").save(out, kind)
    return out.getvalue()


def office(part="word/document.xml", **parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<document/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts(**named):
    return office(**{name.replace("__", "/"): content for name, content in named.items()})


def taken(content, name):
    return neutral(read(io.BytesIO(content), name=name, size=len(content), takes_office=True))


def scripted(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([])))
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]), A=launch)
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
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
    "a template from elsewhere": (
        office(**{"word/_rels/settings.xml.rels": RELATION.format(kind="attachedTemplate", to="http://evil.example/t.dotm")}),
        "教案.docx",
        "别处",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_could_do_harm_is_refused_in_words(what):
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


def handed_form(values, content, name):
    from django.forms import modelform_factory

    made = modelform_factory(PackFile, form=PackFileForm, fields=["kind", "title"])
    return made(values, MultiValueDict({"upload": [SimpleUploadedFile(name, content)]}))


# --- nothing is public too early -------------------------------------------------------------------------------------


def test_no_address_leads_to_a_file_before_its_resource_is_public(db, client, client_of, learner):
    home, by = make_school(), approvers()
    author = teacher(home)
    page = make_pack(home, author)
    file = attached(page, picture(), "图.png", "image/png")
    page.save_revision(user=author)
    addresses = [
        f"/resources/files/{file.code}/",
        f"/resources/files/{file.code}/look/",
        f"/resources/files/{file.code}/small/",
        f"/resources/{page.key}/files/{file.code}/",
        f"/resources/{page.key}.zip",
        f"/resources/{page.key}.imscc",
        f"/media/{file.key}",
        f"/artefacts/{file.key}",
    ]
    other = teacher(make_school("jida", "吉大小学"), "林老师", "lin")
    reviewing.submit(fresh(page), by=author)
    for stage in range(2):
        for address in addresses:
            for who in (client, client_of(learner), client_of(other)):
                assert who.get(address).status_code == 404, (address, stage)
        reviewing.approve(fresh(page), by=by[stage])
    assert fresh(page).live
    for address in addresses[:3] + addresses[4:6]:
        assert client.get(address).status_code == 200, address


def test_a_file_of_a_newer_draft_is_seen_by_its_school_and_reviewers_alone(db, client, client_of):
    home, by = make_school(), approvers()
    author = teacher(home)
    page = published(home, author, by)
    draft = page.get_latest_revision_as_object()
    content = HandedIn(pdf(), "新.pdf", "application/pdf")
    file = PackFile(kind="sheet", name="新.pdf", mime=content.mime, sha256=content.sha256, size=9)
    file.key = content.keep_in("resources", file.code)
    draft.files.set([file])
    draft.save_revision(user=author)
    assert not PackFile.objects.filter(code=file.code).exists(), "it stands in the revision alone"
    address = f"/resources/{page.key}/files/{file.code}/"
    for who in (author, *by):
        assert client_of(who).get(address).status_code == 200
    assert client.get(address).status_code == 404
    assert client.get(f"/resources/files/{file.code}/").status_code == 404


def test_what_is_looked_at_runs_nothing(db, client):
    page = published(make_school(), by=approvers())
    for content, name, mime in (
        (pdf(), "a.pdf", "application/pdf"),
        (picture(), "b.png", "image/png"),
        (office(), "c.docx", OFFICE["word/document.xml"]),
    ):
        file = attached(page, content, name, mime)
        answer = client.get(f"/resources/files/{file.code}/look/")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == mime
        if name == "c.docx":
            assert answer["Content-Disposition"].startswith("attachment")
        else:
            assert answer["Content-Disposition"].startswith("inline")
            assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert client.get(f"/resources/files/{file.code}/")["Content-Disposition"].startswith("attachment")


# --- the scanner ------------------------------------------------------------------------------------------------------


class Server(socketserver.TCPServer):
    seen: list[int]
    says = b""


class Daemon(socketserver.StreamRequestHandler):
    """As much of clamd as INSTREAM needs: it finds EICAR."""

    server: Server

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
        self.server.seen.append(len(content))
        answer = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
        self.wfile.write((self.server.says or answer) + b"\0")


@contextmanager
def daemon(says=b""):
    with Server(("127.0.0.1", 0), Daemon) as server:
        server.seen, server.says = [], says
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def clamd(settings):
    with daemon() as server:
        settings.MALWARE_SCANNER = f"clamd://127.0.0.1:{server.server_address[1]}"
        yield server


def test_without_a_scanner_nothing_is_asked(db):
    assert scanning.scanner().scan(EICAR) == ""
    assert clearing.is_cleared("0" * 64)


def test_the_scanner_is_sent_every_byte_and_its_answer_is_read(clamd):
    assert scanning.scanner().scan(b"a" * 200_000) == ""
    assert scanning.scanner().scan(EICAR) == "Eicar-Test-Signature"
    assert clamd.seen == [200_000, len(EICAR)]


@pytest.mark.parametrize(
    "says", [b"INSTREAM size limit exceeded. ERROR", b"UNKNOWN COMMAND", b" "], ids=["limit", "unknown", "empty"]
)
def test_an_answer_that_is_none_is_neither_clean_nor_infected(says, settings):
    with daemon(says) as server:
        settings.MALWARE_SCANNER = f"clamd://127.0.0.1:{server.server_address[1]}"
        with pytest.raises(scanning.ScannerAway):
            scanning.scanner().scan(b"x")


def test_malware_is_refused_in_words(db, clamd):
    form = handed_form({"kind": "sheet", "title": ""}, pdf(lambda it: it.docinfo.__setitem__("/Title", EICAR.decode())), "a.pdf")
    infected = HandedIn(EICAR, "a.pdf", "application/pdf")
    with pytest.raises(BadFile, match="Eicar-Test-Signature"):
        clearing.admit(infected)
    assert not clearing.is_cleared(infected.sha256)
    assert form is not None


def test_what_no_scanner_has_seen_is_not_public_until_one_has(db, client, settings):
    page = published(make_school(), by=approvers())
    file = attached(page, pdf())
    address = f"/resources/files/{file.code}/"
    assert client.get(address).status_code == 200, "the control: no scanner is set"
    settings.MALWARE_SCANNER = "clamd://127.0.0.1:1"  # nobody answers there
    assert client.get(address).status_code == 404
    content = b"".join(client.get(f"/resources/{page.key}.zip").streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".pdf")]
    with pytest.raises(scanning.ScannerAway):
        clearing.scan_kept(file.key, file.sha256)
    with daemon() as server:
        settings.MALWARE_SCANNER = f"clamd://127.0.0.1:{server.server_address[1]}"
        assert clearing.scan_kept(file.key, file.sha256)
        assert clearing.scan_kept(file.key, file.sha256)
        assert len(server.seen) == 1, "the same bytes are looked at once"
    assert client.get(address).status_code == 200
    Scan.objects.update(found="Eicar-Test-Signature")
    assert client.get(address).status_code == 404


def test_the_sweep_has_looked_at_what_was_there_before(db, clamd, client, django_capture_on_commit_callbacks):
    page = published(make_school(), by=approvers())
    file = attached(page, pdf())
    assert client.get(f"/resources/files/{file.code}/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert clearing.sweep() == 1
    assert Scan.objects.get(pk=file.sha256).is_clean
    assert clearing.sweep() == 0
    assert client.get(f"/resources/files/{file.code}/").status_code == 200
