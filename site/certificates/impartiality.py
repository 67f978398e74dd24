"""Impartiality (回避): whoever trained a person, or marked that person's work, decides nothing about the certificate.

Each tie is named by its rule, so that a refusal says which it was. That nobody decides about oneself knows no exception;
the other ties may be set aside by a second person who has none and says why (granting.exempt).
"""

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from certificates.models import Application, Finding
from certificates.requirements import PROOFS
from core.dates import local_day, today
from courses.models import CourseTeacher, Enrolment
from exams.models import Case, Mark

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from accounts.models import User


class Tie(StrEnum):
    """What binds somebody to the person it is about."""

    SELF = "self"
    TAUGHT = "taught"
    MARKED = "marked"
    REVIEWED = "reviewed"
    ASSESSED = "assessed"
    REFUSED = "refused"


RULES: dict[Tie, "_StrPromise"] = {
    Tie.SELF: _("nobody decides about oneself"),
    Tie.TAUGHT: _("whoever taught a course of the applicant does not decide"),
    Tie.MARKED: _("whoever marked an exam of the applicant does not decide"),
    Tie.REVIEWED: _("whoever decided an appeal or a complaint about the applicant's exam does not decide"),
    Tie.ASSESSED: _("whoever marked the report or the practical test of this application does not decide"),
    Tie.REFUSED: _("whoever refused this application before does not decide"),
}
Ties = dict[int, set[Tie]]
# What the subject of a case begins with that is about an application.
SUBJECT = "certificates.application"


class NotImpartial(Exception):
    """Somebody who is bound to the person wanted to decide; `ties` says by what."""

    def __init__(self, ties: set[Tie]) -> None:
        self.ties = sorted(ties)
        super().__init__(", ".join(self.ties))


def of_person(holder: "User") -> Ties:
    """Everyone who is bound to this person, and by what (four queries)."""
    ties: Ties = defaultdict(set)
    ties[holder.pk].add(Tie.SELF)
    for person in _teachers(holder):
        ties[person].add(Tie.TAUGHT)
    marks = Mark.objects.filter(attempt_item__attempt__candidate=holder, marker__isnull=False)
    for person in marks.order_by().values_list("marker", flat=True).distinct():
        ties[person].add(Tie.MARKED)
    decided = Case.objects.filter(attempt__candidate=holder, decided_by__isnull=False)
    for person in decided.order_by().values_list("decided_by", flat=True).distinct():
        ties[person].add(Tie.REVIEWED)
    return ties


def of_application(application: Application) -> Ties:
    """The same with whoever marked what was handed in with it, and refused it before (five queries, more after an appeal)."""
    ties = of_person(application.holder)
    course = [application]
    while (refused := course[-1].reopens) is not None:
        course.append(refused)
        assert refused.decided_by_id is not None  # noqa: S101 - a refusal has somebody who made it
        ties[refused.decided_by_id].add(Tie.REFUSED)
    found = Finding.objects.filter(application__in=course, code__in=PROOFS).order_by()
    for person in found.values_list("by", flat=True).distinct():
        ties[person].add(Tie.ASSESSED)
    return ties


def of_case(case: Case) -> set[int]:
    """Who had a part in the application a case is about: the applicant, whoever is bound, looked at it or took a step."""
    room, _dot, key = case.subject_ref.partition(":")
    if room != SUBJECT:
        return set()
    application = Application.objects.told().get(pk=key)
    looked = application.findings.order_by().values_list("by", flat=True)
    return {*of_application(application), *looked, *application.steps.order_by().values_list("author", flat=True)}


def _teachers(holder: "User") -> set[int]:
    """Whoever taught a course on a day since this person enrolled in it."""
    since = {course: local_day(at) for course, at in Enrolment.objects.visible_to(holder).values_list("course", "enrolled_at")}
    rows = CourseTeacher.objects.filter(course__in=since, since__lte=today()).values_list("person", "course", "until")
    return {person for person, course, until in rows if until is None or until >= since[course]}
