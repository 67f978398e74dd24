"""The library as one reader narrows it (资源库筛选): facets with numbers, and a page of resources.

Seven queries however much there is: one for each facet, one for the number, one for the page. The number beside a value is how
many resources there would be with it and with what is chosen in the other facets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Length as Long
from django.db.models.functions import Substr
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction

from schools.models import LessonPackPage, SchoolPage
from schools.traits import ONE_LESSON, TWO_LESSONS, Kind, Length, Licence, Stage, Subject

A_PAGE = 30
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
    page: Page[LessonPackPage]
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
    return open_to_all(LessonPackPage.objects.live()).filter(locale__language_code=told)


def open_to_all(rows: "QuerySet[LessonPackPage]") -> "QuerySet[LessonPackPage]":
    """Without what stands behind a sign-in or a password, itself or something above it. Asked along, not before."""
    above = Substr(OuterRef("path"), Value(1), Long(F("page__path")))
    return rows.exclude(Exists(PageViewRestriction.objects.filter(page__path=above)))


def shelf(asked: Mapping[str, str], language: str, number: str = "1") -> Shelf:
    """The resources that have what is asked. A value that does not exist is not asked."""
    chosen = {name: value for name, (enum, _l, _e) in _FACETS.items() if (value := asked.get(name, "")) in enum.values}
    everything = public(language)
    found = _narrowed(everything, chosen).order_by("-approved_on", "-pk")
    paginator = Paginator(_shown(found), A_PAGE)
    query = urlencode(chosen)
    drawn = [_facet(name, everything, chosen) for name in _FACETS]
    return Shelf(paginator.get_page(number), paginator.count, drawn, query, f"feed.atom?{query}" if query else "feed.atom")


def newest(asked: Mapping[str, str], language: str, most: int) -> "QuerySet[LessonPackPage]":
    chosen = {name: value for name, (enum, _l, _e) in _FACETS.items() if (value := asked.get(name, "")) in enum.values}
    return _shown(_narrowed(public(language), chosen)).order_by("-approved_on", "-pk")[:most]


def _shown(rows: "QuerySet[LessonPackPage]") -> "QuerySet[LessonPackPage]":
    return with_school(rows).select_related("locale").defer("text", "html", "materials", "safety", "review_note")


def with_school(rows: "QuerySet[LessonPackPage]") -> "QuerySet[LessonPackPage]":
    """Each with `school_slug`, the part of its address its own row does not hold."""
    above = SchoolPage.objects.filter(path=Substr(OuterRef("path"), 1, Long(OuterRef("path")) - Value(SchoolPage.steplen)))
    return rows.annotate(school_slug=Subquery(above.values("slug")[:1]))


def _narrowed(rows: "QuerySet[LessonPackPage]", chosen: Mapping[str, str]) -> "QuerySet[LessonPackPage]":
    for name, value in chosen.items():
        rows = rows.filter(_BY_LENGTH[Length(value)] if name == "length" else Q(**{name: value}))
    return rows


def _facet(name: str, rows: "QuerySet[LessonPackPage]", chosen: Mapping[str, str]) -> Facet:
    enum, label, every = _FACETS[name]
    others = _narrowed(rows, {facet: value for facet, value in chosen.items() if facet != name})
    counted = _by_length(others) if name == "length" else dict(others.order_by().values_list(name).annotate(n=Count("pk")))
    options = [
        Option(value, text, counted.get(value, 0), chosen.get(name) == value)
        for value, text in enum.choices
        if counted.get(value) or chosen.get(name) == value
    ]
    return Facet(name, label, every, options)


def _by_length(rows: "QuerySet[LessonPackPage]") -> dict[str, int]:
    sums: dict[str, Any] = rows.order_by().aggregate(
        **{one.value: Count("pk", filter=where) for one, where in _BY_LENGTH.items()}
    )
    return sums


_FACETS: dict[str, tuple[Any, Any, Any]] = {
    "stage": (Stage, _("School stage"), _("every stage")),
    "subject": (Subject, _("School subject"), _("every subject")),
    "length": (Length, _("Length"), _("any length")),
    "kind": (Kind, _("Kind"), _("every kind")),
    "licence": (Licence, _("Licence"), _("every licence")),
}
