"""What a body may see of its members' learning: the courses it assigned to those who belong today, and nothing else.

Members were promised no more before they joined (templates/organisations/what_is_seen.html). Every answer to a body's
program is drawn from here. docs/algorithms/api.md
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.models import (
    Course,
    CourseVersion,
    CreditEntry,
    Enrolment,
    LearningEvent,
    LessonProgress,
    Track,
    TrainingTask,
)
from organisations.models import Membership, Organisation

# Verbs that say what was promised: begun, gone on, completed. How somebody watched or answered is his own.
TOLD = (
    LearningEvent.Verb.INITIALIZED,
    LearningEvent.Verb.PROGRESSED,
    LearningEvent.Verb.COMPLETED,
    LearningEvent.Verb.PASSED,
    LearningEvent.Verb.WAIVED,
)


def _people(organisation: Organisation, member: Membership | None) -> dict[Course, Q]:
    """Each assigned course, and which learners of today have it: by a task of its own, or a track that holds it (2 queries)."""
    tasks = TrainingTask.objects.live().filter(
        organisation=organisation, membership__until=None, membership__person__isnull=False
    )
    if member:
        tasks = tasks.filter(membership=member)
    held = {track.pk: track.courses for track in Track.objects.filter(pk__in=tasks.exclude(track=None).values("track"))}
    assigned = Q(pk__in=tasks.exclude(course=None).values("course"))
    found: dict[Course, Q] = {}
    for course in Course.objects.filter(assigned | Q(code__in={code for codes in held.values() for code in codes})):
        ways = [key for key, codes in held.items() if course.code in codes]
        theirs = tasks.filter(Q(course=course) | Q(track__in=ways)).values("membership__person")
        found[course] = Q(learner__in=theirs)
    return found


def _of_assigned(organisation: Organisation, member: Membership | None) -> Q:
    """Which rows that name a learner and a course may be told of."""
    told = Q(pk__in=[])
    for course, learners in _people(organisation, member).items():
        told |= Q(course=course) & learners
    return told


def enrolments(organisation: Organisation, member: Membership | None = None) -> "QuerySet[Enrolment]":
    """Enrolments in assigned courses."""
    return Enrolment.objects.filter(_of_assigned(organisation, member)).select_related("course", "version")


def worked_since(rows: "QuerySet[Enrolment]", since: dt.datetime) -> "QuerySet[Enrolment]":
    """Of enrolments those that changed: enrolled or completed since then, or the learner worked on any lesson."""
    worked = LessonProgress.objects.filter(Q(worked_at__gte=since) | Q(renewed_at__gte=since), learner=OuterRef("learner"))
    return rows.filter(Q(enrolled_at__gte=since) | Q(completed_at__gte=since) | Exists(worked))


def entries(organisation: Organisation, member: Membership | None = None) -> "QuerySet[CreditEntry]":
    """Lines of the hours ledger that were credited in assigned courses."""
    return CreditEntry.objects.filter(_of_assigned(organisation, member)).select_related("course")


def events(organisation: Organisation, member: Membership | None = None) -> "QuerySet[LearningEvent]":
    """Learning events in assigned courses. Those that name a lesson alone go with each course that ever held it (3 queries)."""
    people = _people(organisation, member)
    held: dict[int, set[str]] = {}
    for version in CourseVersion.objects.filter(course__in=people):
        held.setdefault(version.course_id, set()).update(version.codes)
    told = Q(pk__in=[])
    for course, learners in people.items():
        told |= learners & (Q(course_code=course.code) | Q(course_code="", lesson_code__in=held.get(course.pk, set())))
    return LearningEvent.objects.filter(told, verb__in=TOLD)


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
