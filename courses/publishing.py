"""Freezing a course: what is published becomes an immutable version (课程版本), unless nothing changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from courses import countable, differences
from courses.freezing import frozen_activities
from courses.models import Course, CoursePage, CourseRun, CourseVersion, Enrolment, LessonPage

_held: ContextVar[set[int] | None] = ContextVar("held", default=None)


@dataclass(frozen=True)
class Publication:
    """Who publishes and what he says of it; a correction changes words alone."""

    by: User | None = None
    note: str = ""
    is_correction: bool = False


_publication: ContextVar[Publication | None] = ContextVar("publication", default=None)


class NotACorrection(ValueError):
    """More than words changed: it can only be a version of its own."""


@contextmanager
def published_as(publication: Publication) -> Iterator[None]:
    """Within: what is frozen is frozen as this."""
    token = _publication.set(publication)
    try:
        yield
    finally:
        _publication.reset(token)


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
        course = Course.objects.select_for_update().get(pk=course.pk)
        current = course.current
        structure = _structure(course)
        if structure is None or (current is not None and current.structure == structure):
            return current
        told = _publication.get() or Publication()
        if current is not None and told.is_correction:
            return _correct(course, current, structure, told)
        number = current.number + 1 if current else 1
        return _version(course, structure, told, number)


def _version(course: Course, structure: dict[str, Any], told: Publication, number: int, minor: int = 0) -> CourseVersion:
    return CourseVersion.objects.create(
        course=course,
        number=number,
        minor=minor,
        structure=structure,
        minutes=differences.total(structure),
        published_by=told.by,
        note=told.note,
    )


def _correct(course: Course, current: CourseVersion, structure: dict[str, Any], told: Publication) -> CourseVersion:
    """Give everybody the corrected words: each number that holds them gets a correction, and takes its people along."""
    if not differences.compare(current.structure, structure).is_textual:
        raise NotACorrection(course.code)
    newest = current
    for old in _last_of_each_number(course):
        is_current = old.pk == current.pk
        mended = structure if is_current else differences.corrected(old.structure, current.structure, structure)
        if mended == old.structure:
            continue
        made = _version(course, mended, told, old.number, old.minor + 1)
        Enrolment.objects.filter(version=old).update(version=made)
        CourseRun.objects.filter(version=old).update(version=made)
        newest = made if is_current else newest
    return newest


def _last_of_each_number(course: Course) -> list[CourseVersion]:
    last: dict[int, CourseVersion] = {}
    for version in course.versions.order_by("number", "minor"):
        last[version.number] = version
    return list(last.values())


@dataclass(frozen=True)
class Consequence:
    """What publishing a draft would do to one course."""

    course: Course
    current: CourseVersion
    structure: dict[str, Any]

    @property
    def difference(self) -> differences.Difference:
        return differences.compare(self.current.structure, self.structure)


def consequences(draft: CoursePage | LessonPage, revision_id: int) -> list[Consequence]:
    """The courses that publishing this draft would change, each with the structure it would have."""
    found = []
    for course in [draft.course] if isinstance(draft, CoursePage) else courses_with(draft.code):
        current = course.current
        structure = _structure(course, draft) if isinstance(draft, CoursePage) else _with_lesson(course, draft, revision_id)
        if current and structure and structure != current.structure:
            found.append(Consequence(course, current, structure))
    return found


def _with_lesson(course: Course, draft: LessonPage, revision_id: int) -> dict[str, Any] | None:
    """The present structure with one lesson as the draft has it."""
    current = course.current
    if current is None:
        return None
    twins = LessonPage.objects.live().filter(translation_key=draft.translation_key).select_related("locale").defer("body")
    told = {page.locale.language_code: page for page in twins} | {draft.locale.language_code: draft}
    draft.live_revision_id = revision_id
    source = told.get(settings.LANGUAGE_CODE)
    row = countable.under(_lesson(source, told), course.uncounted_kinds) if source else None
    modules = current.structure["modules"]
    changed = [
        {**module, "lessons": [row if row and one["key"] == row["key"] else one for one in module["lessons"]]}
        for module in modules
    ]
    return {"modules": changed}


def courses_with(lesson_code: str) -> list[Course]:
    """The courses whose newest version holds this lesson."""
    newest = CourseVersion.objects.newest().select_related("course")
    return [version.course for version in newest if lesson_code in version.codes]


def courses_naming(lesson_code: str) -> list[Course]:
    """The courses whose newest version holds this lesson, or one that waits for it."""
    newest = CourseVersion.objects.newest().select_related("course")
    return [
        version.course
        for version in newest
        if any(lesson_code in (row["code"], *row.get("after", ())) for row in version.lessons)
    ]


def drafted(page: CoursePage) -> CourseVersion:
    """What the version would be if this draft alone were published. Not kept."""
    structure = _told(page.course, {page.locale.language_code: page}, page.locale.language_code)
    return CourseVersion(course=page.course, number=0, structure=structure, minutes=differences.total(structure))


def _structure(course: Course, draft: CoursePage | None = None) -> dict[str, Any] | None:
    """The course as its pages have it, or would with a draft. The Chinese page rules; the others lend their words."""
    pages = {page.locale.language_code: page for page in _live_pages(course)}
    if draft is not None:
        pages[draft.locale.language_code] = draft
    return _told(course, pages, settings.LANGUAGE_CODE) if settings.LANGUAGE_CODE in pages else None


def _told(course: Course, pages: dict[str, CoursePage], source: str) -> dict[str, Any]:
    modules = {language: [_plain(block) for block in page.modules.raw_data] for language, page in pages.items()}
    lessons = _lessons([key for module in modules[source] for key in module["lessons"]])
    return {
        "modules": [
            {
                "title": {language: units[place]["title"] for language, units in modules.items() if place < len(units)},
                "lessons": [countable.under(lessons[key], course.uncounted_kinds) for key in module["lessons"] if key in lessons],
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
    row |= {"activities": activities} if activities else {}
    return row | {"after": source.waits_for} if source.after else row
