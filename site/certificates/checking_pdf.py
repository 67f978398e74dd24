"""Checking a document (文件核对): is it ours, is it as we made it, and which certificate does it belong to.

Two questions in this order. Is it, byte for byte, a document that the register keeps (SHA-256)? If not, did a key of ours
sign it as it is? The register outweighs the signature: of a certificate whose document it keeps, nothing else is taken
for the document, not even with a good signature. So a key that was stolen without anybody knowing forges nothing. Where
the register has lost its documents, the signature and the certificate's own row suffice.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certificates import keymaking, pdf_signature
from certificates.models import Artefact, Certificate, SigningKey
from certificates.signing_keys import Purpose


class Finding(StrEnum):
    """What is found out about a file."""

    INTACT = "intact"
    # Ours once.
    CHANGED = "changed"
    DISTRUSTED = "distrusted"
    UNREGISTERED = "unregistered"
    # Not ours.
    FOREIGN = "foreign"
    UNSIGNED = "unsigned"
    # Nobody's: no PDF that can be read.
    EMPTY = "empty"
    NOT_PDF = "not_pdf"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Checked:
    """The finding; the certificate only where it is certain that the file is its document."""

    finding: Finding
    certificate: Certificate | None = None
    key: SigningKey | None = None
    is_stored: bool = False
    # What a file claims that is no document of ours as we made it.
    claims: str = ""


def by_digest(sha256: str) -> Checked | None:
    """The finding on a file that the register keeps; None for any other (two queries)."""
    recorded = Artefact.objects.filter(sha256=sha256.lower()).select_related("signing_key").first()
    if recorded is None:
        return None
    certificate = Certificate.objects.told().get(pk=recorded.certificate_id)
    is_doubtful = recorded.signing_key is not None and _was_lost_at_issue(recorded.signing_key, certificate)
    finding = Finding.DISTRUSTED if is_doubtful else Finding.INTACT
    return Checked(finding, certificate, recorded.signing_key, is_stored=True)


def check(content: bytes) -> Checked:
    """The finding on a file (at most six queries, time linear in its size)."""
    if len(content) > pdf_signature.LARGEST:
        return Checked(Finding.TOO_LARGE)
    return by_digest(hashlib.sha256(content).hexdigest()) or _by_signature(content)


def _by_signature(content: bytes) -> Checked:
    signature = pdf_signature.read(content)
    if signature is None:
        return _otherwise(content, is_foreign=False)
    for key in SigningKey.objects.for_purpose(Purpose.PDF).filter(kid__in=signature.brought):
        if signature.is_by(keymaking.from_jwk(key.public_jwk)):
            return _signed(signature.number, key)
    return _otherwise(content, is_foreign=signature.is_sound())


def _signed(number: str, key: SigningKey) -> Checked:
    """A whole document that a key of ours signed, but not one that the register keeps."""
    certificate = Certificate.objects.with_number(number).told().first()
    if certificate is None:
        return Checked(Finding.UNREGISTERED, key=key, claims=number)
    if certificate.artefacts.all():
        return Checked(Finding.CHANGED, key=key, claims=number)
    # With no document to compare it with, a key that anyone else ever had proves nothing.
    if key.compromised_at or (key.not_after and certificate.issued_at > key.not_after):
        return Checked(Finding.DISTRUSTED, certificate, key)
    return Checked(Finding.INTACT, certificate, key)


def _was_lost_at_issue(key: SigningKey, certificate: Certificate) -> bool:
    return key.compromised_at is not None and certificate.issued_at >= key.compromised_at


def _otherwise(content: bytes, *, is_foreign: bool) -> Checked:
    """Why it is none of ours as we made it."""
    defect = pdf_signature.defect(content)
    if defect is not None:
        return Checked(Finding(defect))
    claims = pdf_signature.named(content)
    if any(pdf_signature.carries(content, own) for own in _own_certificates()):
        return Checked(Finding.CHANGED, claims=claims)
    if not pdf_signature.is_signed(content):
        return Checked(Finding.UNSIGNED)
    # The change may lie in the signature itself; then only the number in it still tells whose it was.
    was_ours = not is_foreign and Certificate.objects.with_number(claims).exists()
    return Checked(Finding.CHANGED if was_ours else Finding.FOREIGN, claims=claims)


def _own_certificates() -> list[bytes]:
    """Every certificate this site has ever signed documents with."""
    rows = SigningKey.objects.for_purpose(Purpose.PDF).values_list("certificate_pem", flat=True)
    return [x509.load_pem_x509_certificate(pem.encode()).public_bytes(Encoding.DER) for pem in rows if pem]
