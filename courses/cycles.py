"""Cycles of learning a course (再学习周期): completed once, valid until a day, begun anew before it, waived or taken back.

A completed record is frozen by a trigger; a new cycle is a new record. docs/algorithms/cycles.md tells the rules.
"""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.dates import add_months, local_day, now, today
from courses import crediting, hours, logbook
from courses.models import CompletionRecord, CompletionWithdrawal, Enrolment


class Refused(Exception):
    """A completion cannot be waived or taken back; the message says why."""


def record_of(enrolment: Enrolment) -> CompletionRecord:
    """The record of the present cycle; made if there is none, as for enrolments from before there were records."""
    return CompletionRecord.objects.get_or_create(
        enrolment=enrolment,
        cycle=enrolment.cycle,
        defaults={
            "learner_id": enrolment.learner_id,
            "course_id": enrolment.course_id,
            "version_id": enrolment.version_id,
            "started_at": enrolment.counts_from or enrolment.enrolled_at,
        },
    )[0]


def close(enrolment: Enrolment, *, waived_by: User | None = None, because: str = "") -> CompletionRecord:
    """Note the completion in the record of the present cycle; from then on the record is frozen."""
    mine, at = record_of(enrolment), enrolment.completed_at or now()
    if mine.completed_at is None:
        mine.version_id, mine.completed_at, mine.valid_until = enrolment.version_id, at, last_day(enrolment, at)
        mine.waived_by, mine.waived_because = waived_by, because
        mine.save()
    return mine


def last_day(enrolment: Enrolment, at: dt.datetime) -> dt.date | None:
    """Until when a completion of that moment is valid; None: for good."""
    months = enrolment.course.validity_months
    return add_months(local_day(at), months) if months else None


def due(on: dt.date) -> list[Enrolment]:
    """Enrolments whose next cycle starts on this day or should have: the last day is near enough, and nothing is open."""
    ending = CompletionRecord.objects.filter(
        cycle=F("enrolment__cycle"), completed_at__isnull=False, valid_until__isnull=False, withdrawal=None
    )
    near = ending.select_related("enrolment__course", "enrolment__learner")
    return [
        one.enrolment
        for one in near.filter(valid_until__lte=on + dt.timedelta(days=3660)).iterator()
        if one.valid_until and one.valid_until - dt.timedelta(days=one.enrolment.course.renewal_days) <= on
    ]


def start_due(on: dt.date | None = None) -> int:
    """Start every cycle that is due; how many. Safe to run twice and beside itself."""
    return sum(_start_if_due(enrolment, on or today()) for enrolment in due(on or today()))


@transaction.atomic
def _start_if_due(enrolment: Enrolment, on: dt.date) -> bool:
    hours.lock(enrolment.learner)
    fresh = Enrolment.objects.select_related("course", "learner", "run").get(pk=enrolment.pk)
    last = CompletionRecord.objects.filter(enrolment=fresh, cycle=fresh.cycle, withdrawal=None).first()
    if last is None or last.completed_at is None or last.valid_until is None:
        return False
    if last.valid_until - dt.timedelta(days=fresh.course.renewal_days) > on:
        return False
    _start(fresh, due_on=last.valid_until)
    return True


def _start(enrolment: Enrolment, *, due_on: dt.date | None) -> CompletionRecord:
    """Begin the next cycle, in the version the course has now. What was completed before is not touched."""
    enrolment.cycle += 1
    enrolment.counts_from, enrolment.completed_at, enrolment.carried = now(), None, []
    if enrolment.run is None or enrolment.run.state.is_over:
        enrolment.run = None
        enrolment.version = enrolment.course.current or enrolment.version
    enrolment.save()
    crediting.count_later(enrolment)
    begun = record_of(enrolment)
    begun.due_on = due_on
    begun.save(update_fields=["due_on"])
    record("cycle.started", enrolment, by=None, cycle=enrolment.cycle)
    return begun


@transaction.atomic
def waive(*, enrolment: Enrolment, by: User, because: str) -> CompletionRecord:
    """Count the present cycle as completed for a reason a person names."""
    fresh = _mine(enrolment, because)
    if fresh.completed_at:
        raise Refused(_("This cycle is completed already: there is nothing to waive."))
    fresh.completed_at = now()
    fresh.save(update_fields=["completed_at"])
    closed = close(fresh, waived_by=by, because=because)
    logbook.completed(fresh, is_waived=True)
    record("completion.waived", closed, by=by, reason=because)
    return closed


@transaction.atomic
def withdraw(*, completion: CompletionRecord, by: User, because: str) -> CompletionWithdrawal:
    """Take a completion back, for a reason a person names. The record stays; a new cycle is open from now on."""
    fresh = _mine(completion.enrolment, because)
    if completion.completed_at is None:
        raise Refused(_("This cycle is not completed: there is nothing to withdraw."))
    taken, created = CompletionWithdrawal.objects.get_or_create(record=completion, defaults={"by": by, "because": because})
    if not created:
        raise Refused(_("This completion was withdrawn before."))
    record("completion.withdrawn", completion, by=by, reason=because)
    if completion.cycle == fresh.cycle:
        _start(fresh, due_on=None)
    return taken


def _mine(enrolment: Enrolment, because: str) -> Enrolment:
    if not because.strip():
        raise Refused(_("Write the reason: the person reads it."))
    hours.lock(enrolment.learner)
    return Enrolment.objects.select_related("course", "learner", "run").get(pk=enrolment.pk)
