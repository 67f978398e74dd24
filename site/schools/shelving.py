"""The library as one reader narrows it (资源库筛选): words, facets with numbers, and a page of resources.

Two queries, however much there is: which industries there are, and the thirty resources of the page. What is counted by
stands ready (`keeping`); words add one query, or two where nothing has all of them.
The number beside a value is how many resources there would be with it and with what is chosen in the other facets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.db.models import Aggregate, Avg, Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Length, Substr

from cms.openness import open_to_all
from cms.search.ladder import Rung
from schools import asking, facets, keeping, tallying
from schools.facets import Facet, Trait
from schools.models import Adoption, LessonPackPage, Rating, SchoolPage
from schools.tallying import Tally

A_PAGE = 30
_OPEN = 4  # facets that stand open


@dataclass(frozen=True)
class Shelf:
    """`words`: what was asked for in words, and how loosely it had to be taken (`rung`). `query`: all that was asked."""

    page: Sheet[Any]
    total: int
    facets: list[Facet]
    words: str
    rung: Rung
    query: str

    @property
    def feed(self) -> str:
        return f"feed.atom?{self.query}" if self.query else "feed.atom"

    @property
    def first(self) -> list[Facet]:
        """What nearly everybody chooses by; the rest is folded away until it is asked for."""
        return [facet for facet in self.facets if facet.options][:_OPEN]

    @property
    def more(self) -> list[Facet]:
        return [facet for facet in self.facets if facet.options][_OPEN:]

    @property
    def asks_more(self) -> bool:
        return any(option.is_chosen for facet in self.more for option in facet.options)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query)

    @property
    def is_partial(self) -> bool:
        return bool(self.total) and self.rung is Rung.ANY_TERM


def shelf(asked: Mapping[str, str], language: str, number: str = "1") -> Shelf:
    """The resources that have what is asked, the newest first."""
    view = _View(asked, language)
    paginator = Paginator(range(view.found.bit_count()), A_PAGE)
    page: Sheet[Any] = paginator.get_page(number)
    page.object_list = _drawn(view.tally.sheet(view.found, (page.number - 1) * A_PAGE, A_PAGE))
    query = urlencode(({"q": view.words} if view.words else {}) | view.chosen)
    return Shelf(page, paginator.count, view.facets(), view.words, view.rung, query)


def newest(asked: Mapping[str, str], language: str, most: int) -> list[LessonPackPage]:
    view = _View(asked, language)
    return _drawn(view.tally.sheet(view.found, 0, most))


class _View:
    """What is asked, and who has it. A value that does not exist is not asked."""

    def __init__(self, asked: Mapping[str, str], language: str) -> None:
        self.traits: list[Trait] = facets.traits()
        self.tally: Tally = keeping.shelves(language)
        self.chosen = {trait.name: told for trait in self.traits if trait.has(told := asked.get(trait.name, ""))}
        self.marks = {trait.name: trait.mark(self.chosen[trait.name]) for trait in self.traits if trait.name in self.chosen}
        self.words, self.rung, self.among = asking.words(asked.get("q", "")), Rung.STRICT, self.tally.everything
        if self.words:
            hits = asking.hits(self.words, language)
            self.rung, self.among = hits.rung, tallying.marked(self.tally.places(hits.keys))
        self.found = self.tally.having(self.marks, self.among)

    def facets(self) -> list[Facet]:
        counts = self.tally.counts(self.marks, self.among)
        return [trait.counted(counts[trait.name], self.chosen.get(trait.name, "")) for trait in self.traits]


def public(language: str) -> "QuerySet[LessonPackPage]":
    """What anybody may read in a language."""
    return open_to_all(LessonPackPage.objects.filter(live=True, locale__language_code=keeping.tree_of(language)))


def with_school(rows: "QuerySet[LessonPackPage]") -> "QuerySet[LessonPackPage]":
    """Each with `school_slug`, the part of its address its own row does not hold, and `school_title`."""
    above = SchoolPage.objects.filter(path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Value(SchoolPage.steplen)))
    return rows.annotate(school_slug=Subquery(above.values("slug")[:1]), school_title=Subquery(above.values("title")[:1]))


def _drawn(keys: Sequence[int]) -> list[LessonPackPage]:
    """These with what a row tells of them, in this order. One that has been taken down this moment is not among them."""
    related = with_school(LessonPackPage.objects.filter(pk__in=keys, live=True)).select_related("locale", "industry")
    rows = related.defer("text", "html", "materials", "safety", "review_note")
    told = rows.annotate(used=_number(Adoption), rated=_number(Rating), mean=_of(Rating, Avg("stars")))
    found = {page.pk: page for page in told}
    return [found[key] for key in keys if key in found]


def _number(kind: Any) -> Coalesce:
    return Coalesce(_of(kind, Count("pk")), 0)


def _of(kind: Any, told: Aggregate) -> Subquery:
    return Subquery(kind.objects.filter(page=OuterRef("pk")).order_by().values("page").annotate(n=told).values("n"))
