"""Sittings (考次): opening one is allowed only when every paper it promises can be drawn and marked."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from core.audit import record
from core.clock import now
from exams import access, closing, papers, posting, recording, registering, resit_letters, resits
from exams.blueprint import Shortage
from exams.models import Exam, ExamVersion, Letter, Result, Sitting, SittingEntry

# What is promised to everyone alike: no longer changed once somebody has started.
RULES = ("exam_version", "opens_at", "closes_at", "mode", "walk_in", "release")

# Whoever is registered has planned by these: they are told when one changes.
PLANNED_BY = frozenset({"opens_at", "closes_at", "venue", "mode"})


class HasAttempts(Exception):
    """Somebody has started at this sitting."""


class CannotOpen(Exception):
    """The sitting would promise what cannot be kept; the message says what is lacking, `shortages` in which cells."""

    def __init__(self, message: str, shortages: Sequence[Shortage] = ()) -> None:
        self.shortages = tuple(shortages)
        super().__init__(message)


def open_standing(version: ExamVersion, *, at: dt.datetime) -> tuple[Sitting, bool]:
    """The walk-in sitting online that is always open (and whether it is new), its results released at once.

    One that an editor has closed stays closed. Those of earlier versions close: nobody starts under old rules.
    """
    check(version)
    if not version.is_machine_marked:
        raise CannotOpen("it holds cases, which a person must mark: open it for a day with markers")
    Sitting.objects.standing().filter(exam_version__exam=version.exam_id).exclude(exam_version=version).update(
        state=Sitting.State.CLOSED
    )
    standing = Sitting.objects.standing().filter(exam_version=version).first()
    if standing:
        return standing, False
    return Sitting.objects.create(
        exam_version=version,
        opens_at=at,
        mode=Sitting.Mode.ONLINE,
        state=Sitting.State.OPEN,
        walk_in=True,
        release=Sitting.Release.AUTOMATIC,
    ), True


@transaction.atomic
def open_spot_check(
    *, exam: Exam, venue: str, hours: int, capacity: int | None, by: User, resit_days: int = resits.DAYS
) -> tuple[Sitting, str]:
    """A walk-in sitting on site, open from now on, watched over by who opens it; and its access code, told once.

    Who fails has one resit, until so many days after the check has closed.
    """
    # Whole minutes: what the office's form shows of it, and sends back, is the same moment.
    version, at = exam.newest(), now().replace(second=0, microsecond=0)
    if version is None:
        raise CannotOpen(exam.code)
    check(version)
    made = Sitting.objects.create(
        exam_version=version,
        opens_at=at,
        closes_at=at + dt.timedelta(hours=hours),
        venue=venue,
        capacity=capacity,
        mode=Sitting.Mode.ON_SITE,
        state=Sitting.State.OPEN,
        walk_in=True,
        release=Sitting.Release.AUTOMATIC if version.is_machine_marked else Sitting.Release.PERSON,
    )
    made.invigilators.add(by)
    record("sitting.spot_check_opened", made, by=by)
    resits.call(check=made, days=resit_days, by=by)
    return made, access.renew(sitting=made, by=by)


def cancel(*, sitting: Sitting, because: str, by: User) -> Sitting:
    """The sitting does not take place: whoever holds a seat or waits for one is told why by mail.

    Raises HasAttempts: what somebody has sat cannot be undone by calling it off.
    """
    with transaction.atomic():
        locked = registering.lock(sitting)
        if locked.attempts.exists():
            raise HasAttempts(sitting.pk)
        locked.state, locked.cancelled_because = Sitting.State.CANCELLED, because
        locked.save(update_fields=["state", "cancelled_because"])
        called_off = recording.enter(locked, SittingEntry.Kind.CANCELLED, by=by, text=because)
        record("sitting.cancelled", locked, by=by, because=because)
        Sitting.objects.filter(resit_of=locked).update(state=Sitting.State.CANCELLED, cancelled_because=because)
        for registration in locked.registrations.live():
            posting.about_registration(registration, Letter.News.CANCELLED, occasion=called_off.pk)
        if locked.resit_of_id:
            resit_letters.tell_all(locked, occasion=called_off.pk)
    return locked


def may_reopen(sitting: Sitting) -> bool:
    """Whether a sitting closed by mistake may be opened again: as long as nobody has released a result of it (one query)."""
    return not Result.objects.filter(attempt__sitting=sitting, released_by__isnull=False).exists()


@transaction.atomic
def note_reopening(*, sitting: Sitting, because: str, by: User) -> None:
    """A closed sitting is open again: on record with name and reason; who was absent by rule alone may still come."""
    locked = registering.lock(sitting)
    recording.enter(locked, SittingEntry.Kind.REOPENED, by=by, text=because)
    back = closing.unmark_absent(locked, by=by)
    record("sitting.reopened", locked, by=by, because=because, absences_undone=back)


def tell_change(sitting: Sitting, *, occasion: object) -> None:
    """Write to whoever holds a seat or waits for one that time or place are others now, and of a resit to whoever has it."""
    with transaction.atomic():
        for registration in sitting.registrations.live():
            posting.about_registration(registration, Letter.News.CHANGED, occasion=occasion)
        if sitting.resit_of_id:
            resit_letters.tell_all(sitting, occasion=occasion)


@transaction.atomic
def keep_resit(*, check: Sitting, before: Sitting | None, by: User) -> Sitting | None:
    """What becomes of the resit when its check was saved: called if there is none, moved along if the check was moved."""
    called = resits.call_if_missing(check=check, by=by)
    there = called or (resits.follow(check=check, before=before) if before and resits.is_check(check) else None)
    if there is not None:
        moved = {"opens_at": there.opens_at.isoformat(), "closes_at": there.closes_at and there.closes_at.isoformat()}
        tell_change(there, occasion=record("sitting.resit_dated", there, by=by, **moved).pk)
    return there


def check(version: ExamVersion) -> None:
    """Raise CannotOpen, with each short cell and how many are missing, unless a paper can be drawn."""
    short = papers.shortages(version)
    if short:
        raise CannotOpen("; ".join(map(str, short)), short)
