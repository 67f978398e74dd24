"""What a body may see of its members' learning: the courses it assigned to those who belong today, and nothing else.

Members were promised no more before they joined (templates/organisations/what_is_seen.html). Every answer to a body's
program is drawn from here. docs/algorithms/api.md
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.models import Course, CourseAssignment, CreditEntry, Enrolment, LearningEvent, LessonProgress
from organisations.models import Membership, Organisation

# Verbs that say what was promised: begun, gone on, completed. How somebody watched or answered is his own.
TOLD = (
    LearningEvent.Verb.INITIALIZED,
    LearningEvent.Verb.PROGRESSED,
    LearningEvent.Verb.COMPLETED,
    LearningEvent.Verb.PASSED,
    LearningEvent.Verb.WAIVED,
)


def _pairs(organisation: Organisation, member: Membership | None) -> "QuerySet[CourseAssignment]":
    rows = CourseAssignment.objects.of(organisation)
    return rows.filter(membership=member) if member else rows


def enrolments(organisation: Organisation, member: Membership | None = None) -> "QuerySet[Enrolment]":
    """Enrolments in assigned courses."""
    pairs = _pairs(organisation, member).filter(membership__person=OuterRef("learner"), course=OuterRef("course"))
    return Enrolment.objects.filter(Exists(pairs)).select_related("course", "version")


def worked_since(rows: "QuerySet[Enrolment]", since: dt.datetime) -> "QuerySet[Enrolment]":
    """Of enrolments those that changed: enrolled or completed since then, or the learner worked on any lesson."""
    worked = LessonProgress.objects.filter(Q(worked_at__gte=since) | Q(renewed_at__gte=since), learner=OuterRef("learner"))
    return rows.filter(Q(enrolled_at__gte=since) | Q(completed_at__gte=since) | Exists(worked))


def entries(organisation: Organisation, member: Membership | None = None) -> "QuerySet[CreditEntry]":
    """Lines of the hours ledger that were credited in assigned courses."""
    pairs = _pairs(organisation, member).filter(membership__person=OuterRef("learner"), course=OuterRef("course"))
    return CreditEntry.objects.filter(Exists(pairs)).select_related("course")


def events(organisation: Organisation, member: Membership | None = None) -> "QuerySet[LearningEvent]":
    """Learning events in assigned courses. Those that name a lesson alone go with each course that ever held it (2 queries)."""
    pairs = _pairs(organisation, member)
    theirs = Q(pk__in=[])
    for course in Course.objects.filter(pk__in=pairs.values("course")).prefetch_related("versions"):
        learners = pairs.filter(course=course).values("membership__person")
        held = {code for version in course.versions.all() for code in version.codes}
        theirs |= Q(learner__in=learners) & (Q(course_code=course.code) | Q(course_code="", lesson_code__in=held))
    return LearningEvent.objects.filter(theirs, verb__in=TOLD)


def members(organisation: Organisation, learners: Iterable[int]) -> dict[int, Membership]:
    """The memberships of learners, by the learner (one query)."""
    rows = Membership.objects.present().filter(organisation=organisation, person__in=set(learners))
    return {row.person_id: row for row in rows if row.person_id is not None}


def steps(learners: Iterable[int]) -> Mapping[int, list[LessonProgress]]:
    """What learners did, lesson by lesson (one query)."""
    found: dict[int, list[LessonProgress]] = {}
    for row in LessonProgress.objects.filter(learner__in=set(learners)):
        found.setdefault(row.learner_id, []).append(row)
    return found
