"""Texts of lessons and pages of courses that a process remembers (课文缓存): a pinned text never changes, so it is read once.

What is remembered belongs to a generation of the page cache, so whatever is published makes all of it unreachable; captions
and pictures, which change without that, are at most five minutes old. Objects are shared by requests and never written to.
"""

from collections.abc import Callable, Hashable
from time import time
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from cms import pagecache
from core.memory import Memory
from courses.models import CoursePage, CourseVersion, LessonPage

_SECONDS = 300
_pages: Memory[Hashable, CoursePage] = Memory(256, lambda keys: {})
_texts: Memory[Hashable, LessonPage] = Memory(128, lambda keys: {})


def _key(*parts: Any) -> Hashable:
    """Empty while the cache is away: then nothing is remembered, because nobody would learn of a change."""
    generation = pagecache.generation("courses")
    return (generation, get_language(), int(time()) // _SECONDS, *parts) if generation else ()


def pinned(version: CourseVersion, code: str, read: Callable[[], LessonPage | None]) -> LessonPage | None:
    """A lesson's text in a version, in the language now active."""
    key = _key(version.pk, version.published_at, code)
    found = _texts.many([key]).get(key) if key else None
    if found is None and (found := read()) is not None and key:
        _texts.put(key, found)
    return found


def course_page(slug: str) -> CoursePage | None:
    """The page of a course under this address, if it was asked for before and anybody may read it."""
    key = _key(slug)
    return _pages.many([key]).get(key) if key else None


def remember(request: HttpRequest, page: CoursePage) -> None:
    """Wagtail has found this page; the next reader need not search the tree. A page that not all may read is not remembered."""
    key = _key(page.slug)
    if not key or getattr(request, "is_preview", False) or not page.live or _pages.many([key]):
        return
    if not page.get_view_restrictions().exists():
        _pages.put(key, page)
