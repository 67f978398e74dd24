"""Sealed answer files (加密答卷): what a candidate's page writes when saving has failed for long, and how the office opens it.

ECDH on P-256 with a key of the page's own, HKDF-SHA256, AES-256-GCM. The exam's public key stands in the page, its private
half in a file outside the database. Nothing here knows the site: keys and text in, answers out.
"""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from exams.fingerprints import fingerprint

FORMAT = "haizhun-answers/1"
LARGEST_FILE = 2_000_000
_END = "-----END PRIVATE KEY-----"


class NotOurs(ValueError):
    """No answer file of this format."""


class OtherKey(ValueError):
    """Sealed for a key that this office does not hold."""


class Altered(ValueError):
    """The file was changed, or cut short, after it was sealed."""


@dataclass(frozen=True)
class Key:
    """One pair: the private half opens, the public point is printed in the page under its short name."""

    private: ec.EllipticCurvePrivateKey

    @property
    def point(self) -> bytes:
        return self.private.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)

    @property
    def kid(self) -> str:
        return sha256(self.point).hexdigest()[:16]


@dataclass(frozen=True)
class Contents:
    """What a file holds: whose attempt, under which epoch, and each answer as {"slot", "seq", "value", "client_at"}."""

    attempt: str
    epoch: int
    answers: list[dict[str, Any]]
    sha256: str

    @property
    def code(self) -> str:
        """The check code the candidate saw when the file was made."""
        return self.sha256[:8]


def new_key() -> str:
    """A fresh private key as PEM."""
    private = ec.generate_private_key(ec.SECP256R1())
    options = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return private.private_bytes(*options).decode()


def read_keys(text: str) -> list[Key]:
    """The keys in a PEM file: the first is in use, the others still open what was sealed for them."""
    blocks = [block.strip() + "\n" + _END for block in text.split(_END) if block.strip()]
    keys = [serialization.load_pem_private_key(block.encode(), None) for block in blocks]
    return [Key(key) for key in keys if isinstance(key, ec.EllipticCurvePrivateKey)]


def unseal(text: str, keys: Iterable[Key]) -> Contents:
    """Open a sealed file; raises NotOurs, OtherKey, Altered."""
    envelope = _envelope(text)
    key = next((key for key in keys if key.kid == envelope["kid"]), None)
    if key is None:
        raise OtherKey(envelope["kid"])
    try:
        ephemeral, iv, data = (_bytes(envelope[name]) for name in ("ephemeral", "iv", "data"))
        bound = f"{FORMAT}|{envelope['kid']}|{envelope['attempt']}".encode()
        inside = AESGCM(_cipher_key(key, ephemeral)).decrypt(iv, data, bound)
        contents = _contents(json.loads(inside))
    except (InvalidTag, ValueError, KeyError, TypeError) as fault:
        raise Altered from fault
    if contents.attempt != envelope["attempt"]:
        raise Altered
    return contents


def _cipher_key(key: Key, ephemeral: bytes) -> bytes:
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), ephemeral)
    shared = key.private.exchange(ec.ECDH(), theirs)
    return HKDF(hashes.SHA256(), 32, salt=ephemeral + key.point, info=FORMAT.encode()).derive(shared)


def _envelope(text: str) -> dict[str, str]:
    try:
        envelope = json.loads(text) if len(text) <= LARGEST_FILE else None
    except (ValueError, RecursionError):
        envelope = None
    names = ("format", "kid", "attempt", "ephemeral", "iv", "data")
    if not isinstance(envelope, dict) or envelope.get("format") != FORMAT:
        raise NotOurs
    if not all(isinstance(envelope.get(name), str) for name in names):
        raise Altered
    return envelope


def _contents(inside: dict[str, Any]) -> Contents:
    """The digest inside covers the same as the seal; it is what the candidate was told as the check code."""
    attempt, epoch, answers = inside["attempt"], inside["epoch"], inside["answers"]
    if inside["sha256"] != fingerprint([attempt, epoch, answers]) or not all(isinstance(answer, dict) for answer in answers):
        raise Altered
    return Contents(str(attempt), int(epoch), answers, inside["sha256"])


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as fault:
        raise Altered from fault


def b64(data: bytes) -> str:
    """Bytes as the page reads them."""
    return base64.b64encode(data).decode()
