"""Checking a document: as we made it, changed, or not ours; with what another program says beside it."""

import datetime as dt
import hashlib
import io
import subprocess

import pikepdf
import pytest
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import call_command
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates import keymaking, pades, rotation, signing_keys
from certificates.checking_pdf import Finding, check
from certificates.models import Certificate, SigningKey
from certificates.printing import make_pdf
from certificates.rendering import render
from certificates.signing_keys import Purpose
from core.dates import now

pytestmark = pytest.mark.django_db
UPLOAD = "/verify/pdf/"


@pytest.fixture
def unrecorded(pdf_key, certificate):
    """The same, but the register has lost its documents: only the certificate's own row is left."""
    facts = certificate.facts()
    return pades.sign(render(facts), pdf_key, issuer=facts.issuing_body, reason="颁发", url=facts.url)


def pyhanko_says(content: bytes, key: SigningKey):
    """What pyHanko's own validator makes of it, trusting this site's authority."""
    authority = x509.load_pem_x509_certificates(key.certificate_pem.encode())[-1]
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


def test_a_document_is_signed_and_the_key_recorded(signed, pdf_key, certificate):
    assert certificate.artefacts.get().signing_key == pdf_key
    told = pyhanko_says(signed, pdf_key)
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
def test_a_rare_name_still_copies_out_of_a_signed_document(pdf_key, learner, rename, passed):
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


def test_the_certificates_own_row_and_the_public_key_suffice(unrecorded, certificate, pdf_key, settings, tmp_path):
    for _ in range(2):
        rotation.rotate(Purpose.PDF, development=True)
    settings.KEYS_DIR = tmp_path / "nowhere"
    checked = check(unrecorded)
    assert (checked.finding, checked.certificate, checked.key, checked.is_stored) == (Finding.INTACT, certificate, pdf_key, False)


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


def test_without_the_register_a_changed_byte_is_found_by_the_signature(unrecorded, pdf_key):
    gap = unrecorded.index(b"/Contents <")
    for place in (100, 5000, gap - 50, unrecorded.index(b"/ByteRange") + 14, len(unrecorded) - 40):
        changed = bytearray(unrecorded)
        changed[place] ^= 1
        assert check(bytes(changed)).finding in (Finding.CHANGED, Finding.BROKEN), place
    assert not pyhanko_says(unrecorded[:5000] + bytes([unrecorded[5000] ^ 1]) + unrecorded[5001:], pdf_key).bottom_line


def test_what_is_hidden_beside_the_signature_is_seen(unrecorded):
    """The gap that a signature leaves for itself holds nothing else: neither other hexadecimal nor other signs."""
    last = unrecorded.index(b">", unrecorded.index(b"/Contents <"))
    assert unrecorded[last - 1 : last] == b"0"
    for sign in (b"1", b" ", b"("):
        assert check(unrecorded[: last - 1] + sign + unrecorded[last:]).finding == Finding.CHANGED


@pytest.mark.parametrize("is_recorded", [True, False])
def test_an_appended_update_is_told_as_changed(pdf_key, certificate, unrecorded, is_recorded):
    content = appended(make_pdf(certificate).read() if is_recorded else unrecorded)
    assert check(content).finding == Finding.CHANGED
    assert not pyhanko_says(content, pdf_key).bottom_line


def test_s09_a_document_rewritten_by_another_program_is_told_as_changed(signed):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as document:
        document.save(out)
    checked = check(out.getvalue())
    assert checked.finding in (Finding.CHANGED, Finding.UNSIGNED)


def test_a_signature_by_another_authority_of_our_name_is_not_ours(pdf_key, certificate, tmp_path, settings):
    make_pdf(certificate)
    forged = signed_by_another(render(certificate.facts()), certificate, tmp_path, settings)
    checked = check(forged)
    assert (checked.finding, checked.certificate) == (Finding.FOREIGN, None)
    assert not pyhanko_says(forged, pdf_key).trusted


def test_a_stolen_key_forges_nothing_of_which_the_register_keeps_the_document(signed, pdf_key, certificate):
    """The signature is as good as ours, yet it is not the file we keep: whoever has the key cannot change a name."""
    facts = certificate.facts()
    other = pades.sign(render(facts), pdf_key, issuer=facts.issuing_body, reason="颁发", url=facts.url)
    assert pyhanko_says(other, pdf_key).bottom_line
    assert check(other).finding == Finding.CHANGED


def test_a_good_signature_for_a_number_nobody_was_given_is_not_believed(pdf_key, certificate):
    facts = certificate.facts()
    url = facts.url.replace(facts.number, "QSO-26-2222-2222-22")
    content = pades.sign(render(facts), pdf_key, issuer=facts.issuing_body, reason="颁发", url=url)
    assert check(content).finding == Finding.UNREGISTERED


@pytest.mark.parametrize(("hours", "finding"), [(-1, Finding.DISTRUSTED), (1, Finding.INTACT)])
def test_after_a_leak_only_what_was_issued_before_it_is_believed(signed, pdf_key, certificate, hours, finding, client):
    rotation.mark_compromised(pdf_key, certificate.issued_at + dt.timedelta(hours=hours))
    assert check(signed).finding == finding
    page = client.get(f"{UPLOAD}{hashlib.sha256(signed).hexdigest()}/").content.decode()
    assert ("可能已经泄露" in page) == (finding == Finding.DISTRUSTED)


def test_after_a_leak_a_signature_alone_proves_nothing(unrecorded, pdf_key, certificate):
    rotation.mark_compromised(pdf_key, certificate.issued_at + dt.timedelta(days=1))
    assert check(unrecorded).finding == Finding.DISTRUSTED
