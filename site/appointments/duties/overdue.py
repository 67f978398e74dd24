"""The overdue list (逾期清单) of a firm: which record is missing since when."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from appointments.duties import expecting
from appointments.duties.expecting import Missing, Version, Written
from appointments.duties.models import DayRecord, MonthRecord, RiskList, WeekRecord
from appointments.duties.models.days import day_page
from core.dates import today
from organisations.models import Organisation


@dataclass(frozen=True)
class Gap:
    """Records of one kind and workshop that are missing, the oldest first."""

    firm: Organisation
    missing: list[Missing]

    @property
    def kind(self) -> str:
        return self.missing[0].kind

    @property
    def unit(self) -> str:
        return self.missing[0].unit

    @property
    def since(self) -> dt.date:
        return self.missing[0].since

    def links(self) -> list[tuple[dt.date, str]]:
        """Each with the page on which it is written."""
        slug = self.firm.slug
        if self.kind == "day":
            return [(one.on, day_page(slug, one.on, self.unit)) for one in self.missing]
        return [(one.on, reverse(f"appointments:{self.kind}", args=[slug, one.on])) for one in self.missing]


def missing(firm: Organisation) -> list[Missing]:
    """What is not there, the oldest first (5 queries)."""
    adopted = RiskList.objects.of(firm).adopted().prefetch_related("points")
    versions = [Version(one.adoption.adopted_on, tuple(one.units), frozenset(map(int, one.rest_days))) for one in adopted]
    # Of two adopted on one day the later number holds: the sort by day is stable.
    versions.reverse()
    since = today() - dt.timedelta(days=expecting.HORIZON + 31)
    written = Written(
        days=set(DayRecord.objects.of(firm).filter(day__gte=since).values_list("unit", "day")),
        weeks=set(WeekRecord.objects.of(firm).filter(week__gte=since).values_list("week", flat=True)),
        months=set(MonthRecord.objects.of(firm).filter(month__gte=since).values_list("month", flat=True)),
    )
    return expecting.missing(versions, written, today())


def gaps(firm: Organisation) -> list[Gap]:
    """The same by kind and workshop, the one missing longest first."""
    grouped: dict[tuple[str, str], list[Missing]] = defaultdict(list)
    for one in missing(firm):
        grouped[one.kind, one.unit].append(one)
    return sorted((Gap(firm, found) for found in grouped.values()), key=lambda gap: gap.since)
