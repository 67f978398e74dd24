"""The register as a list (名录): masked, without numbers and days, and of no group that is too small to be told.

Its order is that of the numbers, which are drawn by lot: a place in the list says nothing about when somebody was entered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from certificates.counting import Figures, figures, with_status
from certificates.models import Certificate, Scheme
from certificates.presentation import looks
from certificates.status import Status
from certificates.verdicts import is_shown
from core.dates import today

PER_PAGE = 25


@dataclass(frozen=True)
class Entry:
    """One line."""

    holder: str
    scheme: str
    year: int
    word: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Option:
    """One choice of a facet, and how many entries it leaves."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Listing:
    """The entries of the groups that were chosen."""

    figures: Figures
    schemes: Mapping[str, str]
    scheme: str = ""
    year: str = ""
    status: str = ""
    page: int = 1

    @cached_property
    def _groups(self) -> list[tuple[str, str, str, int]]:
        return [(scheme, str(year), status, count) for scheme, year, status, count in self.figures.groups()]

    def _chosen(self, *, but: int | None = None) -> list[tuple[str, str, str, int]]:
        """The groups under the facets chosen, one of them left open where its own options are counted."""
        wanted = [(at, value) for at, value in enumerate((self.scheme, self.year, self.status)) if value and at != but]
        return [group for group in self._groups if all(group[at] == value for at, value in wanted)]

    @cached_property
    def count(self) -> int:
        return sum(group[3] for group in self._chosen())

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PER_PAGE))

    def facets(self) -> dict[str, list[Option]]:
        """What can be chosen, each with the entries it leaves."""
        words = {status.value: str(look.word) for status, look in looks().items()}
        years = {str(year): str(year) for year in self.figures.years.columns}
        return {
            name: self._options(at, chosen, labels)
            for at, (name, chosen, labels) in enumerate(
                (("scheme", self.scheme, self.schemes), ("year", self.year, years), ("status", self.status, words))
            )
        }

    def _options(self, at: int, chosen: str, labels: Mapping[str, str]) -> list[Option]:
        left = self._chosen(but=at)
        counts = {value: sum(group[3] for group in left if group[at] == value) for value in labels}
        return [
            Option(value, label, counts[value], value == chosen)
            for value, label in labels.items()
            if counts[value] or value == chosen
        ]

    def entries(self) -> list[Entry]:
        """The entries of this page (two queries)."""
        by_year: dict[tuple[str, str], list[str]] = {}
        for scheme, year, status, _count in self._chosen():
            by_year.setdefault((scheme, year), []).append(status)
        wanted = Q(pk=None)
        for (scheme, year), statuses in by_year.items():
            wanted |= Q(scheme__code=scheme, year=int(year), today__in=statuses)
        rows = with_status(Certificate.objects.all(), today()).filter(wanted).select_related("scheme", "scheme_version")
        first = (self.page - 1) * PER_PAGE
        return [_entry(certificate) for certificate in rows.order_by("number")[first : first + PER_PAGE]]


def listing(asked: Mapping[str, str]) -> Listing:
    """The list under what was asked for; what cannot be chosen is passed over (at most four queries)."""
    told, schemes = figures(), {scheme.code: str(scheme) for scheme in Scheme.objects.all()}
    years = [str(year) for year in told.years.columns]
    chosen = Listing(
        told,
        schemes,
        scheme=_one_of(schemes, asked.get("scheme", "")),
        year=_one_of(years, asked.get("year", "")),
        status=_one_of([status.value for status in Status], asked.get("status", "")),
    )
    page = asked.get("page", "")
    last = chosen.pages
    number = min(max(1, int(page)), last) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    return Listing(told, schemes, chosen.scheme, chosen.year, chosen.status, number)


def _one_of(values: Mapping[str, str] | Sequence[str], value: str) -> str:
    return value if value in values else ""


def _entry(certificate: Any) -> Entry:
    status = certificate.status
    look = looks()[status]
    holder = certificate.masked_name if is_shown(status) else "—"
    return Entry(holder, certificate.title, certificate.year, str(look.word), look.tone, look.icon)
