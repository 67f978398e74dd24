"""The public search: everything the rooms tell of (cms.search.kinds) in one list, told apart by kind."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cms.search import across
from cms.search.kinds import Kind, PageKind, public_pages, registered
from cms.search.ladder import Rung
from cms.search.snippets import loosened, marked, passage
from cms.search.synonyms import widened
from cms.search.text import MAX_LENGTH, normalise, query_terms
from cms.templatetags.ui import chinese

PER_SHEET = 20
_PAGES = "pages"  # under this name all kinds of pages are asked for together


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
    """One sheet of results. How many queries it costs depends on the number of kinds, never on how much is found."""
    kinds = {each.name: each() for each in registered()}
    answer = across.search(query, _sources(kinds))
    asked = {term: widened(term) for term in query_terms(query)}
    hits = sorted(answer.hits, key=lambda hit: -_told_in_title(kinds[_name(hit)].title(hit.thing), asked))
    rows = _readable(kinds, [(_name(hit), hit.thing.pk) for hit in hits])
    counts = Counter(row[0] for row in rows)
    kind = kind if kind in counts else ""
    sheet = Paginator([row for row in rows if kind in ("", row[0])], PER_SHEET).get_page(number)
    terms = [alike for readings in asked.values() for alike in readings]
    results = _results(kinds, list(sheet), loosened(terms) if answer.rung is Rung.ANY_PAIR else terms)
    tabs = [Tab("", _("All"), len(rows), not kind)]
    tabs += [Tab(each.name, each.label, counts[each.name], each.name == kind) for each in kinds.values() if counts[each.name]]
    return Found(tabs, sheet, results, answer.rung, len(rows), len(query) > MAX_LENGTH)


def _sources(kinds: dict[str, Kind]) -> dict[str, Any]:
    """What is asked: every kind of its own, and all pages of the kinds together."""
    types = _types()
    pages = public_pages().filter(content_type__in=types).only("pk", "content_type_id", "title")
    return {_PAGES: pages} | {name: each.things() for name, each in kinds.items() if not isinstance(each, PageKind)}


def _types() -> dict[int, str]:
    """Content type -> kind, for the kinds that are pages (cached by Django after the first time)."""
    return {ContentType.objects.get_for_model(each.model).pk: each.name for each in registered() if issubclass(each, PageKind)}


def _told_in_title(title: str, asked: Mapping[str, Sequence[str]]) -> int:
    """How much of the question the title answers, in characters: what is about a thing comes before what mentions it."""
    plain = normalise(title)
    return sum(len(term) for term, readings in asked.items() if any(reading in plain for reading in readings))


def _name(hit: across.Hit) -> str:
    return _types()[hit.thing.content_type_id] if hit.source == _PAGES else hit.source


def _readable(kinds: dict[str, Kind], rows: list[tuple[str, int]]) -> list[tuple[str, int]]:
    keys: dict[str, set[int]] = {}
    for name, key in rows:
        keys.setdefault(name, set()).add(key)
    kept = {name: kinds[name].readable(found) for name, found in keys.items()}
    return [(name, key) for name, key in rows if key in kept[name]]


def _results(kinds: dict[str, Kind], rows: Sequence[tuple[str, int]], terms: Sequence[str]) -> list[Result]:
    things: dict[tuple[str, int], Any] = {}
    for name, kind in kinds.items():
        if keys := [key for shown, key in rows if shown == name]:
            things |= {(name, key): thing for key, thing in kind.load(keys).items()}
    return [_result(kinds[row[0]], things[row], terms) for row in rows if row in things]


def _result(kind: Kind, thing: Any, terms: Sequence[str]) -> Result:
    texts = [chinese(text) for text in kind.texts(thing)]
    title = marked(chinese(kind.title(thing)), terms)
    return Result(kind.name, kind.label, title, passage(texts, terms), kind.address(thing, terms))
