"""The status lists (状态列表): for each badge one bit, read from the register at the moment somebody asks.

Nothing is kept in step, because nothing is kept: the bits are the register's states, so page and list agree from the moment
a decision is made. What is kept is the signed text, under the digest of what it says. docs/algorithms/badges.md.
"""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Max

from certificates import signing_keys
from certificates.badges import bitstring, issuing_body
from certificates.badges.credential import Json, Listed, claims, status_list
from certificates.models import Certificate, SigningKey
from certificates.status import State
from core.dates import now

REVOCATION, SUSPENSION = "revocation", "suspension"
_ENDED = (State.WITHDRAWN, State.SUPERSEDED, State.CANCELLED)
# Which states set the bit. What has ended is not to be relied on either, and a badge has room for one entry only: so the
# second list, which badges point to, holds both; the first tells which of them are final.
SETS: dict[str, tuple[State, ...]] = {REVOCATION: _ENDED, SUSPENSION: (State.SUSPENDED, *_ENDED)}
# A list is closed when half of it is taken: so long a free place is found by drawing twice.
FULL = bitstring.SIZE // 2
# How long others may keep a copy, in seconds: said as `ttl` in the list and as max-age beside it.
TTL = 300
# A copy that nobody has renewed for so many days is worth nothing.
_DAYS = 7


@dataclass(frozen=True)
class Place:
    """Where a certificate stands on both lists."""

    status_list: int
    status_index: int


def place(full: int = FULL) -> Place:
    """A free place for a new certificate (three queries, some more while a list fills up).

    Of two that draw the same at once the index `certificate_status_place_uniq` refuses one, which draws again.
    """
    number = Certificate.objects.aggregate(last=Max("status_list"))["last"] or 1
    if Certificate.objects.filter(status_list=number).count() >= full:
        number += 1
    while True:
        index = bitstring.draw()
        if not Certificate.objects.filter(status_list=number, status_index=index).exists():
            return Place(number, index)


def exists(number: int) -> bool:
    """Whether anybody stands on that list."""
    return Certificate.objects.filter(status_list=number).exists()


def address(purpose: str, number: int) -> str:
    return issuing_body.address("status_list", purpose, number)


def listed(certificate: Certificate) -> Listed:
    """Where a verifier looks a badge of this certificate up."""
    return Listed(address(SUSPENSION, certificate.status_list), SUSPENSION, certificate.status_index)


@dataclass(frozen=True)
class Said:
    """What a list says now; signing it is left until somebody needs it."""

    told: Json
    digest: str

    def token(self) -> str:
        """The signed list: the same text for the same bits, key and day, in every process. Raises NoKey, KeyAway."""
        kept = cache.get(f"status-list:{self.digest}")
        if kept is None:
            kept = signing_keys.sign_jws(SigningKey.Purpose.CREDENTIAL, claims(self.told))
            cache.set(f"status-list:{self.digest}", kept, 86_400)
        return str(kept)


def say(purpose: str, number: int, kid: str) -> Said:
    """The list as the register has it now, to be signed with the key `kid` (one query)."""
    states = [state.value for state in SETS[purpose]]
    places = Certificate.objects.filter(status_list=number, state__in=states).values_list("status_index", flat=True)
    since = now().replace(hour=0, minute=0, second=0, microsecond=0)
    told = status_list(
        address(purpose, number),
        issuing_body.address("issuer"),
        purpose,
        bitstring.encode(places),
        term=(since, since + dt.timedelta(days=_DAYS)),
        ttl=TTL,
    )
    text = json.dumps([kid, told], sort_keys=True)
    return Said(told, hashlib.sha256(text.encode()).hexdigest())
