"""Checking a document: as we made it, changed, or not ours; with what another program says beside it."""

import datetime as dt
import hashlib
import io
import subprocess
import zipfile
import zlib

import pikepdf
import pytest
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates import keymaking, pades, pdf_signature, rotation, signing_keys
from certificates.checking_pdf import Finding, check
from certificates.decisions import decide
from certificates.models import Certificate, CertificateEvent, SigningKey
from certificates.printing import make_pdf
from certificates.rendering import render
from certificates.signing_keys import Purpose
from certificates.status import State
from core.dates import now

pytestmark = pytest.mark.django_db
UPLOAD = "/verify/pdf/"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def key():
    return rotation.rotate(Purpose.PDF, development=True)


@pytest.fixture
def signed(key, certificate):
    """林悦's certificate as a signed PDF, recorded in the register."""
    return make_pdf(certificate).read()


@pytest.fixture
def unrecorded(key, certificate):
    """The same, but the register has lost its documents: only the certificate's own row is left."""
    facts = certificate.facts()
    return pades.sign(render(facts), key, issuer=facts.issuing_body, reason="颁发", url=facts.url)


def pyhanko_says(content: bytes, key: SigningKey):
    """What pyHanko's own validator makes of it, trusting this site's authority."""
    authority = keymaking.chain_of(key.certificate_pem)[-1]
    root = Asn1Certificate.load(authority.public_bytes(Encoding.DER))
    (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[root], allow_fetching=False))


