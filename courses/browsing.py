"""The catalogue as one reader narrows it (课程筛选): facets with numbers and addresses, and a page of courses. Four queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.audience import Audience
from courses import facets, pathfinding
from courses.catalogue import Offer, offers
from courses.facets import Traits
from courses.kinds import KINDS
from courses.models import CoursePage
from statutes.models import QualityField

A_PAGE = 60
FACETS = ("post", "level", "field", "audience", "kind", "length", "language")


@dataclass(frozen=True)
class Choice:
    """One value of a facet: its name, how many courses it leaves, and the address that chooses it, or takes it back."""

    label: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class Shelf:
    """What the catalogue shows."""

    page: Page[Offer]
    total: int
    facets: list[Facet]
    is_narrowed: bool
    query: str
    tracks: list[tuple[str, str, str]]


def shelf(asked: Mapping[str, str], number: str = "1") -> Shelf:
    """The courses that have what is asked; what no course has is not asked."""
    ways = pathfinding.ways_to_courses()
    found = offers()
    told = _languages()
    rows = [(offer.page.course_id, _traits(offer, ways, told)) for offer in found]
    known = {name: {value for _course, traits in rows for value in traits.get(name, ())} for name in FACETS}
    chosen = {name: value for name in FACETS if (value := asked.get(name, "")) in known[name]}
    kept = set(facets.left(rows, chosen))
    shown = [offer for offer in found if offer.page.course_id in kept]
    labels = _labels(ways)
    drawn = [_facet(name, labels, rows, chosen) for name in FACETS if len(known[name]) > 1]
    page = Paginator(shown, A_PAGE).get_page(number)
    return Shelf(page, len(shown), drawn, bool(chosen), urlencode(chosen), [way.listed for way in ways])


def _facet(name: str, labels: Mapping[str, Mapping[str, str]], rows: list[tuple[int, Traits]], chosen: dict[str, str]) -> Facet:
    counted = facets.counts(rows, chosen, name)
    choices = []
    for value, label in labels[name].items():
        is_chosen = chosen.get(name) == value
        if counted[value] or is_chosen:
            others = {facet: one for facet, one in chosen.items() if facet != name}
            query = urlencode(others if is_chosen else {**others, name: value})
            choices.append(Choice(label, counted[value], f"?{query}" if query else "?", is_chosen))
    return Facet(_names()[name], choices)


def _traits(offer: Offer, ways: list[pathfinding.WayTo], languages: Mapping[int, frozenset[str]]) -> Traits:
    code, lessons = offer.page.course.code, offer.version.lessons
    through = [way for way in ways if code in way.courses]
    kinds = {one["kind"] for lesson in lessons for one in lesson.get("activities", ())} & KINDS.keys()
    return {
        "post": frozenset(way.slug for way in through),
        "level": frozenset(way.level for way in through),
        "field": frozenset(offer.page.quality_fields),
        "audience": frozenset(offer.page.audiences),
        "kind": frozenset(kinds | ({"check"} if any(lesson["checks"] for lesson in lessons) else set())),
        "length": frozenset({facets.length_of(offer.version.minutes)}),
        "language": languages.get(offer.page.course_id, frozenset()),
    }


def _languages() -> dict[int, frozenset[str]]:
    """In which languages each course has a page. One query."""
    found: dict[int, set[str]] = {}
    for course, language in CoursePage.objects.live().order_by().values_list("course_id", "locale__language_code"):
        found.setdefault(course, set()).add(language)
    return {course: frozenset(some) for course, some in found.items()}


def _names() -> dict[str, str]:
    return {
        "post": _("For the post"),
        "level": _("Level of the post"),
        "field": _("Field of quality"),
        "audience": pgettext("audience", "Meant for"),
        "kind": _("With"),
        "length": _("Length of the course"),
        "language": _("Language of the course"),
    }


def _labels(ways: list[pathfinding.WayTo]) -> dict[str, dict[str, str]]:
    """What each value is called, in the order in which it is shown."""
    return {
        "post": {way.slug: way.title for way in ways},
        "level": {way.level: way.level_label for way in ways},
        "field": {value: str(label) for value, label in QualityField.Slug.choices},
        "audience": {value: str(label) for value, label in Audience.choices},
        "kind": {"check": _("Self-check"), **{name: str(block.noun) for name, block in KINDS.items()}},
        "length": {
            "short": _("up to 8 credit hours"),
            "medium": _("8 to 24 credit hours"),
            "long": _("more than 24 credit hours"),
        },
        "language": dict(_own_names()),
    }


def _own_names() -> list[tuple[str, str]]:
    """Languages as their readers call them."""
    return [
        (code, {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}.get(code, code)) for code, _n in settings.LANGUAGES
    ]
