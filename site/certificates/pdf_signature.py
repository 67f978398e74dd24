"""The signature of a PDF read from its bytes (签名读取), without opening the PDF.

A document of ours is signed whole, once, at its end: everything but the signature itself lies under it. So the only
questions are whether the one /ByteRange reaches over the whole file, whether the gap it leaves holds nothing but a
signature, and whether that signature is right for the rest. Nothing a stranger sends is parsed as PDF: no streams are
unpacked, no references followed, and the time is linear in the size. Whatever is not of this exact shape is not ours as
we made it. Pure: docs/algorithms/certificates.md.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from certificates import keymaking

# A certificate takes some 100 KB; with the rarest characters of all, some 300 KB.
LARGEST = 5 * 1024 * 1024
_LARGEST_SIGNATURE = 128 * 1024
_RANGE = re.compile(rb"/ByteRange ?\[ ?(\d{1,9}) (\d{1,9}) (\d{1,9}) (\d{1,9}) ?\]")
_CONTACT = re.compile(rb"/ContactInfo ?\(([^()]{1,400})\)")
_OCTAL = re.compile(rb"\\([0-3][0-7]{2})")
_NUMBER = re.compile(rb"/v/([A-Z]{3}-\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2})/")


class Defect(StrEnum):
    """Why a file cannot be read as a PDF of anybody's."""

    EMPTY = "empty"
    NOT_PDF = "not_pdf"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"


@dataclass(frozen=True)
class Signature:
    """What is signed and with what; `number` is the certificate it says it is about. Not checked yet."""

    number: str
    # By the names of their keys, whose certificates it brings along.
    brought: dict[str, keymaking.Public]
    _signed: bytes
    _value: bytes

    def is_sound(self) -> bool:
        """Whether it was made by any key whose certificate it brings along, whoever that may be."""
        return any(self.is_by(public) for public in self.brought.values())

    def is_by(self, public: keymaking.Public) -> bool:
        """Whether that key made it."""
        try:
            if isinstance(public, ec.EllipticCurvePublicKey):
                public.verify(self._value, self._signed, ec.ECDSA(hashes.SHA256()))
            else:
                public.verify(self._value, self._signed, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        return True


def read(content: bytes) -> Signature | None:
    """The signature over this whole file; None when there is none, or when anything was put in, out, or behind it."""
    ranges = _RANGE.findall(content)
    if len(ranges) != 1:
        return None
    start, first, second, rest = (int(number) for number in ranges[0])
    if start or not first < second < len(content) or second + rest != len(content):
        return None
    wrapped = _unwrapped(content[first:second])
    if wrapped is None:
        return None
    digest = hashlib.sha256(content[:first])
    digest.update(content[second:])
    try:
        return _signature(wrapped, digest.digest(), named(content[second:]))
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError):
        # What asn1crypto says of something that is no signature at all.
        return None


def named(content: bytes) -> str:
    """The number of the certificate a signature names; "" when none or more than one is named."""
    contacts = [_OCTAL.sub(lambda code: bytes([int(code.group(1), 8)]), text) for text in _CONTACT.findall(content)]
    numbers = {number.decode() for contact in contacts for number in _NUMBER.findall(contact)}
    return numbers.pop() if len(numbers) == 1 else ""


def carries(content: bytes, certificate: bytes) -> bool:
    """Whether a signature in it, whole or not, contains this certificate (DER)."""
    text = certificate.hex().encode()
    return text.upper() in content or text in content


def is_signed(content: bytes) -> bool:
    """Whether anybody has signed it."""
    return b"/ByteRange" in content


def defect(content: bytes) -> Defect | None:
    """What keeps a file from being read as a PDF."""
    if not content:
        return Defect.EMPTY
    if not content.startswith(b"%PDF-"):
        return Defect.NOT_PDF
    end = re.search(rb"startxref\s{1,4}(\d{1,10})\s{1,4}%%EOF", content[-2048:])
    if end is None or not re.match(rb"\s{0,4}(xref|\d{1,10} \d{1,5} obj)", content[int(end.group(1)) :][:64]):
        return Defect.BROKEN
    return Defect.ENCRYPTED if re.search(rb"/Encrypt\b", content) else None


def _unwrapped(gap: bytes) -> bytes | None:
    """The signature's own bytes; None unless the gap is exactly those in hexadecimal and zeros up to its end."""
    if not 4 < len(gap) <= _LARGEST_SIGNATURE or gap[:1] != b"<" or gap[-1:] != b">":
        return None
    try:
        raw = bytes.fromhex(gap[1:-1].decode("ascii"))
    except ValueError:
        return None
    length = _length(raw)
    is_plain = raw.hex().upper().encode() == gap[1:-1] and not any(raw[length:])
    return raw[:length] if is_plain and 0 < length <= len(raw) else None


def _length(der: bytes) -> int:
    """How long the DER value at the start is, header included; 0 for one that is no long-form sequence."""
    if len(der) < 4 or der[0] != 0x30 or not 0x81 <= der[1] <= 0x84:
        return 0
    size = der[1] & 0x7F
    return 2 + size + int.from_bytes(der[2 : 2 + size])


def _signature(der: bytes, digest: bytes, number: str) -> Signature | None:
    envelope = cms.ContentInfo.load(der, strict=True)
    if envelope["content_type"].native != "signed_data":
        return None
    data = envelope["content"]
    (signer,) = data["signer_infos"]
    told = {attribute["type"].native: attribute["values"] for attribute in signer["signed_attrs"]}
    (kind,), (message,) = told["content_type"], told["message_digest"]
    if kind.native != "data" or message.native != digest or signer["digest_algorithm"]["algorithm"].native != "sha256":
        return None
    return Signature(
        number=number,
        brought=dict(_keys(data["certificates"])),
        _signed=signer["signed_attrs"].untag().dump(),
        _value=signer["signature"].native,
    )


def _keys(certificates: cms.CertificateSet) -> Iterator[tuple[str, keymaking.Public]]:
    for choice in list(certificates)[:8]:
        try:
            public = keymaking.public_key(x509.load_der_x509_certificate(choice.chosen.dump()))
            yield keymaking.public_jwk(public)["kid"], public
        except (ValueError, UnsupportedAlgorithm, keymaking.Unsuitable):
            continue