def appended(content: bytes) -> bytes:
    """An update put behind the file, as an editor saves one."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    writer.root["/Lang"] = TextStringObject("en")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def signed_by_another(page: bytes, certificate: Certificate, tmp_path, settings) -> bytes:
    """The same page with the signature of an authority that bears our name."""
    settings.KEYS_DIR = tmp_path / "forger"
    pair = keymaking.signer("海准示例发证机构", keymaking.authority("海准示例发证机构", now()), now())
    forged = SigningKey(kid=pair.kid, purpose="pdf", certificate_pem=keymaking.pem(pair.chain))
    file = signing_keys.file_of("pdf", pair.kid)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(keymaking.pack(pair, settings.KEYS_PASSPHRASE))
    return pades.sign(page, forged, issuer="海准示例发证机构", reason="颁发", url=certificate.public_url)


# --- the signature itself ----------------------------------------------------------------------------------


def test_a_site_without_keys_makes_documents_without_signature(certificate):
    artefact = make_pdf(certificate)
    assert artefact.signing_key is None
    assert b"/ByteRange" not in artefact.read()
    assert check(artefact.read()).finding == Finding.INTACT


def test_a_document_is_signed_and_the_key_recorded(signed, key, certificate):
    assert certificate.artefacts.get().signing_key == key
    told = pyhanko_says(signed, key)
    assert (told.intact, told.valid, told.trusted, told.bottom_line, told.docmdp_ok) == (True, True, True, True, True)
    assert told.modification_level == ModificationLevel.NONE
    (embedded,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    assert embedded.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert embedded.docmdp_level.value == 1
    assert str(embedded.sig_object["/ContactInfo"]) == certificate.public_url
    assert len(signed) < 150_000


@pytest.mark.poppler
def test_poppler_finds_the_signature_whole(signed, tmp_path):
    (tmp_path / "signed.pdf").write_bytes(signed)
    told = subprocess.run(["pdfsig", "-nocert", str(tmp_path / "signed.pdf")], capture_output=True, text=True, check=False).stdout
    assert "Signature Type: ETSI.CAdES.detached" in told
    assert "Total document signed" in told
    assert "Signature is Valid" in told


@pytest.mark.poppler
def test_a_rare_name_still_copies_out_of_a_signed_document(key, learner, rename, passed):
    from certificates.issuing import issue

    rename(learner, "王䶮㛃𫖯𬭚𠮷")
    content = make_pdf(issue(result=passed(learner))).read()
    text = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    assert "王䶮㛃𫖯𬭚𠮷" in text


def test_a_document_signed_before_two_rotations_still_verifies(signed):
    for _ in range(2):
        call_command("make_signing_keys", purpose=["pdf"], development=True)
    assert check(signed).finding == Finding.INTACT
    old, *_later = SigningKey.objects.order_by("pk")
    assert pyhanko_says(signed, old).bottom_line


def test_the_certificates_own_row_and_the_public_key_suffice(unrecorded, certificate, key, settings, tmp_path):
    for _ in range(2):
        rotation.rotate(Purpose.PDF, development=True)
    settings.KEYS_DIR = tmp_path / "nowhere"
    checked = check(unrecorded)
    assert (checked.finding, checked.certificate, checked.key, checked.is_stored) == (Finding.INTACT, certificate, key, False)


# --- changed, forged -----------------------------------------------------------------------------------------


def test_s09_no_single_changed_byte_passes(signed):
    """All over the file, closely around the signature, three ways each."""
    gap, edge = signed.index(b"/Contents <"), signed.index(b"/ByteRange")
    places = sorted(
        {*range(0, len(signed), 997), *range(gap, edge, 101), *range(edge, edge + 400, 7), *range(len(signed) - 40, len(signed))}
    )
    passed = []
    for place in places:
        for bit in (0x01, 0x20, 0x80):
            changed = bytearray(signed)
            changed[place] ^= bit
            if check(bytes(changed)).finding in (Finding.INTACT, Finding.UNREGISTERED):
                passed.append((place, bit))
    assert not passed


def test_without_the_register_a_changed_byte_is_found_by_the_signature(unrecorded, key):
    gap = unrecorded.index(b"/Contents <")
    for place in (100, 5000, gap - 50, unrecorded.index(b"/ByteRange") + 14, len(unrecorded) - 40):
        changed = bytearray(unrecorded)
        changed[place] ^= 1
        assert check(bytes(changed)).finding in (Finding.CHANGED, Finding.BROKEN), place
    assert not pyhanko_says(unrecorded[:5000] + bytes([unrecorded[5000] ^ 1]) + unrecorded[5001:], key).bottom_line


def test_what_is_hidden_beside_the_signature_is_seen(unrecorded):
    """The gap that a signature leaves for itself holds nothing else: neither other hexadecimal nor other signs."""
    last = unrecorded.index(b">", unrecorded.index(b"/Contents <"))
    assert unrecorded[last - 1 : last] == b"0"
    for sign in (b"1", b" ", b"("):
        assert check(unrecorded[: last - 1] + sign + unrecorded[last:]).finding == Finding.CHANGED


@pytest.mark.parametrize("is_recorded", [True, False])
def test_an_appended_update_is_told_as_changed(key, certificate, unrecorded, is_recorded):
    content = appended(make_pdf(certificate).read() if is_recorded else unrecorded)
    assert check(content).finding == Finding.CHANGED
    assert not pyhanko_says(content, key).bottom_line


def test_s09_a_document_rewritten_by_another_program_is_told_as_changed(signed):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as document:
        document.save(out)
    checked = check(out.getvalue())
    assert checked.finding in (Finding.CHANGED, Finding.UNSIGNED)


def test_a_signature_by_another_authority_of_our_name_is_not_ours(key, certificate, tmp_path, settings):
    make_pdf(certificate)
    forged = signed_by_another(render(certificate.facts()), certificate, tmp_path, settings)
    checked = check(forged)
    assert (checked.finding, checked.certificate) == (Finding.FOREIGN, None)
    assert not pyhanko_says(forged, key).trusted


def test_a_stolen_key_forges_nothing_of_which_the_register_keeps_the_document(signed, key, certificate):
    """The signature is as good as ours, yet it is not the file we keep: whoever has the key cannot change a name."""
    facts = certificate.facts()
    other = pades.sign(render(facts), key, issuer=facts.issuing_body, reason="颁发", url=facts.url)
    assert pyhanko_says(other, key).bottom_line
    assert check(other).finding == Finding.CHANGED


def test_a_good_signature_for_a_number_nobody_was_given_is_not_believed(key, certificate):
    facts = certificate.facts()
    url = facts.url.replace(facts.number, "QSO-26-2222-2222-22")
    content = pades.sign(render(facts), key, issuer=facts.issuing_body, reason="颁发", url=url)
    assert check(content).finding == Finding.UNREGISTERED


@pytest.mark.parametrize(("hours", "finding"), [(-1, Finding.DISTRUSTED), (1, Finding.INTACT)])
def test_after_a_leak_only_what_was_issued_before_it_is_believed(signed, key, certificate, hours, finding, client):
    rotation.mark_compromised(key, certificate.issued_at + dt.timedelta(hours=hours))
    assert check(signed).finding == finding
    page = client.get(f"{UPLOAD}{hashlib.sha256(signed).hexdigest()}/").content.decode()
    assert ("可能已经泄露" in page) == (finding == Finding.DISTRUSTED)


def test_after_a_leak_a_signature_alone_proves_nothing(unrecorded, key, certificate):
    rotation.mark_compromised(key, certificate.issued_at + dt.timedelta(days=1))
    assert check(unrecorded).finding == Finding.DISTRUSTED


# --- what people drop ----------------------------------------------------------------------------------------


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
def test_a_hostile_signature_is_no_signature(key, inner):
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
