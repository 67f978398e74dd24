"""Seats (席位): registering, withdrawing, refusing, and who moves up when a seat falls free.

Seats are counted and given out with the sitting's row locked, so that the last one is given once; the candidate's row
is locked before it, as at the start. docs/algorithms/deadline.md tells the lock order.
"""

import datetime as dt

from django.db import transaction

from accounts.models import User
from core.clock import now
from exams import eligibility, posting, recording, registering
from exams.conditions import Condition, NotAllowed
from exams.models import Letter, Registration, Sitting, SittingEntry
from organisations.models import Organisation

State = Registration.State


class TooLate(Exception):
    """The registration can no longer be changed this way."""


@transaction.atomic
def register(
    *, candidate: User, sitting: Sitting, by: User | None = None, organisation: Organisation | None = None
) -> Registration:
    """A seat or, when all are taken, a place on the waiting list. Registering twice returns the first.

    `by` is the officer who registers someone else; with `organisation` it is whoever takes seats for its members, bound by the
    window like the members themselves. Raises NotAllowed, naming each condition that is not met.
    """
    User.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    locked, at = registering.lock(sitting), now()
    before = Registration.objects.filter(candidate=candidate, sitting=locked).order_by("-visit").first()
    if before and before.state not in (State.WITHDRAWN, State.REFUSED):
        return before
    by_office = by is not None and organisation is None
    known = eligibility.to_register(candidate, locked, at, by_office=by_office)
    if before and before.state == State.REFUSED and not by_office:
        known.append(eligibility.refused(before))
    if unmet := eligibility.unmet(known):
        raise NotAllowed(unmet)
    registration = before or _new(candidate, locked, at)
    registration.state = State.APPLIED if registering.is_full(locked) else State.ADMITTED
    registration.created_at, registration.refused_because, registration.organisation = at, "", organisation
    registration.eligibility_basis = basis(known)
    registration.save()
    kind = SittingEntry.Kind.REGISTERED if registration.state == State.ADMITTED else SittingEntry.Kind.WAITING
    entry = recording.enter(locked, kind, by=by or candidate, registration=registration)
    posting.about_registration(registration, Letter.News(kind), occasion=entry.pk)
    return registration


def basis(known: list[Condition]) -> list[dict[str, str]]:
    """On what ground someone was admitted, as it is kept: each condition with what it said then."""
    return [{"key": condition.key, "said": condition.sentence} for condition in known]


@transaction.atomic
def withdraw(*, registration: Registration, by: User) -> Registration:
    """Give the seat back. Raises TooLate: for the candidate after the window, for anyone once it was used."""
    sitting, fresh, at = _lock(registration)
    if by.pk == fresh.candidate_id and at >= sitting.withdraw_until:
        raise TooLate(fresh.pk)
    return _give_up(sitting, fresh, State.WITHDRAWN, SittingEntry.Kind.WITHDRAWN, by, at)


@transaction.atomic
def refuse(*, registration: Registration, because: str, by: User) -> Registration:
    """Refuse a registration, with a reason its candidate reads. Raises TooLate once it was used."""
    sitting, fresh, at = _lock(registration)
    fresh.refused_because = because
    given = _give_up(sitting, fresh, State.REFUSED, SittingEntry.Kind.REFUSED, by, at, because)
    posting.about_registration(fresh, Letter.News.REFUSED, occasion=at.isoformat())
    return given


@transaction.atomic
def fill(sitting: Sitting) -> int:
    """Let those on the waiting list move up into free seats, first come first seated; how many did."""
    return _move_up(registering.lock(sitting), now())


def _new(candidate: User, sitting: Sitting, at: dt.datetime) -> Registration:
    number = registering.admission_number(sitting.exam_version.exam.code, at)
    return Registration(candidate=candidate, sitting=sitting, admission_no=number)


def _lock(registration: Registration) -> tuple[Sitting, Registration, dt.datetime]:
    sitting = registering.lock(registration.sitting)
    return sitting, Registration.objects.select_for_update(no_key=True).get(pk=registration.pk), now()


def _give_up(
    sitting: Sitting, registration: Registration, state: str, kind: str, by: User, at: dt.datetime, text: str = ""
) -> Registration:
    if registration.state not in (State.APPLIED, State.ADMITTED):
        raise TooLate(registration.pk)
    registration.state, registration.checked_in_at = state, None
    registration.save(update_fields=["state", "refused_because", "checked_in_at"])
    recording.enter(sitting, kind, by=by, registration=registration, text=text)
    _move_up(sitting, at)
    return registration


def _move_up(sitting: Sitting, at: dt.datetime) -> int:
    moved = 0
    waiting = Registration.objects.filter(sitting=sitting, state=State.APPLIED).order_by("created_at", "pk")
    for registration in waiting if not sitting.is_over(at) else ():
        if registering.is_full(sitting):
            break
        registration.state = State.ADMITTED
        registration.save(update_fields=["state"])
        entry = recording.enter(sitting, SittingEntry.Kind.MOVED_UP, by=None, registration=registration)
        posting.about_registration(registration, Letter.News.MOVED_UP, occasion=entry.pk)
        moved += 1
    return moved
