"""Changing keys (更换密钥): a new key takes over, the old one ends but stays published; one that leaked is marked.

The file is written before the row: a row without its private half could sign nothing. Of two rotations at once the
constraint lets one through.
"""

import datetime as dt
import os
from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from wagtail.models import Site

from certificates import keymaking, pkcs11, signing_keys
from certificates.keymaking import Pair
from certificates.models import SigningKey
from certificates.signing_keys import Purpose
from cms.models import Identity
from core import audit
from core.dates import now

_ALGORITHMS = {Purpose.CREDENTIAL: keymaking.RS256, Purpose.LOG: keymaking.ES256}


def rotate(purpose: str, *, development: bool = False) -> SigningKey | None:
    """Put a new key in use. None when there is none to put: no certificate of the operator's, no leave to make one up."""
    chain = _operators_chain() if purpose == Purpose.PDF else ()
    if chain:
        return _take_up(purpose, chain)
    if purpose == Purpose.PDF and not development:
        return None
    pair = _signer() if purpose == Purpose.PDF else keymaking.bare_pair(_ALGORITHMS[Purpose(purpose)])
    _keep(signing_keys.file_of(purpose, pair.kid), pair)
    return _register(purpose, pair.jwk, pair.chain)


@transaction.atomic
def mark_compromised(key: SigningKey, since: dt.datetime) -> None:
    """Somebody else may have had this key since then. It ends, and what was issued later is no longer believed."""
    ended = Coalesce(F("not_after"), now())
    SigningKey.objects.filter(pk=key.pk, compromised_at=None).update(compromised_at=since, not_after=ended)
    key.refresh_from_db()
    audit.record("signing_key.compromised", key, by=None, kid=key.kid, since=since.isoformat())


def _take_up(purpose: str, chain: tuple[x509.Certificate, ...]) -> SigningKey:
    """The operator's own key; registered once, however often it is asked for."""
    jwk = keymaking.public_jwk(keymaking.public_key(chain[0]))
    return SigningKey.objects.filter(kid=jwk["kid"]).first() or _register(purpose, jwk, chain)


@transaction.atomic
def _register(purpose: str, jwk: dict[str, str], chain: tuple[x509.Certificate, ...]) -> SigningKey:
    moment = now()
    SigningKey.objects.for_purpose(purpose).filter(not_after=None).update(not_after=moment)
    key = SigningKey.objects.create(
        kid=jwk["kid"],
        purpose=purpose,
        algorithm=jwk["alg"],
        public_jwk=jwk,
        certificate_pem=keymaking.pem(chain),
        not_before=moment,
    )
    audit.record("signing_key.taken_up", key, by=None, purpose=purpose, kid=key.kid)
    return key


def _operators_chain() -> tuple[x509.Certificate, ...]:
    """The certificates of the key that the operator has brought, in a file or in a token; none if it has not."""
    if settings.PDF_PKCS11:
        return pkcs11.chain()
    if settings.PDF_PKCS12:
        return signing_keys.unlocked(Path(settings.PDF_PKCS12), settings.PDF_PKCS12_PASSPHRASE).chain
    return ()


def _signer() -> Pair:
    """A signer issued by this site's own authority, which is made when there is none yet."""
    path = settings.KEYS_DIR / "authority.p12"
    organisation = _organisation()
    if path.is_file():
        authority = signing_keys.unlocked(path, settings.KEYS_PASSPHRASE)
    else:
        authority = keymaking.authority(organisation, now())
        _keep(path, authority)
    return keymaking.signer(organisation, authority, now())


def _organisation() -> str:
    site = Site.objects.filter(is_default_site=True).first()
    return (Identity.for_site(site) if site else Identity()).issuing_body


def _keep(path: Path, pair: Pair) -> None:
    """Write it for this account alone, whole or not at all; never over another."""
    if not settings.KEYS_PASSPHRASE:
        raise ImproperlyConfigured(
            _("Set HAIZHUN_KEYS_PASSPHRASE (or HAIZHUN_KEYS_PASSPHRASE_FILE): keys are never kept unlocked.")
        )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(keymaking.pack(pair, settings.KEYS_PASSPHRASE))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
