"""The library as one reader narrows it (资源库筛选): facets with numbers, and a page of resources.

Six queries at the most, however much there is: which industries there are, what stands behind a sign-in, how many there are of
each value, and of each beside what is chosen, which thirty it is, and these.
The number beside a value is how many resources there would be with it and with what is chosen in the other facets.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.db.models import Aggregate, Avg, Count, Exists, OuterRef, Q, QuerySet, Subquery, TextChoices, Value
from django.db.models.functions import Coalesce, Substr
from django.db.models.functions import Length as Long
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale, Page

from cms.openness import open_to_all
from cms.templatetags.ui import chinese
from core.members import holding_code
from organisations.models import Industry
from schools.models import Adoption, LessonPackPage, Rating, SchoolPage
from schools.traits import ONE_LESSON, TWO_LESSONS, Kind, Length, Licence, Role, Stage, Subject

A_PAGE = 30
_OPEN = 4  # facets that stand open
NEWEST_FIRST = ("-approved_on", "-pk")
_BY_LENGTH: dict[str, Q] = {
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


def public(language: str) -> "QuerySet[LessonPackPage]":
    """What anybody may read in a language; Traditional readers have the Simplified ones converted."""
    told = "en" if language == "en" else settings.LANGUAGE_CODE
    where = Subquery(Locale.objects.filter(language_code=told).values("pk")[:1])
    # Asked of each resource and not joined to it: so an index of the resources alone leads, and the newest need no sorting.
    pages = open_to_all(Page.objects.filter(pk=OuterRef("pk"), live=True, locale=where))
    return LessonPackPage.objects.filter(Exists(pages.order_by()))


def shelf(asked: Mapping[str, str], language: str, number: str = "1") -> Shelf:
    """The resources that have what is asked. A value that does not exist is not asked."""
    traits = _traits()
    chosen = _chosen(asked, traits)
    everything = public(language)
    counted = _counted(everything, chosen, traits)
    found = _narrowed(everything, chosen, traits).order_by(*NEWEST_FIRST)
    paginator = Paginator(found, A_PAGE)
    # Known from the counts already; the paginator would ask for it again.
    paginator.count = counted["total"]
    page = paginator.get_page(number)
    # Which thirty first, then what is told of them: asked along, it would be worked out for every row that is sorted.
    first = (page.number - 1) * A_PAGE
    thirty = list(found.values_list("pk", flat=True)[first : first + A_PAGE])
    page.object_list = _shown(LessonPackPage.objects.filter(pk__in=thirty)).order_by(*NEWEST_FIRST)
    query = urlencode(chosen)
    drawn = [_facet(trait, counted, chosen) for trait in traits.values()]
    return Shelf(page, paginator.count, drawn, query, f"feed.atom?{query}" if query else "feed.atom")


def newest(asked: Mapping[str, str], language: str, most: int) -> "QuerySet[LessonPackPage]":
    traits = _traits()
    return _shown(_narrowed(public(language), _chosen(asked, traits), traits)).order_by(*NEWEST_FIRST)[:most]


def _chosen(asked: Mapping[str, str], traits: "Traits") -> dict[str, str]:
    return {name: value for name, trait in traits.items() if (value := asked.get(name, "")) in trait.where}


def _shown(rows: "QuerySet[LessonPackPage]") -> "QuerySet[LessonPackPage]":
    related = with_school(rows).select_related("locale", "industry")
    drawn = related.defer("text", "html", "materials", "safety", "review_note")
    return drawn.annotate(used=_number(Adoption), rated=_number(Rating), mean=_of(Rating, Avg("stars")))


def _number(kind: Any) -> Coalesce:
    return Coalesce(_of(kind, Count("pk")), 0)


def _of(kind: Any, told: Aggregate) -> Subquery:
    return Subquery(kind.objects.filter(page=OuterRef("pk")).order_by().values("page").annotate(n=told).values("n"))


def with_school(rows: "QuerySet[LessonPackPage]") -> "QuerySet[LessonPackPage]":
    """Each with `school_slug`, the part of its address its own row does not hold, and `school_title`."""
    above = SchoolPage.objects.filter(path=Substr(OuterRef("path"), 1, Long(OuterRef("path")) - Value(SchoolPage.steplen)))
    return rows.annotate(school_slug=Subquery(above.values("slug")[:1]), school_title=Subquery(above.values("title")[:1]))


def _narrowed(rows: "QuerySet[LessonPackPage]", chosen: Mapping[str, str], traits: "Traits") -> "QuerySet[LessonPackPage]":
    for name, value in chosen.items():
        rows = rows.filter(traits[name].where[value])
    return rows


def _counted(rows: "QuerySet[LessonPackPage]", chosen: Mapping[str, str], traits: "Traits") -> dict[str, int]:
    """A number for each value of each facet, and `total`. The combinations that ten thousand resources have are thousands;
    fetching and adding those up would cost more than reading the resources. What is chosen narrows the count of all other facets
    at once; a facet with a choice is counted by itself, for its other values lie outside."""
    free = {name: trait for name, trait in traits.items() if name not in chosen}
    asked = {f"{name}_{value}": Count("pk", filter=where) for name, trait in free.items() for value, where in trait.where.items()}
    told: dict[str, int] = _narrowed(rows, chosen, traits).aggregate(total=Count("pk"), **asked)
    return told | _beside(rows, chosen, traits)


def _beside(rows: "QuerySet[LessonPackPage]", chosen: Mapping[str, str], traits: "Traits") -> dict[str, int]:
    """How many each value would leave of a facet that has a choice. One query for all of them."""
    wanted = {name: traits[name].where[value] for name, value in chosen.items()}
    asked = {}
    for name in chosen:
        beside = [where for other, where in wanted.items() if other != name]
        for value, where in traits[name].where.items():
            asked[f"{name}_{value}"] = Count("pk", filter=_all([where, *beside]))
    told: dict[str, int] = rows.aggregate(**asked) if asked else {}
    return told


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions, Q())


def _facet(trait: "Trait", counted: Mapping[str, int], chosen: Mapping[str, str]) -> Facet:
    told = chosen.get(trait.name)
    options = [
        Option(value, text, n, told == value)
        for value, text in trait.choices
        if (n := counted[f"{trait.name}_{value}"]) or told == value
    ]
    return Facet(trait.name, trait.label, trait.every, options)


@dataclass(frozen=True)
class Trait:
    """What resources can be narrowed by: its values with their words, and which resources have each."""

    name: str
    label: "Promise | str"
    every: "Promise | str"
    choices: "Sequence[tuple[str, Promise | str]]"
    where: Mapping[str, Q]


Traits = Mapping[str, Trait]


def _traits() -> Traits:
    """In the order of the page. The industries are the operator's own list: one query."""
    told = [*_FIRST, _industries(), *_LAST]
    return {trait.name: trait for trait in told}


def _industries() -> Trait:
    rows = list(Industry.objects.all())
    choices: list[tuple[str, Promise | str]] = [(one.code, chinese(str(one))) for one in rows]
    return Trait("industry", _("Industry"), _("every industry"), choices, {one.code: Q(industry=one.pk) for one in rows})


def _column(name: str, enum: "type[TextChoices]", label: "Promise | str", every: "Promise | str") -> Trait:
    return Trait(name, label, every, enum.choices, {value: Q(**{name: value}) for value in enum.values})


_POSTS = {value: holding_code("roles", value) for value in Role.values}
_FIRST = (
    _column("stage", Stage, _("School stage"), _("every stage")),
    _column("subject", Subject, _("School subject"), _("every subject")),
    Trait("length", _("Length"), _("any length"), Length.choices, _BY_LENGTH),
    _column("kind", Kind, _("Kind"), _("every kind")),
    Trait("role", _("Post"), pgettext_lazy("teaching resource", "every post"), Role.choices, _POSTS),
)
_LAST = (_column("licence", Licence, _("Licence"), _("every licence")),)
