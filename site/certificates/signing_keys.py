"""The keys this site signs with (签名密钥): which one is in use, where its private half lies, and signing JSON with it.

The database knows the public halves; the private ones lie in KEYS_DIR, one locked PKCS#12 file each, or in what
PDF_PKCS12 or PDF_PKCS11 name. A site without keys signs nothing and says so; a site whose key has gone astray refuses to work.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from certificates import keymaking
from certificates.keymaking import Pair, Secret
from certificates.models import SigningKey

Purpose = SigningKey.Purpose


class NoKey(Exception):
    """No key is in use for this purpose: `manage.py make_signing_keys` makes one."""


class KeyAway(Exception):
    """The database names a key whose private half is not on this machine, or does not open with the passphrase given."""


class BadSignature(Exception):
    """A token that this site has not signed, or not as it reads now."""


@dataclass(frozen=True)
class PrivateKey:
    """A key to sign with."""

    kid: str
    algorithm: str
    secret: Secret
    chain: tuple[x509.Certificate, ...]


def in_use(purpose: str) -> SigningKey | None:
    """The row of the key that is in use for this purpose (one query)."""
    return SigningKey.objects.for_purpose(purpose).in_use().first()


def current(purpose: str) -> PrivateKey | None:
    """The key to sign with today; None on a site without one. Raises KeyAway."""
    row = in_use(purpose)
    return None if row is None else opened(purpose, row.kid)


def opened(purpose: str, kid: str) -> PrivateKey:
    """That key with its private half. Raises KeyAway."""
    path, passphrase = _place(purpose, kid)
    pair = unlocked(path, passphrase)
    if pair.kid != kid:
        raise KeyAway(f"{path} holds the key {pair.kid}, not {kid}")
    return PrivateKey(kid, pair.algorithm, pair.secret, pair.chain)


def file_of(purpose: str, kid: str) -> Path:
    """Where the private half of a key of ours lies."""
    return settings.KEYS_DIR / f"{purpose}-{kid}.p12"


@lru_cache(maxsize=8)
def unlocked(path: Path, passphrase: str) -> Pair:
    """What a key file holds. Unlocking takes some 20 ms, on purpose; a process does it once for each file. Raises KeyAway."""
    try:
        return keymaking.unpack(path.read_bytes(), passphrase)
    except (OSError, ValueError, keymaking.Unsuitable) as problem:
        raise KeyAway(f"{path}: {problem}") from problem


def address(kid: str) -> str:
    """Where anyone finds the public half; what stands in a token as its `kid`."""
    return f"{settings.SITE_URL}/keys/{kid}/"


def sign_jws(purpose: str, payload: dict[str, Any], typ: str | None = "JWT") -> str:
    """The payload as a compact JWS (RFC 7515), signed with the key in use. Raises NoKey, KeyAway."""
    key = current(purpose)
    if key is None:
        raise NoKey(purpose)
    header = {"alg": key.algorithm, "kid": address(key.kid), **({"typ": typ} if typ else {})}
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return jws.serialize_compact(header, body, _jose(key), algorithms=[key.algorithm])


def read_jws(purpose: str, token: str) -> tuple[dict[str, Any], SigningKey]:
    """What a token of ours says, and which key signed it, however long that has been out of use. Raises BadSignature.

    Whether a compromised key may still be believed depends on what was signed; that the caller judges.
    """
    try:
        header = jws.extract_compact(token.encode("ascii")).protected
        kid = str(header.get("kid", "")).rstrip("/").rpartition("/")[2]
        key = SigningKey.objects.for_purpose(purpose).get(kid=kid)
        public = (ECKey if key.algorithm == keymaking.ES256 else RSAKey).import_key(key.public_jwk)
        payload = json.loads(jws.deserialize_compact(token, public, algorithms=[key.algorithm]).payload)
    except (JoseError, ValueError, SigningKey.DoesNotExist) as problem:
        raise BadSignature(str(problem)) from problem
    return payload, key


@lru_cache(maxsize=8)
def _jose(key: PrivateKey) -> ECKey | RSAKey:
    if isinstance(key.secret, ec.EllipticCurvePrivateKey):
        return ECKey.import_key(key.secret)
    return RSAKey.import_key(key.secret)


def _place(purpose: str, kid: str) -> tuple[Path, str]:
    """File and passphrase of a key: its own file first, then the operator's."""
    own = file_of(purpose, kid)
    if own.is_file() or purpose != Purpose.PDF or not settings.PDF_PKCS12:
        return own, settings.KEYS_PASSPHRASE
    return Path(settings.PDF_PKCS12), settings.PDF_PKCS12_PASSPHRASE
