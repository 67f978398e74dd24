"""Arrangements (考试便利): asked for by a candidate, decided by the exam office, with reasons."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.clock import now
from exams import delivery, posting, recording, registering
from exams.models import Arrangement, Attempt, Letter, Registration, Sitting, SittingEntry


class AlreadyAsked(Exception):
    """A request for this registration waits to be decided."""


class AlreadyDecided(Exception):
    """Somebody decided this request before."""


@transaction.atomic
def ask(*, candidate: User, sitting: Sitting, time_factor: Decimal, extra_s: int, other: str, reason: str) -> Arrangement:
    """Ask for arrangements at a sitting one is admitted to; at a walk-in sitting that alone makes the admission.

    Raises Registration.DoesNotExist without a registration, AlreadyAsked when one request is open.
    """
    User.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    live = Registration.objects.live().filter(candidate=candidate, sitting=sitting)
    registration = live.order_by("visit").first() or (_admitted(candidate, sitting) if sitting.walk_in else None)
    if registration is None:
        raise Registration.DoesNotExist
    try:
        with transaction.atomic():
            return Arrangement.objects.create(
                registration=registration, time_factor=time_factor, extra_s=extra_s, other=other, reason=reason
            )
    except IntegrityError as taken:
        raise AlreadyAsked(registration.pk) from taken


@transaction.atomic
def decide(
    *, request: Arrangement, granted: bool, time_factor: Decimal, extra_s: int, other: str, reasons: str, by: User
) -> Arrangement:
    """Grant, as asked or otherwise, or refuse. Whoever writes already gets the difference as a time grant.

    Raises AlreadyDecided.
    """
    fresh = Arrangement.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    if fresh.state != Arrangement.State.OPEN:
        raise AlreadyDecided(fresh.pk)
    fresh.state = Arrangement.State.GRANTED if granted else Arrangement.State.REFUSED
    fresh.decided_by, fresh.decided_at, fresh.decision = by, now(), reasons
    fresh.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    registration = Registration.objects.select_for_update(of=("self",), no_key=True).told().get(pk=fresh.registration_id)
    if granted:
        _arrange(registration, time_factor, extra_s, other, by)
    # The reasons may tell of health: they stay with the request, the record tells the outcome.
    recording.enter(
        registration.sitting, SittingEntry.Kind.ARRANGED, by=by, registration=registration, text=told(registration, fresh)
    )
    record(f"arrangement.{fresh.state}", fresh, by=by)
    posting.about_registration(registration, Letter.News.ARRANGED, occasion=fresh.pk)
    return fresh


def told(registration: Registration, request: Arrangement) -> str:
    """The outcome in figures, for the record."""
    if request.state != Arrangement.State.GRANTED:
        return str(request.get_state_display())
    words = {"factor": registration.time_factor, "minutes": registration.extra_s // 60}
    return _("Granted: ×%(factor)s, %(minutes)s minutes more") % words


def _arrange(registration: Registration, time_factor: Decimal, extra_s: int, other: str, by: User) -> None:
    duration = registration.sitting.exam_version.duration
    before = registration.longer(duration)
    registration.time_factor, registration.extra_s, registration.other_arrangements = time_factor, extra_s, other
    registration.save(update_fields=["time_factor", "extra_s", "other_arrangements"])
    more = registration.longer(duration) - before
    running = Attempt.objects.open().filter(registration=registration).first()
    if running is not None and more > dt.timedelta():
        # Time that has run out meanwhile is not given back: the arrangement then holds for a further attempt alone.
        with suppress(delivery.NotRunning):
            delivery.grant_time(attempt=running, seconds=int(more.total_seconds()), reason="arrangement", by=by)


def _admitted(candidate: User, sitting: Sitting) -> Registration:
    made = registering.walk_in(candidate, sitting, now())
    made.state = Registration.State.ADMITTED
    made.save()
    return made
