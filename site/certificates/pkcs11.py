"""A signing key in a token (硬件密钥): one that never leaves it. Needs the extra `pkcs11`; loaded only when set."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from certificates import keymaking


@dataclass(frozen=True)
class Token:
    """Where the key lies: the vendor's library, the token's label, the key's label, and its certificates in a file."""

    module: str
    token: str
    key: str
    certificate: str


def configured() -> Token:
    """What PDF_PKCS11 says: "module=…;token=…;key=…;certificate=…". Raises ImproperlyConfigured."""
    parts = dict(part.strip().partition("=")[::2] for part in settings.PDF_PKCS11.split(";") if part.strip())
    if find_spec("pkcs11") is None:
        # Said when the key is taken up, before the first document waits for it.
        raise ImproperlyConfigured(
            "HAIZHUN_PDF_PKCS11: python-pkcs11 is absent: pip install 'pyHanko[pkcs11]' (docs/running/keys.md)"
        )
    try:
        return Token(**parts)
    except TypeError as problem:
        raise ImproperlyConfigured(f"HAIZHUN_PDF_PKCS11: module, token, key and certificate are needed ({problem})") from problem


def chain() -> tuple[x509.Certificate, ...]:
    """The certificates that speak for the key in the token, its own first."""
    path = Path(configured().certificate)
    try:
        return tuple(x509.load_pem_x509_certificates(path.read_bytes()))
    except (OSError, ValueError) as problem:
        raise ImproperlyConfigured(f"HAIZHUN_PDF_PKCS11: {path}: {problem}") from problem


def holds(kid: str) -> bool:
    """Whether it is the key in the token that goes by this name."""
    return bool(settings.PDF_PKCS11) and keymaking.public_jwk(keymaking.public_key(chain()[0]))["kid"] == kid
