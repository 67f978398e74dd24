"""Forgetting guests (访客信息清除): half a year after an event nobody needs the address of who came without an account."""

import datetime as dt

from core.dates import now
from events.models import GuestLetter, Registration

KEPT = dt.timedelta(days=180)


def forget_guests() -> int:
    """Blank the names and addresses of guests of events long over, and burn the letters to them; how many guests."""
    before = now() - KEPT
    GuestLetter.objects.filter(made_at__lt=before).delete()
    old = Registration.objects.filter(person=None, event__ends_at__lt=before).exclude(email="")
    return old.update(name="", email="", group="")


def forget_address(email: str) -> int:
    """Blank what a guest with this address left, and burn the letters to it; how many registrations."""
    GuestLetter.objects.filter(email__iexact=email).delete()
    return Registration.objects.filter(person=None, email__iexact=email).update(name="", email="", group="")
