"""Freezing a course: what is published becomes an immutable version (课程版本), unless nothing changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import transaction

from courses.freezing import frozen_activities
from courses.models import Course, CoursePage, CourseVersion, LessonPage

_held: ContextVar[set[int] | None] = ContextVar("held", default=None)


@contextmanager
def one_version_each() -> Iterator[None]:
    """Within: publishing many lessons only notes their courses; each is frozen once at the end."""
    token = _held.set(set())
    try:
        yield
        noted = _held.get() or set()
    finally:
        _held.reset(token)
    for course in Course.objects.filter(pk__in=noted):
        freeze(course)


def freeze(course: Course) -> CourseVersion | None:
    """The version that says what is now published; the present one if nothing changed, None without a page."""
    held = _held.get()
    if held is not None:
        held.add(course.pk)
        return course.current
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)
        current = course.current
        structure = _structure(course)
        if structure is None or (current is not None and current.structure == structure):
            return current
        minutes = sum(lesson["minutes"] for module in structure["modules"] for lesson in module["lessons"])
        number = current.number + 1 if current else 1
        return CourseVersion.objects.create(course=course, number=number, structure=structure, minutes=minutes)


def courses_with(lesson_code: str) -> list[Course]:
    """The courses whose newest version holds this lesson."""
    newest = CourseVersion.objects.newest().select_related("course")
    return [version.course for version in newest if lesson_code in version.codes]


def drafted(page: CoursePage) -> CourseVersion:
    """What the version would be if this draft alone were published. Not kept."""
    structure = _told({page.locale.language_code: page}, page.locale.language_code)
    minutes = sum(lesson["minutes"] for module in structure["modules"] for lesson in module["lessons"])
    return CourseVersion(course=page.course, number=0, structure=structure, minutes=minutes)


def _structure(course: Course) -> dict[str, Any] | None:
    """The course as its pages have it. The Chinese page rules; the others lend their words."""
    pages = {page.locale.language_code: page for page in _live_pages(course)}
    return _told(pages, settings.LANGUAGE_CODE) if settings.LANGUAGE_CODE in pages else None


def _told(pages: dict[str, CoursePage], source: str) -> dict[str, Any]:
    modules = {language: [_plain(block) for block in page.modules.raw_data] for language, page in pages.items()}
    lessons = _lessons([key for module in modules[source] for key in module["lessons"]])
    return {
        "modules": [
            {
                "title": {language: units[place]["title"] for language, units in modules.items() if place < len(units)},
                "lessons": [lessons[key] for key in module["lessons"] if key in lessons],
            }
            for place, module in enumerate(modules[source])
        ]
    }


def _live_pages(course: Course) -> Any:
    return CoursePage.objects.live().filter(course=course).select_related("locale").order_by("pk")


def _plain(block: dict[str, Any]) -> dict[str, Any]:
    lessons = [item["value"] if isinstance(item, dict) else item for item in block["value"]["lessons"]]
    return {"title": block["value"]["title"], "lessons": lessons}


def _lessons(page_ids: list[int]) -> dict[int, dict[str, Any]]:
    """What a version keeps of each live lesson, by the id of the page that was chosen."""
    sources = {page.pk: page for page in LessonPage.objects.live().filter(pk__in=page_ids)}
    keys = [page.translation_key for page in sources.values()]
    told: dict[Any, dict[str, LessonPage]] = {}
    twins = LessonPage.objects.live().filter(translation_key__in=keys).select_related("locale")
    for page in twins.order_by("locale_id"):
        told.setdefault(page.translation_key, {})[page.locale.language_code] = page
    return {pk: _lesson(page, told[page.translation_key]) for pk, page in sources.items()}


def _lesson(source: LessonPage, told: dict[str, LessonPage]) -> dict[str, Any]:
    activities = frozen_activities({language: page.body for language, page in told.items()}, source.locale.language_code)
    row = {
        "code": source.code,
        "slug": source.slug,
        "key": str(source.translation_key),
        "minutes": source.minutes,
        "title": {language: page.title for language, page in told.items()},
        "revisions": {language: page.live_revision_id for language, page in told.items()},
        "checks": [block["id"] for block in source.checks.raw_data],
    }
    # A lesson without activities is told as before there were any: publishing what did not change makes no version.
    return row | {"activities": activities} if activities else row
