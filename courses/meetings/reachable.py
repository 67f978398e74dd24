"""Sessions nobody could attend (无法面授): a course taken at one's own pace alone has no run that meets. Asked on saving."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.activities import of as activities_of
from courses.meetings.arranging import KIND
from courses.models import Course, CourseVersion, LessonPage
from courses.syllabus import SOURCE_LANGUAGE, told


def fault_of_lesson(page: LessonPage) -> str:
    """Why this lesson cannot hold a session where it is shown now; empty when it can. No query without one."""
    from courses.publishing import courses_with

    sessions = _sessions(page)
    return _fault(courses_with(page.code), page, sessions[0]) if sessions else ""


def fault_of_course(course: Course, lessons: Iterable[int]) -> str:
    """Why a course cannot show these lessons; empty when it can. Two queries."""
    for page in LessonPage.objects.filter(pk__in=list(lessons)):
        if sessions := _sessions(page):
            return _fault([course], page, sessions[0])
    return ""


def unattended() -> list[str]:
    """Every session of a published course that nobody could attend, in words."""
    versions = CourseVersion.objects.newest().filter(course__is_self_paced=True, course__runs=None).select_related("course")
    said = _("%(course)s: the session “%(session)s” in the lesson %(lesson)s can never be attended; the course has no run.")
    return [
        said % {"course": version.course.code, "lesson": row["code"], "session": told(one.titles, SOURCE_LANGUAGE)}
        for version in versions
        for row in version.lessons
        for one in activities_of(row)
        if one.kind == KIND
    ]


def _sessions(page: LessonPage) -> list[str]:
    """What its sessions are called."""
    return [raw["value"].get("title", "") for raw in page.body.raw_data if raw["type"] == KIND]


def _fault(courses: Iterable[Course], page: LessonPage, session: str) -> str:
    for course in courses:
        if course.is_self_paced and not course.runs.exists():
            return _(
                "The session “%(session)s” in the lesson “%(lesson)s” is held in a run, and the course %(course)s has none, so "
                "nobody could attend it. Make a run first, or set the course to be taken in a run only."
            ) % {"course": course.code, "lesson": page.title, "session": session}
    return ""
