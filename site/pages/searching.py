"""The public search: pages and articles in one list, told apart by kind."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from cms.search import across
from cms.search.ladder import Rung
from cms.search.snippets import loosened, marked, passage
from cms.search.text import query_terms
from cms.templatetags.ui import chinese
from courses.media.finding import spoken
from courses.models import CoursePage, LessonPage
from pages.models import NotePage
from pages.shown import addresses
from statutes.models import Article

PER_SHEET = 20
# In this order the tabs stand.
KINDS: dict[str, tuple[type[Any], "Promise | str"]] = {
    "course": (CoursePage, _("Courses")),
    "lesson": (LessonPage, _("Lessons")),
    "article": (Article, _("Regulation")),
    "note": (NotePage, _("Notes")),
}


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

    @property
    def is_guess(self) -> bool:
        return self.rung is Rung.ANY_PAIR

    @property
    def is_partial(self) -> bool:
        return self.rung is Rung.ANY_TERM


def find(query: str, kind: str = "", number: str | int | None = 1) -> Found:
    """One sheet of results. At most 16 queries, however much is found."""
    types = _types()
    pages = Page.objects.live().public().filter(locale=Locale.get_active(), content_type__in=types)
    answer = across.search(query, {"page": pages.only("pk", "content_type_id"), "article": Article.objects.only("pk")})
    rows = [(types[hit.thing.content_type_id] if hit.source == "page" else "article", hit.thing.pk) for hit in answer.hits]
    lessons = _lessons() if any(row[0] == "lesson" for row in rows) else {}
    rows = [row for row in rows if row[0] != "lesson" or row[1] in lessons]
    counts = Counter(row[0] for row in rows)
    kind = kind if kind in counts else ""
    sheet = Paginator([row for row in rows if kind in ("", row[0])], PER_SHEET).get_page(number)
    terms = query_terms(query)
    results = _results(list(sheet), loosened(terms) if answer.rung is Rung.ANY_PAIR else terms, lessons)
    tabs = [Tab("", _("All"), len(rows), not kind)]
    tabs += [Tab(name, label, counts[name], name == kind) for name, (_model, label) in KINDS.items() if counts[name]]
    return Found(tabs, sheet, results, answer.rung, len(rows))


def _types() -> dict[int, str]:
    """Content type -> kind, for the kinds that are pages (cached by Django after the first time)."""
    return {
        ContentType.objects.get_for_model(model).pk: kind for kind, (model, _label) in KINDS.items() if issubclass(model, Page)
    }


def _lessons() -> dict[int, str]:
    """Where each lesson is read. One that no course shows is not found. Three queries."""
    where = addresses()
    return {pk: where[code] for pk, code in LessonPage.objects.filter(code__in=where).values_list("pk", "code")}


def _results(rows: Sequence[tuple[str, int]], terms: Sequence[str], lessons: Mapping[int, str]) -> list[Result]:
    things: dict[tuple[str, int], Any] = {}
    for kind, (model, _label) in KINDS.items():
        if keys := [pk for name, pk in rows if name == kind]:
            found = model.objects.select_related("statute" if kind == "article" else "locale").in_bulk(keys)
            things |= {(kind, pk): thing for pk, thing in found.items()}
    shown = [(kind, things[kind, pk]) for kind, pk in rows if (kind, pk) in things]
    return [_result(kind, thing, terms, _opened_at(kind, thing, terms, lessons)) for kind, thing in shown]


def _opened_at(kind: str, thing: Any, terms: Sequence[str], lessons: Mapping[int, str]) -> str:
    """Where a thing is read; a lesson found by what is said in its film, at the second it is said."""
    if kind != "lesson":
        return _address(thing)
    where = lessons.get(thing.pk) or _address(thing)
    said = spoken(thing, terms)
    return f"{where}?t={said.second}#activity-{said.block_id}" if said else where


def _result(kind: str, thing: Any, terms: Sequence[str], url: str) -> Result:
    title = str(thing) if isinstance(thing, Article) else thing.title
    texts = [chinese(text) for text in _texts(thing)]
    return Result(kind, KINDS[kind][1], marked(chinese(title), terms), passage(texts, terms), url)


def _address(thing: Any) -> str:
    """Where a thing is read, in the language now active."""
    if isinstance(thing, CoursePage):
        return thing.address
    if isinstance(thing, NotePage):
        return reverse("pages:note", args=[thing.slug])
    return str(thing.get_absolute_url())


def _texts(thing: Any) -> list[str]:
    """The words of a thing as its search fields tell them, its title left out; an article's in the reader's language."""
    if isinstance(thing, Article):
        texts = [thing.text, thing.translation_en]
        return texts[::-1] if get_language() == "en" else texts
    out: list[str] = []
    for field in thing.get_searchable_search_fields():
        if field.field_name != "title":
            value = field.get_value(thing)
            out += [str(part) for part in value] if isinstance(value, list) else [str(value or "")]
    return out
