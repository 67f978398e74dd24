"""Noting duties (记履职): the log is written by whoever is in the post, corrected by a new entry, and never rewritten."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from appointments import attaching
from appointments.again import already
from appointments.appointing import Refused
from appointments.models import Appointment, DutyEntry, PreventiveMeasure
from certificates.evidence import Evidence
from core.audit import record
from core.dates import now, today


@transaction.atomic
def note(
    *,
    appointment: Appointment,
    kind: str,
    done_on: dt.date,
    text: str,
    outcome: str,
    evidence: Sequence[Evidence],
    by: User,
    corrects: DutyEntry | None = None,
) -> DutyEntry:
    """Write an entry, or one that corrects another; the same sent again is the one there is. Raises Refused."""
    _in_post(appointment, by)
    said = {"kind": kind, "done_on": done_on, "text": text, "outcome": outcome, "corrects": corrects}
    files = _entries(appointment).annotate(evidence=Count("files")).filter(evidence=len(evidence))
    if (same := already(files, "written_at", written_by=by, **said)) is not None:
        return same
    if corrects is not None and corrects.appointment_id != appointment.pk:
        raise Refused(_("That entry belongs to another appointment."))
    try:
        with transaction.atomic():
            entry = DutyEntry.objects.create(appointment=appointment, written_by=by, **said)
    except IntegrityError as twice:
        raise Refused(_("That entry was corrected already. Correct the newer one.")) from twice
    attaching.attach(evidence, entry=entry)
    record("duty.noted", entry, by=by, kind=kind)
    return entry


@transaction.atomic
def open_measure(
    *, appointment: Appointment, risk: str, cause: str, kind: str, text: str, owner: str, due: dt.date, by: User
) -> PreventiveMeasure:
    """Take a preventive measure up; the same sent again is the one there is. Raises Refused."""
    _in_post(appointment, by)
    _hold(appointment)
    said = {"appointment": appointment, "risk": risk, "cause": cause, "kind": kind, "text": text, "owner": owner, "due": due}
    if (same := already(PreventiveMeasure.objects.all(), "opened_at", **said)) is not None:
        return same
    measure = PreventiveMeasure.objects.create(**said)
    record("measure.opened", measure, by=by)
    return measure


@transaction.atomic
def close_measure(*, measure: PreventiveMeasure, checked_on: dt.date, effect: str, by: User) -> PreventiveMeasure:
    """Close it with what the check of its effect found; the log gets its entry. Raises Refused."""
    there = PreventiveMeasure.objects.select_for_update(no_key=True, of=("self",)).select_related("appointment")
    held = there.get(pk=measure.pk)
    _in_post(held.appointment, by)
    if held.closed_at is not None:
        raise Refused(_("This measure was closed already."))
    held.checked_on, held.effect, held.closed_at = checked_on, effect, now()
    held.save(update_fields=["checked_on", "effect", "closed_at"])
    DutyEntry.objects.create(
        appointment=held.appointment,
        kind=DutyEntry.Kind.PREVENTION,
        done_on=today(),
        text=held.risk,
        outcome=effect,
        written_by=by,
    )
    record("measure.closed", held, by=by)
    return held


def _hold(appointment: Appointment) -> None:
    """Of two who write to one appointment at once one is first."""
    Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)


def _entries(appointment: Appointment) -> QuerySet[DutyEntry]:
    _hold(appointment)
    return DutyEntry.objects.filter(appointment=appointment)


def _in_post(appointment: Appointment, by: User) -> None:
    if appointment.person_id != by.pk:
        raise Refused(_("Only the person in the post writes here."))
    if not appointment.is_in_force:
        raise Refused(_("The appointment is not in force today. What was written stays."))
