"""Attending (签到): letting people in by the code of their ticket, and the hours that come of it. Each comes once.

One noted by mistake is taken back: whoever comes after all is let in anew.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core.audit import record
from core.codes import typed
from core.dates import local_day, today
from courses import hours
from events.models import CheckIn, Event, Registration, Reversal
from events.signals import checked_in

# A door may open the evening before, and a list on paper be typed in within the week.
BEFORE, AFTER = dt.timedelta(days=1), dt.timedelta(days=7)
_signer = Signer(salt="events.ticket")


class NotLetIn(Exception):
    """Nobody can be let in by this code; the message says why and what to do."""


@dataclass(frozen=True)
class Arrival:
    """Somebody was let in: now, or `was_here` before."""

    check_in: CheckIn
    was_here: bool


def sealed(registration: Registration) -> str:
    """The code with a signature, for the QR code: nobody makes tickets by trying codes."""
    return _signer.sign(registration.code)


def address(registration: Registration) -> str:
    """Where the QR code leads who stands at the door; one address in every language."""
    with override(settings.LANGUAGE_CODE):
        return settings.SITE_URL + reverse("events:scanned", args=[registration.event.slug, sealed(registration)])


def unsealed(seal: str) -> str:
    """The code again; empty when somebody made the seal himself."""
    try:
        return _signer.unsign(seal)
    except BadSignature:
        return ""


def find(event: Event, code: str) -> Registration:
    """The registration of a code as typed, at this event, with a seat."""
    found = Registration.objects.told().select_related("event", "person").filter(code=typed(code)).first()
    if found is None:
        raise NotLetIn(_("No ticket has this code. Compare it sign by sign; it holds no 0, O, 1, I, L or U."))
    if found.event_id != event.pk:
        raise NotLetIn(_("This ticket is for another event: “%(event)s”.") % {"event": found.event.title})
    if found.left_at is not None:
        raise NotLetIn(_("This registration was given back; its seat may be another's now."))
    if found.seated_at is None:
        raise NotLetIn(_("This person is on the waiting list and has no seat."))
    return found


@transaction.atomic
def let_in(*, event: Event, code: str, by: User, persons: int | None = None) -> Arrival:
    """Note that somebody came. A second time tells when it was the first."""
    _check(event)
    found = find(event, code)
    Registration.objects.select_for_update(no_key=True, of=("self",)).get(pk=found.pk)
    came = max(1, min(persons or found.persons, found.persons))
    number = 1 + Reversal.objects.filter(check_in__registration=found).count()
    made, is_new = CheckIn.objects.select_related("by").get_or_create(
        registration=found, number=number, defaults={"by": by, "persons": came}
    )
    if is_new:
        record("event.checked_in", event, by=by, registration=str(found.pk), persons=came)
        checked_in.send(sender=CheckIn, check_in=made)
    return Arrival(made, was_here=not is_new)


@transaction.atomic
def take_back(registration: Registration, *, number: int, by: User, reason: str) -> Reversal:
    """Take back a check-in noted by mistake, and the hours it earned. Asked again: nothing more happens.

    `number` says which one: a page that is left open does not take back the one that was noted after it.
    """
    if not reason.strip():
        raise NotLetIn(_("Say why this check-in is taken back."))
    _check(registration.event)
    Registration.objects.select_for_update(no_key=True, of=("self",)).get(pk=registration.pk)
    mistake = registration.check_ins.filter(number=number).first()
    if mistake is None:
        raise NotLetIn(_("This person is not checked in."))
    made, is_new = Reversal.objects.get_or_create(check_in=mistake, defaults={"by": by, "reason": reason.strip()[:200]})
    if is_new:
        record("event.check_in_reversed", registration.event, by=by, registration=str(registration.pk), reason=made.reason)
        if registration.person is not None:
            hours.take_back_attendance(learner=registration.person, ref=_ref(mistake), because=made.reason)
    return made


def credit(check_in: CheckIn) -> None:
    """Credit the hours of an event that earns some. A guest has no ledger; the rest of a group has none either."""
    registration = check_in.registration
    event, person = registration.event, registration.person
    if person is None or event.course is None or not event.earns_hours:
        return
    seconds = event.credit_minutes * 60
    hours.credit_attendance(learner=person, course=event.course, ref=_ref(check_in), seconds=seconds, title=event.title)


def _ref(check_in: CheckIn) -> str:
    """The source of the hours in the ledger. What earned them again after a reversal has a source of its own."""
    again = f":{check_in.number}" if check_in.number > 1 else ""
    return f"event:{check_in.registration.event_id}{again}"


def _check(event: Event) -> None:
    if event.is_cancelled:
        raise NotLetIn(_("This event does not take place."))
    if today() < local_day(event.starts_at) - BEFORE:
        raise NotLetIn(_("It is too early: people are let in from the day before on."))
    if today() > local_day(event.ends_at) + AFTER:
        raise NotLetIn(_("It is too late: a week after an event its list is closed."))
