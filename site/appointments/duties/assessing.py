"""Assessing (履职评价): the head, once a year, on five criteria; the assessed may answer once. No certificate knows of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from appointments.appointing import Refused
from appointments.duties.models import Assessment, AssessmentAnswer, AssessmentMark
from appointments.models import Appointment
from core.audit import record
from core.dates import today


@dataclass(frozen=True)
class Mark:
    """A level and its reasons."""

    level: int
    reason: str


@transaction.atomic
def assess(*, appointment: Appointment, year: int, marks: Mapping[str, Mark], advice: str, by: User) -> Assessment:
    """Write the assessment of a year. Raises Refused."""
    if not Appointment.objects.managed_by(by).filter(pk=appointment.pk).exists():
        raise Refused(_("The head of the firm assesses."))
    if appointment.person_id == by.pk:
        raise Refused(_("Nobody assesses himself."))
    if not may_be_assessed(appointment, year):
        raise Refused(_("In that year the post was not held."))
    if set(marks) != set(AssessmentMark.Criterion.values):
        raise Refused(_("Give each of the five criteria its level and its reasons."))
    try:
        with transaction.atomic():
            made = Assessment.objects.create(
                appointment=appointment, assessed_id=appointment.person_id, year=year, advice=advice, assessed_by=by
            )
    except IntegrityError as twice:
        raise Refused(_("This year was assessed already.")) from twice
    AssessmentMark.objects.bulk_create(
        AssessmentMark(assessment=made, criterion=criterion, level=marks[criterion].level, reason=marks[criterion].reason)
        for criterion in AssessmentMark.Criterion.values
    )
    # The log of deeds says that it was done, not what it says.
    record("assessment.written", made, by=by, year=year)
    return made


@transaction.atomic
def answer(*, assessment: Assessment, text: str, by: User) -> AssessmentAnswer:
    """The assessed says something to it, once. Raises Refused."""
    if assessment.assessed_id != by.pk:
        raise Refused(_("Only the assessed answers."))
    try:
        with transaction.atomic():
            made = AssessmentAnswer.objects.create(assessment=assessment, text=text)
    except IntegrityError as twice:
        raise Refused(_("You have answered already.")) from twice
    record("assessment.answered", assessment, by=by)
    return made


def may_be_assessed(appointment: Appointment, year: int) -> bool:
    """Whether the post was held at some time of that year, and the year has begun."""
    if appointment.accepted_at is None or year > today().year or appointment.since.year > year:
        return False
    last = min((day for day in (appointment.until, appointment.ended_on) if day), default=None)
    return last is None or last.year >= year
