"""The courses on offer, in the reader's language where there is one, else in Chinese."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from courses.allotment import in_hours
from courses.models import Course, CoursePage, CourseVersion, LessonPage


@dataclass(frozen=True)
class Offer:
    """A course as a row of the catalogue."""

    page: CoursePage
    version: CourseVersion

    @property
    def hours(self) -> str:
        return plainly(self.version.minutes * 60, self.page.course.minutes_per_hour)


def plainly(seconds: int, minutes_per_hour: int) -> str:
    """Hours as one writes them: 16, 7.5.

    >>> plainly(43200, 45), plainly(20250, 45)
    ('16', '7.5')
    """
    return str(in_hours(seconds, minutes_per_hour)).removesuffix(".0")


def pages() -> dict[int, CoursePage]:
    """The page of each course, by the course's id. One query."""
    found: dict[int, CoursePage] = {}
    told = CoursePage.objects.live().select_related("course", "locale").defer("modules").order_by("path")
    language = get_language() or settings.LANGUAGE_CODE
    for page in told.filter(locale__language_code__in={language, settings.LANGUAGE_CODE}):
        if page.course_id not in found or page.locale.language_code == language:
            found[page.course_id] = page
    return found


def page_of(course: Course) -> CoursePage | None:
    return pages().get(course.pk)


def offers() -> list[Offer]:
    """Every published course with its current version, longest first. Two queries."""
    current = _current(pages_by_course := pages())
    rows = [Offer(page, current[key]) for key, page in pages_by_course.items() if key in current]
    return sorted(rows, key=lambda row: -row.version.minutes)


def _current(courses: Iterable[int]) -> dict[int, CourseVersion]:
    versions = CourseVersion.objects.newest().filter(course_id__in=list(courses))
    return {version.course_id: version for version in versions}


@dataclass(frozen=True)
class LessonPlace:
    """What a lesson of the library is called, and where it is read."""

    title: str
    address: str


def lesson_places(codes: Iterable[str]) -> dict[str, LessonPlace]:
    """Lessons by code, in the reader's language where they are written in it. One query."""
    language = get_language() or settings.LANGUAGE_CODE
    told = LessonPage.objects.live().filter(code__in=set(codes), locale__language_code__in={language, settings.LANGUAGE_CODE})
    rows = sorted(told.values_list("locale__language_code", "code", "title", "slug"), key=lambda row: row[0] == language)
    return {code: LessonPlace(title, reverse("courses:library_lesson", args=[slug])) for _locale, code, title, slug in rows}


def lesson_titles(codes: Iterable[str]) -> dict[str, str]:
    """What lessons are called, by code. One query."""
    return {code: place.title for code, place in lesson_places(codes).items()}
