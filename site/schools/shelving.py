"""The library as one reader narrows it (资源库筛选): facets with numbers, and a page of resources.

Four queries however much there is: what stands behind a sign-in, how many there are of each value, which thirty it is, and these.
The number beside a value is how many resources there would be with it and with what is chosen in the other facets.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.db.models import Aggregate, Avg, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Substr
from django.db.models.functions import Length as Long
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, PageViewRestriction

from schools.models import Adoption, LessonPackPage, Rating, SchoolPage
from schools.traits import ONE_LESSON, TWO_LESSONS, Kind, Length, Licence, Stage, Subject

A_PAGE = 30
NEWEST_FIRST = ("-approved_on", "-pk")
_BY_LENGTH = {
    Length.ONE: Q(minutes__lte=ONE_LESSON),
    Length.TWO: Q(minutes__gt=ONE_LESSON, minutes__lte=TWO_LESSONS),
    Length.MORE: Q(minutes__gt=TWO_LESSONS),
}


@dataclass(frozen=True)
class Option:
    value: str
    label: "Promise | str"
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: "Promise | str"
    every: "Promise | str"  # what choosing nothing is called
    options: list[Option]


@dataclass(frozen=True)
class Shelf:
    page: Sheet[LessonPackPage]
    total: int
    facets: list[Facet]
    query: str
    feed: str

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query)


def public(language: str) -> "QuerySet[LessonPackPage]":
    """What anybody may read in a language; Traditional readers have the Simplified ones converted."""
    told = "en" if language == "en" else settings.LANGUAGE_CODE
    where = Subquery(Locale.objects.filter(language_code=told).values("pk")[:1])
    # Asked of each resource and not joined to it: so an index of the resources alone leads, and the newest need no sorting.
    pages = open_to_all(Page.objects.filter(pk=OuterRef("pk"), live=True, locale=where))
    return LessonPackPage.objects.filter(Exists(pages.order_by()))


def open_to_all(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Without what stands behind a sign-in or a password, itself or something above it. Asked once, before: it is nearly always
    nothing, and a subquery for each of ten thousand rows costs more than the rest."""
    for path in PageViewRestriction.objects.values_list("page__path", flat=True):
        rows = rows.exclude(path__startswith=path)
    return rows


def shelf(asked: Mapping[str, str], language: str, number: str = "1") -> Shelf:
    """The resources that have what is asked. A value that does not exist is not asked."""
    chosen = _chosen(asked)
    everything = public(language)
    counted = _counted(everything, chosen)
    found = _narrowed(everything, chosen).order_by(*NEWEST_FIRST)
    paginator = Paginator(found, A_PAGE)
    # Known from the counts already; the paginator would ask for it again.
    paginator.count = counted["total"]
    page = paginator.get_page(number)
    # Which thirty first, then what is told of them: asked along, it would be worked out for every row that is sorted.
    first = (page.number - 1) * A_PAGE
    thirty = list(found.values_list("pk", flat=True)[first : first + A_PAGE])
    page.object_list = _shown(LessonPackPage.objects.filter(pk__in=thirty)).order_by(*NEWEST_FIRST)
    query = urlencode(chosen)
    drawn = [_facet(name, counted, chosen) for name in _FACETS]
    return Shelf(page, paginator.count, drawn, query, f"feed.atom?{query}" if query else "feed.atom")


def newest(asked: Mapping[str, str], language: str, most: int) -> "QuerySet[LessonPackPage]":
    return _shown(_narrowed(public(language), _chosen(asked))).order_by(*NEWEST_FIRST)[:most]


def _chosen(asked: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, (enum, _l, _e) in _FACETS.items() if (value := asked.get(name, "")) in enum.values}


def _shown(rows: "QuerySet[LessonPackPage]") -> "QuerySet[LessonPackPage]":
    drawn = with_school(rows).select_related("locale").defer("text", "html", "materials", "safety", "review_note")
    return drawn.annotate(used=_number(Adoption), rated=_number(Rating), mean=_of(Rating, Avg("stars")))


def _number(kind: Any) -> Coalesce:
    return Coalesce(_of(kind, Count("pk")), 0)


def _of(kind: Any, told: Aggregate) -> Subquery:
    return Subquery(kind.objects.filter(page=OuterRef("pk")).order_by().values("page").annotate(n=told).values("n"))


def with_school(rows: "QuerySet[LessonPackPage]") -> "QuerySet[LessonPackPage]":
    """Each with `school_slug`, the part of its address its own row does not hold, and `school_title`."""
    above = SchoolPage.objects.filter(path=Substr(OuterRef("path"), 1, Long(OuterRef("path")) - Value(SchoolPage.steplen)))
    return rows.annotate(school_slug=Subquery(above.values("slug")[:1]), school_title=Subquery(above.values("title")[:1]))


def _narrowed(rows: "QuerySet[LessonPackPage]", chosen: Mapping[str, str]) -> "QuerySet[LessonPackPage]":
    for name, value in chosen.items():
        rows = rows.filter(_where(name, value))
    return rows


def _counted(rows: "QuerySet[LessonPackPage]", chosen: Mapping[str, str]) -> dict[str, int]:
    """One row with a number for each value of each facet, and `total`. The combinations that ten thousand resources have are
    thousands; fetching and adding those up would cost more than reading the resources."""
    wanted = {name: _where(name, value) for name, value in chosen.items()}
    asked = {"total": Count("pk", filter=_all(wanted.values()))}
    for name, (enum, _label, _every) in _FACETS.items():
        beside = [where for other, where in wanted.items() if other != name]
        for value in enum.values:
            asked[f"{name}_{value}"] = Count("pk", filter=_all([_where(name, value), *beside]))
    told: dict[str, int] = rows.aggregate(**asked)
    return told


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions, Q())


def _where(name: str, value: str) -> Q:
    return _BY_LENGTH[Length(value)] if name == "length" else Q(**{name: value})


def _facet(name: str, counted: Mapping[str, int], chosen: Mapping[str, str]) -> Facet:
    enum, label, every = _FACETS[name]
    options = [
        Option(value, text, n, chosen.get(name) == value)
        for value, text in enum.choices
        if (n := counted[f"{name}_{value}"]) or chosen.get(name) == value
    ]
    return Facet(name, label, every, options)


_FACETS: dict[str, tuple[Any, Any, Any]] = {
    "stage": (Stage, _("School stage"), _("every stage")),
    "subject": (Subject, _("School subject"), _("every subject")),
    "length": (Length, _("Length"), _("any length")),
    "kind": (Kind, _("Kind"), _("every kind")),
    "licence": (Licence, _("Licence"), _("every licence")),
}
