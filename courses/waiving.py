"""Another way accepted (免做): a teacher counts an activity as done that somebody cannot do as it stands, with a reason he reads.

Who has no JavaScript cannot run a package; who cannot come to a screen cannot watch. Where the author gave no equal path, this
is the way on. It is evidence like any other deed, with the name of whoever says so, and never of oneself.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from courses import hours, news, working
from courses.activities import Activity
from courses.activities import of as activities_of
from courses.models import ActivityEvidence, ActivityProgress, Course, Enrolment
from courses.standing import content_language
from courses.syllabus import told

DEED = "waived"
# What a teacher decides elsewhere: the list of a meeting, the mark of a task.
_ELSEWHERE = frozenset({"session", "task"})


class Refused(Exception):
    """Nothing is waived; the message says why."""


@dataclass(frozen=True)
class Open:
    """An activity somebody has still to do."""

    lesson: dict[str, Any]
    activity: Activity

    @property
    def key(self) -> str:
        return f"{self.lesson['code']}/{self.activity.id}"

    @property
    def label(self) -> str:
        language = content_language()
        return f"{told(self.lesson['title'], language)}　{told(self.activity.titles, language)}"


def still_open(enrolment: Enrolment) -> list[Open]:
    """The activities his version asks for and he has not completed in this cycle (one query)."""
    mine = ActivityProgress.objects.visible_to(enrolment.learner).counting(enrolment.counts_from).exclude(completed_at=None)
    done = set(mine.values_list("lesson_code", "activity_id"))
    return [
        Open(lesson, one)
        for lesson in enrolment.version.lessons
        for one in activities_of(lesson)
        if one.required and one.kind not in _ELSEWHERE and (lesson["code"], one.id) not in done
    ]


@transaction.atomic
def waive(*, enrolment: Enrolment, key: str, by: User, because: str) -> ActivityProgress:
    """Count an open activity as completed, for a reason its learner is told."""
    because = because.strip()[:300]
    if not because:
        raise Refused(_("Write the reason: the person reads it."))
    if enrolment.learner_id == by.pk:
        raise Refused(_("Nobody decides about himself. Ask another teacher of this run, or the office."))
    hours.lock(enrolment.learner)
    found = next((one for one in still_open(enrolment) if one.key == key), None)
    if found is None:
        raise Refused(_("Choose an activity that is still open."))
    code, activity = found.lesson["code"], found.activity
    data = {"because": because, "course": enrolment.course_id}
    done = working.note(
        learner=enrolment.learner, lesson_code=code, activity=activity, deed=DEED, by=by, data=data, since=enrolment.counts_from
    )
    record("activity.waived", enrolment, by=by, lesson=code, activity=activity.id, reason=because)
    news.tell_waived(enrolment, found.lesson, activity, because)
    return done


@dataclass(frozen=True)
class Waived:
    """A line of what has been accepted."""

    evidence: ActivityEvidence
    lesson: str
    activity: str


def granted(course: Course, enrolments: Any, lessons: list[dict[str, Any]]) -> list[Waived]:
    """The newest fifty of these people in this course (one query); why another course accepted something is not told here."""
    language = content_language()
    titles = {(row["code"], one.id): (row["title"], one.titles) for row in lessons for one in activities_of(row)}
    rows = ActivityEvidence.objects.filter(deed=DEED, learner__in=enrolments.order_by().values("learner"))
    rows = rows.filter(data__course=course.pk).select_related("learner", "by")[:50]
    found = [(one, titles.get((one.lesson_code, one.activity_id), ({}, {}))) for one in rows]
    return [Waived(one, told(title, language) or one.lesson_code, told(name, language)) for one, (title, name) in found]
