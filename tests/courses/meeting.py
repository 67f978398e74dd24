"""A run that meets: a lesson with a session face to face, a teacher, a meeting that is going on now."""

import datetime as dt
from typing import Any

from accounts.models import User
from core.dates import now
from courses import places
from courses.models import Course, CourseRun, CourseTeacher, Meeting
from tests.courses.activities import block, course_of, lesson_page, rule
from tests.courses.test_places import make_run

SESSION = "6f1b2c34-0000-4000-8000-00000000f2f2"
HOUR = dt.timedelta(hours=1)


def session(*, by: str = "attended", at_least: int | None = None, block_id: str = SESSION) -> dict[str, Any]:
    return block("session", {"title": "现场演练", "body": [], "rule": rule(by, at_least)}, block_id)


def course_that_meets(*blocks: dict[str, Any], minutes: int = 180, **fields: Any) -> Course:
    page = lesson_page(list(blocks or [session()]), code="F2F-01")
    page.minutes = minutes
    page.save_revision().publish()
    course = course_of(page, code="F2F", is_self_paced=False, **fields)
    return Course.objects.get(pk=course.pk)


def run_of(course: Course, teacher: User, *learners: User, **fields: Any) -> CourseRun:
    run = make_run(course, starts_at=now() - HOUR, **fields)
    CourseTeacher.objects.create(course=course, run=run, person=teacher)
    for learner in learners:
        places.take(learner=learner, run=run)
    return run


def meet(run: CourseRun, teacher: User, **fields: Any) -> Meeting:
    """A meeting of three hours that began half an hour ago."""
    starts = fields.pop("starts_at", now() - HOUR / 2)
    values = {"lesson_code": "F2F-01", "activity_id": SESSION, "place": "三楼会议室", "ends_at": starts + 3 * HOUR}
    return Meeting.objects.create(run=run, teacher=teacher, starts_at=starts, **{**values, **fields})
