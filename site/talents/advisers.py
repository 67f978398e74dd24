"""The directory as one reader narrows it (专家名录筛选): by field and method, with numbers, and a sheet of experts.

Two queries however many there are: what each names, read once and counted here (SQLite does not look into JSON), and the sheet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from statutes.models import QualityField
from talents.models import ExpertListing
from talents.subjects import Method

PER_SHEET = 20
_FACETS = {
    "field": (QualityField.Slug.choices, _("Field of quality"), _("every field")),
    "method": (Method.choices, _("Method"), _("every method")),
}
# Of each expert: key, and what he names in each facet.
Named = list[tuple[int, Mapping[str, list[str]]]]


@dataclass(frozen=True)
class Choice:
    value: str
    label: "Promise | str"
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Choices:
    name: str
    label: "Promise | str"
    every: "Promise | str"
    options: list[Choice]


@dataclass(frozen=True)
class Directory:
    sheet: Page[int]
    experts: list[ExpertListing]
    total: int
    facets: list[Choices]
    query: str

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query)


def directory(asked: Mapping[str, str], number: str = "1") -> Directory:
    """The experts who name what is asked, the newest first. A value that does not exist is not asked."""
    chosen = {name: asked.get(name, "") for name, (choices, _l, _e) in _FACETS.items() if asked.get(name, "") in dict(choices)}
    rows = ExpertListing.objects.public().order_by("-admitted_at", "-pk").values_list("pk", "fields", "methods")
    named: Named = [(key, {"field": fields, "method": methods}) for key, fields, methods in rows]
    keys = [key for key, names in named if _fits(names, chosen)]
    sheet = Paginator(keys, PER_SHEET).get_page(number)
    shown = ExpertListing.objects.public().told().filter(pk__in=list(sheet)).order_by("-admitted_at", "-pk")
    return Directory(sheet, list(shown), len(keys), [_facet(name, named, chosen) for name in _FACETS], urlencode(chosen))


def _fits(names: Mapping[str, list[str]], chosen: Mapping[str, str], but: str = "") -> bool:
    return all(value in names[name] for name, value in chosen.items() if name != but)


def _facet(name: str, named: Named, chosen: Mapping[str, str]) -> Choices:
    choices, label, every = _FACETS[name]
    left = [names[name] for _key, names in named if _fits(names, chosen, but=name)]
    counted = [(value, text, sum(value in one for one in left)) for value, text in choices]
    options = [Choice(value, text, n, chosen.get(name) == value) for value, text, n in counted if n or chosen.get(name) == value]
    return Choices(name, label, every, options)
