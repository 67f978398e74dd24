"""What the site has, told by every room: for the site map, the feeds, and the nearest pages to a wrong address.

A room adds a callable to `sources` in its AppConfig.ready(). It is asked in one language and answers with addresses in that
language; it costs the same few queries however much there is.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from cms import pagecache
from core.memory import Memory

# What lies here is somebody's own, or leads nowhere new.
CLOSED = (
    "/cms/",
    "/account/",
    "/learn/",
    "/notices/",
    "/org/",
    "/oversight/",
    "/share/",
    "/report/",
    "/exams/attempts/",
    "/exams/results/",
    "/exams/cases/",
)


@dataclass(frozen=True)
class Listed:
    """One public address. `news`: a reader who follows the feed wants to hear of it."""

    address: str
    title: str
    group: "Promise | str"  # the heading it stands under on the site map
    changed: dt.datetime | None = None
    summary: str = ""
    news: bool = False
    place: int = 100  # groups stand in this order


sources: list[Callable[[], Iterable[Listed]]] = []

_kept: Memory[tuple[str, str], list[Listed]] = Memory(12, lambda keys: {})


def everything(language: str = settings.LANGUAGE_CODE) -> list[Listed]:
    """All that is public, in one language. Kept by each process until anything is published."""
    generation = pagecache.generation("map")
    return _kept.kept((generation, language), lambda: _ask(language)) if generation else _ask(language)


def _ask(language: str) -> list[Listed]:
    with translation.override(language):
        found = [one for source in sources for one in source()]
    first: dict[str, Listed] = {}
    for one in found:
        first.setdefault(one.address, one)
    return sorted(first.values(), key=lambda one: one.place)


def in_language(address: str, language: str) -> str:
    """An address without prefix (Simplified Chinese), in another language.

    >>> in_language("/law/", "en"), in_language("/law/", "zh-hans")
    ('/en/law/', '/law/')
    """
    return address if language == settings.LANGUAGE_CODE else f"/{language}{address}"


def is_open(address: str) -> bool:
    """Whether this address, in any language, is meant for everybody.

    >>> is_open("/en/law/"), is_open("/zh-hant/learn/")
    (True, False)
    """
    bare = next((address[len(code) + 1 :] for code, _name in settings.LANGUAGES if address.startswith(f"/{code}/")), address)
    return not bare.startswith(CLOSED)
