"""Counting the register (名录统计): how many certificates of each scheme, from which quarter, have which status today.

One query, however many certificates there are; what strangers see of it has passed `suppression`. The database
derives the status by the same order of words as `status.derive`; a test holds the two together.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import ExtractQuarter, ExtractYear

from certificates import kept_answers
from certificates.models import Certificate, Scheme, SchemeVersion
from certificates.models.certificates import CertificateQuerySet
from certificates.status import State, Status
from certificates.suppression import TOTAL, Table, publish
from core.dates import today

QUARTERS = (1, 2, 3, 4)
STATUSES = tuple(status.value for status in Status)


@dataclass(frozen=True)
class Figures:
    """What anyone may know: by scheme and year; and for each of these by quarter and status, unless it is withheld whole."""

    schemes: tuple[str, ...]
    years: Table[str, int]
    quarters: Mapping[tuple[str, int], Table[int, str]] = field(default_factory=dict)

    def of(self, scheme: str, year: int) -> Table[int, str] | None:
        """A scheme's year; None when nothing of it may be told."""
        return self.quarters.get((scheme, year))

    def groups(self) -> Iterator[tuple[str, int, str, int]]:
        """Every group large enough to be told: scheme, year, status, how many."""
        for (scheme, year), table in self.quarters.items():
            for status in table.columns:
                count = table.cell(TOTAL, status)
                if count:
                    yield scheme, year, status, count


def figures() -> Figures:
    """Today's figures (three queries; none while nothing has happened since the last reader)."""
    return kept_answers.reckoned("figures", _figures)


def _figures() -> Figures:
    schemes = tuple(Scheme.objects.values_list("code", flat=True))
    counted = (
        with_status(Certificate.objects.all(), today())
        .order_by()
        .values("scheme__code", "year", "quarter", "today")
        .annotate(number=Count("pk"))
        .values_list("scheme__code", "year", "quarter", "today", "number")
    )
    by_year: dict[tuple[str, int], int] = {}
    by_quarter: dict[tuple[str, int], dict[tuple[int, str], int]] = {}
    for scheme, year, quarter, status, number in counted:
        by_year[scheme, year] = by_year.get((scheme, year), 0) + number
        by_quarter.setdefault((scheme, year), {})[quarter, status] = number
    years = publish(by_year, schemes, sorted({year for _scheme, year in by_year}, reverse=True))
    told = {at: publish(counts, QUARTERS, STATUSES) for at, counts in sorted(by_quarter.items()) if years.cell(*at)}
    return Figures(schemes, years, {at: table for at, table in told.items() if table.total})


def with_status(certificates: CertificateQuerySet, on: dt.date) -> QuerySet[Any]:
    """With year and quarter of issue, and `today`: the status on that day (one query for the terms of grace)."""
    terms = sorted(set(SchemeVersion.objects.values_list("grace_days", flat=True)))
    still = [
        When(Q(scheme_version__grace_days=days, valid_until__gte=on - dt.timedelta(days=days)), then=Value(Status.EXPIRED.value))
        for days in terms
    ]
    status = Case(
        When(~Q(state=State.VALID), then=F("state")),
        When(valid_from__gt=on, then=Value(Status.NOT_YET_VALID.value)),
        When(Q(valid_until=None) | Q(valid_until__gte=on), then=Value(Status.VALID.value)),
        *still,
        default=Value(Status.LAPSED.value),
        output_field=CharField(),
    )
    return certificates.annotate(year=ExtractYear("issued_at"), quarter=ExtractQuarter("issued_at"), today=status)
