"""The library as one reader narrows it (案例筛选): by field, industry and method, with numbers, and a sheet of cases.

Three queries however many cases there are: how many of each combination, which industries there are, and the sheet itself. The
number beside a value is how many cases there would be with it and with what is chosen in the other facets.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import CaseStudy
from cms.templatetags.ui import chinese
from organisations.models import Industry
from schools.facets import Facet, Option
from statutes.models import QualityField
from talents.languages import told
from talents.subjects import Method

PER_SHEET = 20
_COLUMNS = {"field": "field", "industry": "industry__code", "method": "method"}
_WORDS = {
    "field": (_("Field of quality"), _("every field")),
    "industry": (_("Industry"), _("every industry")),
    "method": (_("Method"), _("every method")),
}
# What a combination is, and how many cases have it.
Counted = list[tuple[dict[str, str], int]]
Choices = Sequence[tuple[str, "Promise | str"]]


@dataclass(frozen=True)
class CaseShelf:
    sheet: Page[CaseStudy]
    total: int
    facets: list[Facet]
    query: str

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query)


def shelf(asked: Mapping[str, str], number: str = "1") -> CaseShelf:
    """The cases that have what is asked, the newest first. A value that does not exist is not asked."""
    offered = _offered()
    chosen = _chosen(asked, offered)
    counted = _counted()
    paginator = Paginator(newest(chosen), PER_SHEET)
    # Known from the counts already; the paginator would ask for it again.
    paginator.count = sum(n for values, n in counted if _fits(values, chosen))
    facets = [_facet(name, offered[name], counted, chosen) for name in _COLUMNS]
    return CaseShelf(paginator.get_page(number), paginator.count, facets, urlencode(chosen))


def newest(chosen: Mapping[str, str]) -> "QuerySet[CaseStudy]":
    """The public cases that have what is chosen, without their long texts."""
    rows = CaseStudy.objects.public().told().defer("problem", "problem_en", "approach", "approach_en", "result", "result_en")
    for name, value in chosen.items():
        rows = rows.filter(**{_COLUMNS[name]: value})
    return rows.order_by("-published_on", "-pk")


def chosen(asked: Mapping[str, str]) -> dict[str, str]:
    """What an address asks for and there is."""
    return _chosen(asked, _offered())


def _offered() -> dict[str, Choices]:
    industries = [(one.code, chinese(told(one, "name"))) for one in Industry.objects.all()]
    return {"field": QualityField.Slug.choices, "industry": industries, "method": Method.choices}


def _chosen(asked: Mapping[str, str], offered: Mapping[str, Choices]) -> dict[str, str]:
    return {
        name: value for name, choices in offered.items() if (value := asked.get(name, "")) in {one for one, _label in choices}
    }


def _counted() -> Counted:
    rows = CaseStudy.objects.public().order_by().values_list(*_COLUMNS.values()).annotate(n=Count("pk"))
    return [(dict(zip(_COLUMNS, values, strict=True)), n) for *values, n in rows]


def _fits(values: Mapping[str, str], chosen: Mapping[str, str], but: str = "") -> bool:
    return all(values[name] == value for name, value in chosen.items() if name != but)


def _facet(name: str, choices: Choices, counted: Counted, chosen: Mapping[str, str]) -> Facet:
    sums: Counter[str] = Counter()
    for values, n in counted:
        if _fits(values, chosen, but=name):
            sums[values[name]] += n
    options = [
        Option(value, label, sums[value], chosen.get(name) == value)
        for value, label in choices
        if sums[value] or chosen.get(name) == value
    ]
    label, every = _WORDS[name]
    return Facet(name, label, every, options)
