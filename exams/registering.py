"""Admission (准考): the right to start, found or, at a walk-in sitting, made on the spot. How one gets it: seating.py."""

import datetime as dt

from accounts.models import User
from core.codes import drawn
from exams import rush
from exams.models import Registration, Sitting


class Full(Exception):
    """Every seat of the sitting is taken."""


class Withdrawn(Exception):
    """The admission was given back or refused in this very moment."""


def usable(candidate: User, sitting: Sitting) -> Registration | None:
    """An admission to this sitting that no attempt has used yet; one whose attempt was declared void can be used again."""
    return rush.admission(candidate.pk, sitting.pk)


def admit(candidate: User, sitting: Sitting, at: dt.datetime, found: Registration | None = None) -> Registration:
    """The admission `found` by `usable`, or one made on the spot, marked as attended. Raises Full, Withdrawn.

    Called with the candidate's row locked.
    """
    registration = found or walk_in(candidate, sitting, at)
    registration.state = Registration.State.ATTENDED
    if found is None:
        registration.save()
    # Whoever gives a seat back or refuses it holds the sitting's row, not the candidate's: this UPDATE tells who came first.
    elif not rush.attend(found.pk):
        raise Withdrawn(found.pk)
    # The caller has the sitting with its rules at hand; a fresh one would cost three queries.
    registration.candidate, registration.sitting = candidate, sitting
    return registration


def is_full(sitting: Sitting) -> bool:
    """Whether every seat is taken; a person who comes back sits where they sat. Called with the sitting's row locked."""
    if sitting.capacity is None:
        return False
    return Registration.objects.filter(sitting=sitting).seated().values("candidate").distinct().count() >= sitting.capacity


def lock(sitting: Sitting) -> Sitting:
    """The sitting as it stands, its row locked: seats are counted and given out by one at a time.

    Lock order: candidate, sitting, attempt. NO KEY, so that whoever starts with an admission is not held up.
    """
    return Sitting.objects.select_for_update(of=("self",), no_key=True).told().get(pk=sitting.pk)


def walk_in(candidate: User, sitting: Sitting, at: dt.datetime) -> Registration:
    """A further visit to a walk-in sitting, not stored yet. Raises Full."""
    if sitting.capacity is not None and is_full(lock(sitting)) and not _sat_before(candidate, sitting):
        raise Full(sitting.pk)
    visits = Registration.objects.filter(candidate=candidate, sitting=sitting).count()
    return Registration(
        candidate=candidate,
        sitting=sitting,
        visit=visits + 1,
        admission_no=admission_number(sitting.exam_version.exam.code, at),
        eligibility_basis=["walk_in"],
        created_at=at,
    )


def _sat_before(candidate: User, sitting: Sitting) -> bool:
    return Registration.objects.filter(candidate=candidate, sitting=sitting).seated().exists()


def admission_number(code: str, at: dt.datetime) -> str:
    """An admission number that tells exam and year and cannot be guessed: QSO26-7K4M9XQ2."""
    return f"{code[:6]}{at:%y}-" + drawn(8)
