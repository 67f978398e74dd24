"""The key that signs the heads of the audit log: a file beside the other private keys, never in the database.

It is made when it is first needed. Who replaces it moves the old one to audit-YEAR.pem: what it signed still holds.
"""

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def sign(text: bytes) -> tuple[str, str]:
    """The signature in hexadecimal, and which key made it."""
    key = _key()
    return key.sign(text).hex(), _name(key.public_key())


def holds(text: bytes, signature: str, key_id: str) -> bool:
    """Whether a key of this site signed it."""
    for path in _folder().glob("audit*.pem"):
        public = _read(path).public_key()
        if _name(public) == key_id:
            try:
                public.verify(bytes.fromhex(signature), text)
            except (InvalidSignature, ValueError):
                return False
            return True
    return False


def _key() -> Ed25519PrivateKey:
    path = _folder() / "audit.pem"
    if not path.exists():
        _make(path)
    return _read(path)


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    word = _passphrase()
    guard = serialization.BestAvailableEncryption(word) if word else serialization.NoEncryption()
    content = Ed25519PrivateKey.generate().private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, guard)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content)
    try:
        os.link(fresh, path)  # of two processes the first has it
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _read(path: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), _passphrase())
    assert isinstance(key, Ed25519PrivateKey), path  # noqa: S101 - another file of that name is an operator's mistake
    return key


def _passphrase() -> bytes | None:
    return settings.KEYS_PASSPHRASE.encode() or None


def _folder() -> Path:
    return Path(settings.KEYS_DIR)


def _name(public: Ed25519PublicKey) -> str:
    return public.public_bytes_raw().hex()[:16]
