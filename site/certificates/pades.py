"""Signing a document (签署文件): PAdES, certified so that nothing may be changed afterwards (DocMDP).

The last thing done to a document; whatever touches it later breaks the signature. Only workers import this: pyHanko
takes half a second to load.
"""

import io
from functools import lru_cache

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates import pkcs11, signing_keys
from certificates.models import SigningKey

_FIELD = "CertificateSignature"
# Bytes kept free beside the certificates: for the signature with its attributes, and for a timestamp's own certificates.
_ATTRIBUTES, _TIMESTAMP = 2048, 8192


def sign(page: bytes, key: SigningKey, *, issuer: str, reason: str, url: str) -> bytes:
    """The document with this key's signature (some 15 CPU-ms); `url` tells where it is verified. Raises KeyAway."""
    signer, room = _signer(key)
    words = PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=issuer,
        reason=reason,
        contact_info=url,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    stamper = HTTPTimeStamper(settings.TIMESTAMP_URL) if settings.TIMESTAMP_URL else None
    pdf_signer = PdfSigner(words, signer=signer, timestamper=stamper, new_field_spec=SigFieldSpec(_FIELD))
    signed = io.BytesIO()
    # Not told how much room to leave, pyHanko signs twice: once to see how long the result is.
    reserved = 2 * (room + (_TIMESTAMP if stamper else 0))
    pdf_signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(page)), output=signed, bytes_reserved=reserved)
    return signed.getvalue()


def _signer(key: SigningKey) -> tuple[Signer, int]:
    """Who signs, and how many bytes that takes; built once per process and key."""
    return _in_token(key.kid) if pkcs11.holds(key.kid) else _in_memory(key.kid)


@lru_cache(maxsize=4)
def _in_memory(kid: str) -> tuple[Signer, int]:
    key = signing_keys.opened(SigningKey.Purpose.PDF, kid)
    own, *above = [_der(certificate) for certificate in key.chain]
    form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret = PrivateKeyInfo.load(key.secret.private_bytes(*form))
    return SimpleSigner(Certificate.load(own), secret, _store(above)), _room([own, *above])


@lru_cache(maxsize=1)
def _in_token(_kid: str) -> tuple[Signer, int]:
    """The session with the token stays open as long as the process lives."""
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    place = pkcs11.configured()
    own, *above = [_der(certificate) for certificate in pkcs11.chain()]
    own_key = Certificate.load(own).public_key
    session = open_pkcs11_session(
        place.module, token_criteria=TokenCriteria(label=place.token), user_pin=settings.PDF_PKCS11_PIN or None
    )
    signer = PKCS11Signer(
        session,
        signing_cert=Certificate.load(own),
        ca_chain=[Certificate.load(der) for der in above],
        key_label=place.key,
        bulk_fetch=False,
        # Plain ECDSA over a digest made here: many tokens, SoftHSM among them, do not hash for an elliptic curve.
        use_raw_mechanism=own_key.algorithm == "ec",
    )
    return signer, _room([own, *above])


def _store(ders: list[bytes]) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko types it only in part
    for der in ders:
        store.register(Certificate.load(der))
    return store


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _room(ders: list[bytes]) -> int:
    return sum(len(der) for der in ders) + _ATTRIBUTES
