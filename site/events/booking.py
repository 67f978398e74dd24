"""Booking (报名): taking seats at an event, giving them back, and who moves up when some fall free.

Lock order: the event's row, then a registration's. Seats are given out by one conditional UPDATE, all of a group or none,
and a check constraint refuses to oversell them even to whoever writes past this module (docs/algorithms/events.md).
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from core import seats
from core.audit import record
from core.dates import now
from events import states
from events.keeping import forget_seats
from events.models import Event, Registration
from events.signals import seat_given, seat_taken_back
from events.states import EventState
from events.wording import sentence


class Refused(Exception):
    """Seats cannot be had or given back; the message says why and what to do, in the reader's language."""


@dataclass(frozen=True)
class Booker:
    """Who registers: a person with an account, or a guest whose address was confirmed."""

    name: str
    email: str
    person: User | None = None

    @classmethod
    def of(cls, person: User) -> "Booker":
        return cls(person.full_name, person.email, person)


@transaction.atomic
def book(*, event: Event, by: Booker, persons: int = 1, group: str = "") -> Registration:
    """Seats for so many people, or a place on the waiting list when they cannot all have one. Asked again: what one has."""
    locked = _lock(event)
    mine = _held(locked, by)
    if mine:
        return mine
    _check(locked, persons)
    made = Registration.objects.create(
        event=locked,
        person=by.person,
        name=by.name,
        email=by.email,
        persons=persons,
        group=group,
        language=(by.person.preferred_language if by.person else get_language()) or "zh-hans",
    )
    # Who waits comes first: a seat that fell free this moment is theirs.
    if made.pk not in _move_up(locked, newcomer=made):
        if not locked.has_waiting_list:
            left = Event.objects.get(pk=locked.pk).left
            raise Refused(_("There are not enough seats left for so many people. Seats free: %(left)s.") % {"left": left})
        record("event.waiting", locked, by=by.person, registration=str(made.pk))
    forget_seats(locked)
    made.refresh_from_db()
    return made


@transaction.atomic
def give_back(registration: Registration) -> Registration:
    """Give one's seats back; the next who wait move up at once. Asked again: nothing more happens."""
    return _leave(registration, by=registration.person, reason="")


@transaction.atomic
def take_back(registration: Registration, *, by: User, reason: str) -> Registration:
    """The organiser takes a registration back, with a reason that the person is told."""
    if not reason.strip():
        raise Refused(_("Say why: the person is told."))
    left = _leave(registration, by=by, reason=reason.strip()[:200])
    seat_taken_back.send(sender=Registration, registration=left)
    return left


@transaction.atomic
def fill(event: Event) -> int:
    """Let those who wait move up into free seats (more were added, say); how many registrations did."""
    return len(_move_up(_lock(event)))


def _lock(event: Event) -> Event:
    return Event.objects.select_for_update(no_key=True, of=("self",)).select_related("cancellation").get(pk=event.pk)


def _held(event: Event, by: Booker) -> Registration | None:
    live = Registration.objects.live().filter(event=event)
    return (live.filter(person=by.person) if by.person else live.filter(person=None, email=by.email)).first()


def _check(event: Event, persons: int) -> None:
    if not event.is_published or event.state in {EventState.NOT_YET_OPEN, EventState.CLOSED} or event.state.is_past:
        raise Refused(sentence(event.state, event.facts))
    if event.state in {EventState.UNDER_WAY, EventState.FULL}:
        raise Refused(sentence(event.state, event.facts))
    if not 1 <= persons <= event.most:
        raise Refused(_("One may register at most %(most)s people at once.") % {"most": event.most})
    if persons < event.least:
        raise Refused(
            _("Only groups of at least %(least)s people are taken here: register all of them.") % {"least": event.least}
        )


def _leave(registration: Registration, *, by: User | None, reason: str) -> Registration:
    event = _lock(registration.event)
    mine = Registration.objects.select_for_update(no_key=True, of=("self",)).get(pk=registration.pk)
    if mine.left_at is not None:
        return mine
    if event.state.is_past or event.state is EventState.UNDER_WAY:
        raise Refused(_("The event has begun or is over: nothing can be given back any more."))
    was_seated, mine.left_at, mine.left_reason = mine.is_seated, now(), reason
    mine.save(update_fields=["left_at", "left_reason"])
    record("event.left", event, by=by, registration=str(mine.pk), reason=reason)
    if was_seated:
        seats.give_back(Event.objects.all(), event.pk, mine.persons)
        _move_up(event)
    forget_seats(event)
    return mine


def _move_up(event: Event, newcomer: Registration | None = None) -> list[object]:
    """Seat whoever fits, in the order of asking; the keys of those seated. Until it begins, and not when it is called off."""
    if event.state.is_past or event.state is EventState.UNDER_WAY:
        return []
    waiting = list(Registration.objects.waiting().filter(event=event).select_related("person"))
    event.refresh_from_db(fields=["seats", "taken"])
    moved: list[object] = []
    for place in states.moves_up([one.persons for one in waiting], event.left):
        one = waiting[place]
        if not seats.take(Event.objects.all(), event.pk, one.persons):
            continue
        one.seated_at = now()
        one.save(update_fields=["seated_at"])
        one.event = event
        record("event.seated", event, by=None, registration=str(one.pk))
        seat_given.send(sender=Registration, registration=one, moved_up=newcomer is None or one.pk != newcomer.pk)
        moved.append(one.pk)
    if moved:
        forget_seats(event)
    return moved
