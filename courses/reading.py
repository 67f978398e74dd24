"""Which text of a lesson a reader gets: the pinned revision if enrolled, else the page as it is now; and what it borrows."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from wagtail.models import Revision

from courses import texts
from courses.checks import Check
from courses.checks import of as checks_of
from courses.lending import Part, lacking, parts
from courses.models import LessonPage
from courses.standing import Standing, content_language
from courses.syllabus import SOURCE_LANGUAGE, Lesson


@dataclass(frozen=True)
class Reading:
    """A lesson as it is read: the text in the reader's language, and what of the Chinese one it cannot be completed without."""

    text: LessonPage
    parts: list[Part]
    checks: list[Check]
    lent_checks: frozenset[str] = frozenset()

    @property
    def body(self) -> list[Any]:
        """All blocks in their order."""
        return [part.block for part in self.parts]


def whole(standing: Standing, here: Lesson) -> Reading | None:
    """The lesson with what its text lacks; None when no text of it is left. The Chinese text is read only where needed."""
    text = lesson_page(standing, here.code)
    if text is None:
        return None
    checks = checks_of(text.checks)
    absent = {*here.checks} - {check.id for check in checks}
    source = None
    if absent or lacking([block.id for block in text.body], here.activities):
        with translation.override(SOURCE_LANGUAGE):
            source = lesson_page(standing, here.code)
    if source is None or source.pk == text.pk:
        return Reading(text, [Part(block) for block in text.body], checks)
    lent = [check for check in checks_of(source.checks) if check.id in absent]
    found = parts(text.body, here.activities, source.body)
    return Reading(text, found, [*checks, *lent], frozenset(check.id for check in lent))


def lesson_page(standing: Standing, code: str) -> LessonPage | None:
    """The lesson in the reader's language, else in Chinese; None when no text of it is left."""
    row = standing.version.lesson(code)
    if row is None:
        return None
    pinned = texts.pinned(standing.version, code, lambda: _pinned(row)) if standing.enrolment else None
    return pinned or _live(row)


def _pinned(row: dict[str, Any]) -> LessonPage | None:
    """The text of the version one enrolled in; a page deleted since takes its revisions with it."""
    key = _by_language(row["revisions"])
    revision = Revision.objects.filter(pk=key).first() if key else None
    if revision is None or revision.content_object is None:
        return None
    page: LessonPage = revision.as_object()
    page.live_revision_id = revision.pk
    return page


def _live(row: dict[str, Any]) -> LessonPage | None:
    told = LessonPage.objects.live().filter(translation_key=row["key"]).select_related("locale")
    return _by_language({page.locale.language_code: page for page in told})


def _by_language(words: dict[str, Any]) -> Any:
    return words.get(content_language()) or words.get(settings.LANGUAGE_CODE)
