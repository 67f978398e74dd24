"""Guests (访客): a registration without an account, made by a link that proves the address. Until then nothing is kept."""

import datetime as dt
from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils.translation import get_language

from core.dates import now
from events import booking, posting
from events.booking import Booker
from events.models import Event, Registration
from events.news import facts_of

SALT = "events.guest"
LASTS = dt.timedelta(days=1)


def invite(*, event: Event, name: str, email: str, persons: int, group: str) -> bool:
    """Send the link. At most one an hour for an event and an address, so that nobody's box is filled. False: none was sent."""
    told = {"e": str(event.pk), "n": name, "m": email, "p": persons, "g": group}
    seal = signing.dumps(told, salt=SALT, compress=True)
    return posting.write_to(
        email=email,
        name=name,
        language=get_language() or "zh-hans",
        code=posting.CONFIRM.code,
        occasion=f"{event.pk}:{now():%Y%m%d%H}",
        facts=facts_of(event),
        address=reverse("events:guest", args=[seal]),
    )


def opened(seal: str) -> dict[str, Any] | None:
    """What a link holds; None when it is too old or was made by somebody else."""
    try:
        told: dict[str, Any] = signing.loads(seal, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return told


def admit(told: dict[str, Any], event: Event) -> Registration:
    """Register the guest whose address is proven."""
    return booking.book(event=event, by=Booker(told["n"], told["m"]), persons=told["p"], group=told["g"])
