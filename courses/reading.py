"""Which text of a lesson a reader gets: the pinned revision if enrolled, else the page as it is now."""

from typing import Any

from django.conf import settings
from wagtail.models import Revision

from courses import texts
from courses.models import LessonPage
from courses.standing import Standing, content_language


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
