"""The public search: everything the rooms tell of (cms.search.kinds) in one list, told apart by kind."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.search import across
from cms.search.across import asked
from cms.search.kinds import Kind, PageKind, public_pages, registered
from cms.search.ladder import Rung
from cms.search.snippets import loosened, marked, passage
from cms.search.synonyms import widened
from cms.search.text import MAX_LENGTH, normalise, query_terms
from cms.templatetags.ui import chinese

PER_SHEET = 20


@dataclass(frozen=True)
class Result:
    """One row of the list."""

    kind: str
    label: "Promise | str"
    title: SafeString
    passage: SafeString
    url: str


@dataclass(frozen=True)
class Tab:
    kind: str
    label: "Promise | str"
    count: int
    is_current: bool


@dataclass(frozen=True)
class Found:
    tabs: list[Tab]
    sheet: "Sheet[tuple[str, int]]"
    results: list[Result]
    rung: Rung
    total: int
    is_cut: bool = False

    @property
    def is_guess(self) -> bool:
        return self.rung is Rung.ANY_PAIR

    @property
    def is_partial(self) -> bool:
        return self.rung is Rung.ANY_TERM


def find(query: str, kind: str = "", number: str | int | None = 1) -> Found:
    """One sheet of results. At most one query for each rung, one for all pages shown and one for each other kind shown."""
    kinds = {each.name: each() for each in registered()}
    answer = across.search(query, _sources(kinds))
    readings = {term: widened(term) for term in query_terms(query)}
    hits = sorted(answer.hits, key=lambda hit: _by_title(kinds[hit.kind].named(hit.heading), readings))
    counts = Counter(hit.kind for hit in hits)
    kind = kind if kind in counts else ""
    sheet = Paginator([(hit.kind, hit.key) for hit in hits if kind in ("", hit.kind)], PER_SHEET).get_page(number)
    terms = [alike for alikes in readings.values() for alike in alikes]
    results = _results(kinds, list(sheet), loosened(terms) if answer.rung is Rung.ANY_PAIR else terms)
    tabs = [Tab("", _("All"), len(hits), not kind)]
    tabs += [Tab(each.name, each.label, counts[each.name], each.name == kind) for each in kinds.values() if counts[each.name]]
    return Found(tabs, sheet, results, answer.rung, len(hits), len(query) > MAX_LENGTH)


def _sources(kinds: Mapping[str, Kind]) -> "list[QuerySet[Any]]":
    """What is asked: every kind of its own, and all pages of the kinds together."""
    own = [asked(kind.things(), name, kind.heading()) for name, kind in kinds.items() if not isinstance(kind, PageKind)]
    paged = {_type(kind): kind for kind in kinds.values() if isinstance(kind, PageKind)}
    if not paged:
        return own
    shown = reduce(or_, (Q(content_type=key) & kind.readable() for key, kind in paged.items()))
    which = Case(*(When(content_type=key, then=Value(kind.name)) for key, kind in paged.items()), output_field=CharField())
    return [asked(public_pages().filter(shown), which, F("title")), *own]


def _type(kind: Kind) -> int:
    """The content type of a kind of pages (kept by Django after the first time)."""
    return int(ContentType.objects.get_for_model(kind.model).pk)


def _by_title(title: str, asked: Mapping[str, Sequence[str]]) -> tuple[int, int]:
    """What is about a thing comes before what mentions it: first the title that answers more of the question, in characters;
    of two that answer as much, the one that says less besides.
    """
    plain = normalise(title)
    told = sum(len(term) for term, readings in asked.items() if any(stands_in(reading, plain) for reading in readings))
    return (-told, len(plain) if told else 0)


def stands_in(reading: str, title: str) -> bool:
    """A figure or a Latin word stands there as a whole: 26 is not in 2026."""
    if not reading.isascii():
        return reading in title
    return re.search(rf"(?<![a-z0-9]){re.escape(reading)}(?![a-z0-9])", title) is not None


def _results(kinds: Mapping[str, Kind], rows: Sequence[tuple[str, int]], terms: Sequence[str]) -> list[Result]:
    paged = {kind.model._meta.model_name: kind for kind in kinds.values() if isinstance(kind, PageKind)}
    things = _pages(paged, [key for name, key in rows if isinstance(kinds[name], PageKind)])
    for name in dict.fromkeys(name for name, _key in rows):
        if not isinstance(kind := kinds[name], PageKind):
            things |= {(name, key): thing for key, thing in kind.load([key for other, key in rows if other == name]).items()}
    return [_result(kinds[row[0]], things[row], terms) for row in rows if row in things]


def _pages(paged: Mapping[str, PageKind], keys: Sequence[int]) -> dict[tuple[str, int], Any]:
    """Pages of all kinds by kind and key, each as what it is, in one query."""
    found: dict[tuple[str, int], Any] = {}
    for page in Page.objects.filter(pk__in=keys).select_related("locale", *paged) if keys else ():
        name = next(name for name in paged if page.content_type_id == _type(paged[name]))
        thing = getattr(page, name)
        thing.locale = page.locale
        found[paged[name].name, page.pk] = thing
    return found


def _result(kind: Kind, thing: Any, terms: Sequence[str]) -> Result:
    texts = [chinese(text) for text in kind.texts(thing)]
    title = marked(chinese(kind.title(thing)), terms)
    return Result(kind.name, kind.label, title, passage(texts, terms), kind.address(thing, terms))
