"""Malware (恶意软件): every file is looked at by the scanner that is set, and nothing it has not seen is public."""

import io
import socketserver
import threading
import zipfile
from contextlib import contextmanager

import pytest

from core import scanning
from core.handed_in import BadFile, HandedIn
from schools import clearing
from schools.models import Scan
from tests.schools.handing import handed_form, pdf
from tests.schools.making import approvers, make_school, published
from tests.schools.test_library import attached

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


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
