"""What events tell people: the kinds of notice this room registers, when they are due, and the same to guests by letter."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from core.dates import local_day
from events.models import Cancellation, Event, Registration, Submission
from events.posting import write
from notices.kinds import Due, Kind
from notices.telling import tell, tell_all

ROOM = _("Events")
DAY = dt.timedelta(days=1)


def tell_seat(registration: Registration, *, moved_up: bool) -> None:
    """A seat taken oneself is confirmed; one who moved up is not looking at the page."""
    kind = MOVED_UP if moved_up else SEAT
    _tell(kind, [registration], occasion=str(registration.pk))


def tell_taken_back(registration: Registration) -> None:
    _tell(TAKEN_BACK, [registration], occasion=str(registration.pk), reason=registration.left_reason)


def tell_moved(event: Event) -> None:
    """Everybody who has a seat or waits, of the new time and place."""
    _tell(MOVED, _coming(event), occasion=f"{event.pk}:{event.changed_at.isoformat()}")


def tell_cancelled(cancellation: Cancellation) -> None:
    _tell(CANCELLED, _coming(cancellation.event), occasion=str(cancellation.event_id), reason=cancellation.reason)


def tell_decided(submission: Submission) -> None:
    """Who submitted an event learns what came of it."""
    event, kind = submission.event, PUBLISHED if submission.is_accepted else RETURNED
    address = event.get_absolute_url() if submission.is_accepted else reverse("events:mine")
    facts = {"event": event.title, "reason": submission.reason}
    tell(kind.code, submission.by, occasion=submission.pk, facts=facts, address=address)


def tomorrow(start: dt.date, end: dt.date, reader: User | None) -> Iterator[Due]:
    """The day before, whoever has a seat and an account (1 query)."""
    rows = _beginning(start + DAY, end + DAY).filter(person__isnull=False)
    for one in rows.filter(person=reader) if reader else rows:
        assert one.person is not None  # noqa: S101 - the filter says so
        # An event that is put off is announced anew.
        occasion = f"{one.pk}:{one.event.starts_at.isoformat()}"
        yield Due(local_day(one.event.starts_at) - DAY, one.person, occasion, facts_of(one.event), one.get_absolute_url())


def remind_guests(day: dt.date) -> int:
    """The same for guests; how many letters were written. Safe to run twice."""
    rows = _beginning(day + DAY, day + DAY).filter(person=None).exclude(email="")
    return sum(write(one, TOMORROW.code, f"{one.pk}:{one.event.starts_at.isoformat()}", facts_of(one.event)) for one in rows)


def facts_of(event: Event, **more: Any) -> dict[str, Any]:
    """What every letter about an event may name; the place in each language."""
    where = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            where[language] = event.where
    return {"event": event.title, "starts_at": event.starts_at.isoformat(), "where": where, **more}


def _beginning(first: dt.date, last: dt.date) -> "QuerySet[Registration]":
    midnights = [make_aware(dt.datetime.combine(day, dt.time.min)) for day in (first, last + DAY)]
    rows = Registration.objects.seated().filter(event__starts_at__gte=midnights[0], event__starts_at__lt=midnights[1])
    return rows.filter(event__cancellation=None).select_related("event", "person")


def _coming(event: Event) -> "QuerySet[Registration]":
    return Registration.objects.live().filter(event=event).select_related("event", "person")


def _tell(kind: Kind, registrations: Iterable[Registration], *, occasion: str, **more: Any) -> None:
    """Each who registered, by notice or by letter. One who registered twice over the years is told of each time."""
    rows = list(registrations)
    if not rows:
        return
    event, facts = rows[0].event, facts_of(rows[0].event, **more)
    address = rows[0].get_absolute_url() if len(rows) == 1 else event.get_absolute_url()
    tell_all(kind.code, [one.person for one in rows if one.person], occasion=occasion, facts=facts, address=address)
    for one in rows:
        if one.person is None and one.email:
            write(one, kind.code, occasion, facts)


SEAT = Kind(
    code="events.seat",
    room=ROOM,
    name=_("A seat at an event"),
    rule=_("Goes when you have registered for an event and have a seat."),
    subject=_("You are registered: %(event)s"),
    text=_("%(starts_at)s, %(where)s. Your ticket with its check-in code is here:"),
)
MOVED_UP = Kind(
    code="events.moved_up",
    room=ROOM,
    name=_("Moving up from a waiting list"),
    rule=_("Goes when you get a seat from the waiting list of an event."),
    subject=_("You have moved up: %(event)s"),
    text=_("%(starts_at)s, %(where)s. If you cannot come, give your seat back so that the next can have it."),
)
TOMORROW = Kind(
    code="events.tomorrow",
    room=ROOM,
    name=_("An event I go to is tomorrow"),
    rule=_("Goes the day before an event at which you have a seat."),
    subject=_("Tomorrow: %(event)s"),
    text=_("%(starts_at)s, %(where)s. Have your ticket ready; if you cannot come, give your seat back."),
    due=tomorrow,
)
MOVED = Kind(
    code="events.moved",
    room=ROOM,
    name=_("An event has a new time or place"),
    rule=_("Goes when the time or the place of an event for which you are registered changes."),
    subject=_("New time or place: %(event)s"),
    text=_("Now: %(starts_at)s, %(where)s."),
    is_owed=True,
)
CANCELLED = Kind(
    code="events.cancelled",
    room=ROOM,
    name=_("An event is cancelled"),
    rule=_("Goes when an event for which you are registered is cancelled."),
    subject=_("Cancelled: %(event)s"),
    text=_("Planned for %(starts_at)s. The reason: %(reason)s"),
    is_owed=True,
)
TAKEN_BACK = Kind(
    code="events.taken_back",
    room=ROOM,
    name=_("My registration was taken back"),
    rule=_("Goes when the organiser takes your registration for an event back."),
    subject=_("Your registration was taken back: %(event)s"),
    text=_("The reason: %(reason)s"),
    is_owed=True,
)
PUBLISHED = Kind(
    code="events.published",
    room=ROOM,
    name=_("An event I submitted is published"),
    rule=_("Goes when an event that you submitted is published."),
    subject=_("Published: %(event)s"),
)
RETURNED = Kind(
    code="events.returned",
    room=ROOM,
    name=_("An event I submitted is returned"),
    rule=_("Goes when an event that you submitted is returned, with the reason."),
    subject=_("Returned to you: %(event)s"),
    text=_("The reason: %(reason)s"),
    is_owed=True,
)
KINDS = (SEAT, MOVED_UP, TOMORROW, MOVED, CANCELLED, TAKEN_BACK, PUBLISHED, RETURNED)
