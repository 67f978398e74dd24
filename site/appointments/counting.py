"""Counting (统计): how many enterprises have a chief quality officer in post, by industry and quarter; nobody can be made out."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from appointments.models import Appointment
from certificates.suppression import TOTAL, Table, publish
from core.dates import today
from organisations.models import Industry

QUARTERS = 4


@dataclass(frozen=True)
class Figures:
    """Enterprises in which a chief quality officer was in post on the last day of each quarter, by industry."""

    industries: list[Industry]
    quarters: list[str]
    table: Table[int, str]

    def rows(self) -> list[tuple[str, int, list[tuple[str, int | None]]]]:
        """(industry, stage, (quarter, a number or None where it is withheld) for each quarter)."""
        return [(str(one), one.stage, self._numbers(one.pk)) for one in self.industries]

    def sums(self) -> list[tuple[str, int | None]]:
        """The same over all industries."""
        return self._numbers(TOTAL)

    def _numbers(self, row: int | str) -> list[tuple[str, int | None]]:
        return [(quarter, self.table.cell(row, quarter)) for quarter in self.quarters]


def figures(day: dt.date | None = None) -> Figures:
    """The last four quarters up to `day` (2 queries)."""
    ends = list(quarter_ends(day or today()))
    industries = list(Industry.objects.all())
    posts = Appointment.objects.filter(
        post=Appointment.Post.CQO, accepted_at__isnull=False, organisation__state="verified", organisation__kind="enterprise"
    ).exclude(organisation__industry=None)
    counts: Counter[tuple[int, str]] = Counter()
    rows = list(posts.values_list("organisation_id", "organisation__industry_id", "since", "until", "ended_on"))
    for name, end in ends:
        there = {
            (organisation, industry)
            for organisation, industry, since, until, ended in rows
            if since <= end and (until is None or until >= end) and (ended is None or ended >= end)
        }
        counts.update((industry, name) for _organisation, industry in there)
    quarters = [name for name, _end in ends]
    return Figures(industries, quarters, publish(counts, [one.pk for one in industries], quarters))


def quarter_ends(day: dt.date) -> list[tuple[str, dt.date]]:
    """(“2026 Q3”, its last day) of the last four quarters; the running one ends with `day`.

    >>> quarter_ends(dt.date(2026, 2, 10))[-2:]
    [('2025 Q4', datetime.date(2025, 12, 31)), ('2026 Q1', datetime.date(2026, 2, 10))]
    """
    year, quarter = day.year, (day.month - 1) // 3
    found = [(f"{year} Q{quarter + 1}", day)]
    for _back in range(QUARTERS - 1):
        found.append((_before(year, quarter), dt.date(year, quarter * 3 + 1, 1) - dt.timedelta(days=1)))
        year, quarter = (year, quarter - 1) if quarter else (year - 1, 3)
    return found[::-1]


def _before(year: int, quarter: int) -> str:
    return f"{year} Q{quarter}" if quarter else f"{year - 1} Q4"
