"""Sessions nobody could attend (无法面授): a course taken at one's own pace alone has no run that meets. Asked on saving."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.meetings.arranging import KIND
from courses.models import Course, LessonPage


def fault_of_lesson(page: LessonPage) -> str:
    """Why this lesson cannot hold a session where it is shown now; empty when it can. No query without one."""
    from courses.publishing import courses_with

    if not _meets(page):
        return ""
    return _fault(courses_with(page.code))


def fault_of_course(course: Course, lessons: Iterable[int]) -> str:
    """Why a course cannot show these lessons; empty when it can. Two queries."""
    if not any(_meets(page) for page in LessonPage.objects.filter(pk__in=list(lessons))):
        return ""
    return _fault([course])


def _meets(page: LessonPage) -> bool:
    return any(raw["type"] == KIND for raw in page.body.raw_data)


def _fault(courses: Iterable[Course]) -> str:
    for course in courses:
        if course.is_self_paced and not course.runs.exists():
            return _(
                "A session face to face is held in a run, and the course %(course)s has none, so nobody could attend it. Make a "
                "run first, or set the course to be taken in a run only."
            ) % {"course": course.code}
    return ""
