"""Which pages anybody may read, in which tree: asked of the database once for a process, until that changes.

Both are nearly always the same, and every list of pages asks for them. Another right to read and another language renew the
stamp of all kept pages (cms.receivers), under which they are remembered here.
"""

from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import get_language
from wagtail.models import Locale, PageViewRestriction

from cms import pagecache
from core.memory import Memory

Rows = TypeVar("Rows", bound="QuerySet[Any]")

_closed: Memory[str, list[str]] = Memory(2, lambda keys: {})
_locales: Memory[tuple[str, str | None], Locale] = Memory(6, lambda keys: {})


def open_to_all(rows: Rows) -> Rows:
    """Without the pages that stand behind a sign-in or a password, themselves or by something above them."""
    for path in closed():
        rows = rows.exclude(path__startswith=path)
    return rows


def closed() -> list[str]:
    """The paths below which not everybody may read."""
    generation = pagecache.generation()
    return _closed.kept(generation, _read) if generation else _read()


def _read() -> list[str]:
    return list(PageViewRestriction.objects.values_list("page__path", flat=True))


def locale() -> Locale:
    """The tree that is read in the language now active; the first one, where it has none."""
    generation = pagecache.generation()
    return _locales.kept((generation, get_language()), Locale.get_active) if generation else Locale.get_active()
