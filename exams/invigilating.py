"""Invigilating (监考): who is seen, who gets more time, whose exam is ended, what went wrong. Each deed is on record."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.clock import now
from exams import cases, delivery, recording
from exams.models import Attempt, Case, Registration, Sitting, SittingEntry

State, Kind = Registration.State, SittingEntry.Kind
LONGEST_GRANT_MINUTES = 240


class NotPossible(Exception):
    """What is asked for does not fit what has happened meanwhile."""


@transaction.atomic
def check_in(*, registration: Registration, by: User) -> Registration:
    """Note that the person is here and is who they say. Twice changes nothing."""
    fresh = _lock(registration, State.ADMITTED)
    if fresh.checked_in_at is None:
        fresh.checked_in_at = now()
        fresh.save(update_fields=["checked_in_at"])
        recording.enter(fresh.sitting, Kind.CHECKED_IN, by=by, registration=fresh)
    return fresh


@transaction.atomic
def undo_check_in(*, registration: Registration, by: User) -> Registration:
    """Take a mistaken check-in back; once the person has started it stands."""
    fresh = _lock(registration, State.ADMITTED)
    if fresh.checked_in_at is not None:
        fresh.checked_in_at = None
        fresh.save(update_fields=["checked_in_at"])
        recording.enter(fresh.sitting, Kind.CHECK_IN_UNDONE, by=by, registration=fresh)
    return fresh


@transaction.atomic
def mark_absent(*, registration: Registration, by: User) -> Registration:
    """Note that the person did not come."""
    fresh = _lock(registration, State.ADMITTED)
    if fresh.checked_in_at is not None or now() < fresh.sitting.opens_at:
        raise NotPossible(fresh.pk)
    return _turn(fresh, State.ABSENT, Kind.ABSENT, by)


@transaction.atomic
def undo_absence(*, registration: Registration, by: User) -> Registration:
    """Take a mistaken absence back: the person may still start."""
    return _turn(_lock(registration, State.ABSENT), State.ADMITTED, Kind.ABSENCE_UNDONE, by)


@transaction.atomic
def extend(*, attempts: Sequence[Attempt], minutes: int, reason: str, by: User) -> int:
    """Give everyone in `attempts` more time, all of them or, when one is over meanwhile, none; how many."""
    for attempt in sorted(attempts, key=lambda attempt: attempt.pk):
        try:
            delivery.grant_time(attempt=attempt, seconds=minutes * 60, reason=reason, by=by)
        except delivery.NotRunning as over:
            raise NotPossible(attempt.pk) from over
        sitting, registration = attempt.sitting, attempt.registration
        if sitting is not None:
            said = _("%(minutes)s minutes more: %(reason)s") % {"minutes": minutes, "reason": reason}
            recording.enter(sitting, Kind.GRANTED, by=by, registration=registration, text=said)
    return len(attempts)


@transaction.atomic
def end(*, attempt: Attempt, reason: str, by: User) -> None:
    """End the attempt; what is saved is marked. One that is over already stays as it is."""
    delivery.submit(attempt=attempt, reason=Attempt.Reason.INVIGILATOR)
    attempt.refresh_from_db()
    if attempt.submit_reason != Attempt.Reason.INVIGILATOR:
        raise NotPossible(attempt.pk)
    if attempt.sitting is not None:
        recording.enter(attempt.sitting, Kind.ENDED, by=by, registration=attempt.registration, text=reason)
    record("attempt.ended", attempt, by=by, reason=reason)


@transaction.atomic
def note_incident(*, sitting: Sitting, text: str, by: User, registration: Registration | None = None) -> Case:
    """Note that something went wrong, and open a case about it: of one attempt, or of the sitting."""
    attempts = Attempt.objects.exclude(state=Attempt.State.VOID)
    attempt = attempts.filter(registration=registration).first() if registration else None
    recording.enter(sitting, Kind.INCIDENT, by=by, registration=registration, text=text)
    about = f"{registration.admission_no}: {text}" if registration and attempt is None else text
    subject = {"attempt": attempt} if attempt else {"sitting": sitting}
    return cases.open_case(kind=Case.Kind.INCIDENT, by=by, text=about, **subject)


def _lock(registration: Registration, state: str) -> Registration:
    fresh = Registration.objects.select_for_update(of=("self",), no_key=True).select_related("sitting").get(pk=registration.pk)
    if fresh.state != state:
        raise NotPossible(registration.pk)
    return fresh


def _turn(registration: Registration, state: str, kind: str, by: User | None) -> Registration:
    registration.state = state
    registration.save(update_fields=["state"])
    recording.enter(registration.sitting, kind, by=by, registration=registration)
    return registration
