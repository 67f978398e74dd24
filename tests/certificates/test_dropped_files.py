"""Whatever is dropped on the page for checking gets a clear answer, whole, changed, deadly or none at all."""

import hashlib
import io
import zipfile
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates import pdf_signature
from certificates.checking_pdf import Finding, check
from certificates.decisions import decide
from certificates.models import CertificateEvent
from certificates.status import State

pytestmark = pytest.mark.django_db
UPLOAD = "/verify/pdf/"


def bomb() -> bytes:
    """A small file that unpacks to 100 MB, four times over."""
    stream = b"0" * 100_000_000
    for _ in range(2):
        stream = zlib.compress(stream, 9)
    head = b"%%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n" % len(stream)
    body = head + stream + b"\nendstream\nendobj\n"
    return body + b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def locked(signed: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("certificate.pdf", "%PDF-1.7")
    return out.getvalue()


DEADLY = {
    "nothing": (lambda signed: b"", 422, "文件是空的"),
    "zip": (lambda signed: zipped(), 422, "这不是PDF文件"),
    "text": (lambda signed: "这是一份证书".encode() * 100, 422, "这不是PDF文件"),
    "half": (lambda signed: signed[: len(signed) // 2], 422, "已损坏或不完整"),
    "garbage": (lambda signed: b"%PDF-1.7\n" + b"\x00\xff" * 5000 + b"%%EOF", 422, "已损坏或不完整"),
    "locked": (locked, 422, "加了密码"),
    "bomb": (lambda signed: bomb(), 200, "这不是本站的文件"),
    "huge": (lambda signed: signed + b"\x00" * 50_000_000, 413, "文件太大"),
    "ranges": (lambda signed: b"%PDF-1.7\n" + b"/ByteRange [0 1 2 3]" * 200_000, 422, "已损坏或不完整"),
    "brackets": (lambda signed: b"%PDF-1.7\n" + b"/ContactInfo (" * 300_000, 422, "已损坏或不完整"),
    "changed": (lambda signed: signed[:5000] + b"X" + signed[5001:], 200, "与本站签发的不一致"),
    "intact": (lambda signed: signed, 200, "文件未被改动，证书有效"),
}


@pytest.mark.parametrize("name", DEADLY)
def test_whatever_is_dropped_gets_a_clear_answer(signed, client, name):
    make, status, words = DEADLY[name]
    content = make(signed)
    response = client.post(UPLOAD, {"file": SimpleUploadedFile("证书.pdf", content, "application/pdf")})
    assert response.status_code == status
    assert words in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize("inner", [b"\x30\x84\xff\xff\xff\xff", b"\x30\x80" * 3000, b"\x30\x82\x10\x00" * 2000, b"\x30\x81\x00"])
def test_a_hostile_signature_is_no_signature(pdf_key, inner):
    """Lengths that lie, and nesting without an end."""
    gap = b"<" + inner.hex().upper().encode() + b">"
    head, tail = b"%PDF-1.7\n1 0 obj\n<</Contents ", b"/ByteRange [0 %09d %09d %09d]>>\nendobj\nstartxref\n9\n%%%%EOF\n"
    rest = len(tail % (0, 0, 0))
    content = head + gap + tail % (len(head), len(head) + len(gap), rest)
    assert check(content).finding in (Finding.FOREIGN, Finding.UNSIGNED)


def test_without_a_file_the_form_says_what_to_do(client):
    response = client.post(UPLOAD)
    assert response.status_code == 422
    assert "请先选择一个PDF文件" in response.content.decode()
    assert client.get(UPLOAD).status_code == 200
    assert client.delete(UPLOAD).status_code == 405


def test_many_files_at_once_are_capped_together(signed, client):
    files = [SimpleUploadedFile(f"{number}.pdf", b"0" * 1_000_000) for number in range(8)]
    assert client.post(UPLOAD, {"file": files}).status_code == 413


def test_the_digest_alone_answers_when_the_register_keeps_the_file(signed, client, certificate, django_assert_max_num_queries):
    address = f"{UPLOAD}{hashlib.sha256(signed).hexdigest()}/"
    with django_assert_max_num_queries(6):
        page = client.get(address)
    assert "文件未被改动，证书有效" in page.content.decode()
    assert certificate.masked_name in page.content.decode()
    assert certificate.holder_name not in page.content.decode()
    assert client.head(address).status_code == 200
    assert client.get(f"{UPLOAD}{'0' * 64}/").status_code == 404
    assert client.get(f"{UPLOAD}x/").status_code == 404
    assert client.post(address).status_code == 405


def test_an_unchanged_file_of_a_withdrawn_certificate_is_not_shown_in_green(signed, client, certificate, administrator):
    decide(certificate, State.WITHDRAWN, by=administrator, reason=CertificateEvent.Reason.EVIDENCE)
    page = client.post(UPLOAD, {"file": SimpleUploadedFile("证书.pdf", signed)}).content.decode()
    assert "文件未被改动，但证书目前无效" in page
    assert "证书已撤销" in page
    assert 'class="verdict is-ok"' not in page
    assert certificate.masked_name not in page


def test_checking_is_limited_like_any_look_up(client):
    answers = [client.get(f"{UPLOAD}{number:064x}/").status_code for number in range(62)]
    assert answers[:60] == [404] * 60
    assert answers[60:] == [429, 429]


def test_the_form_states_the_limit_that_the_server_keeps(client):
    page = client.get(reverse("certificates:verify")).content.decode()
    assert f'data-largest="{pdf_signature.LARGEST}"' in page
    assert 'enctype="multipart/form-data"' in page
