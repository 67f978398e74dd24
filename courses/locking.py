"""Locks (先修): what has to be completed first, named and linked, so that nobody stands before a door without a handle."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from courses.leading import Lock, to, unmet
from courses.meetings.reachable import unattended
from courses.models import Course, CourseVersion, LessonPage
from courses.reachability import circles, unreachable


def course_lock(course: Course, user: User | AnonymousUser) -> Lock | None:
    """What of the courses this one asks for comes first; None when all are completed. One query for most courses."""
    missing = unmet(course, user)
    return to(missing[0], user) if missing else None


def dead_ends() -> list[str]:
    """Everything that can never be reached, in words: circles, lessons that wait for what never comes, sessions without a run."""
    needs = {one.code: [two.code for two in one.prerequisites.all()] for one in Course.objects.prefetch_related("prerequisites")}
    found = [_circle(circle) for circle in circles(needs)]
    for version in CourseVersion.objects.newest().select_related("course"):
        found += lesson_faults(version.course.code, {row["code"]: row.get("after", []) for row in version.lessons})
    return found + unattended()


def lesson_faults(course: str, needs: dict[str, list[str]]) -> list[str]:
    """Lessons of one course that can never be reached, in words."""
    said = _("%(course)s: the lesson %(lesson)s can never be reached; it waits for %(missing)s.")
    stuck = unreachable(
        {code: [other for other in wanted if other in needs or not _exists(other)] for code, wanted in needs.items()}
    )
    return [said % {"course": course, "lesson": code, "missing": ", ".join(missing)} for code, missing in stuck.items()]


def course_faults(course: Course, wanted: Iterable[Course]) -> list[str]:
    """What would be wrong if a course asked for these: a circle, or a course nobody can take."""
    needs = {one.code: [two.code for two in one.prerequisites.all()] for one in Course.objects.prefetch_related("prerequisites")}
    needs[course.code] = [one.code for one in wanted]
    found = [_circle(circle) for circle in circles(needs) if course.code in circle]
    nowhere = [one.code for one in wanted if one.current is None]
    return found + [
        _("The course %(code)s is not published: nobody could ever complete it.") % {"code": code} for code in nowhere
    ]


def lesson_words_faults(code: str, after: list[str]) -> list[str]:
    """What would be wrong if a lesson waited for these."""
    known = {row.code: row.waits_for for row in LessonPage.objects.defer("body", "checks")}
    absent = [
        _("There is no lesson with the code %(code)s.") % {"code": one} for one in after if one not in known and one != code
    ]
    known[code] = after
    return absent + [_circle(circle) for circle in circles(known) if code in circle]


def _exists(code: str) -> bool:
    return LessonPage.objects.filter(code=code).exists()


def _circle(codes: list[str]) -> str:
    return _("These ask for each other, so nobody can begin: %(codes)s.") % {"codes": " → ".join([*codes, codes[0]])}
