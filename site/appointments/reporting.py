"""The year's report (年度履职报告): what the log says, added up. Every total is the number of entries that stand."""

from collections import Counter
from dataclasses import dataclass

from appointments.models import Appointment, DutyEntry, PreventiveMeasure, Veto


@dataclass(frozen=True)
class Line:
    """One kind of duty in a year: its name and how many entries stand."""

    kind: str
    name: str
    count: int


@dataclass(frozen=True)
class Report:
    """A year of one appointment."""

    year: int
    lines: list[Line]
    entries: list[DutyEntry]
    measures: list[PreventiveMeasure]
    vetoes: list[Veto]

    @property
    def total(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def overdue(self) -> list[PreventiveMeasure]:
        return [measure for measure in self.measures if measure.is_overdue]


def report(appointment: Appointment, year: int) -> Report:
    """The year as the log has it (4 queries)."""
    entries = list(
        DutyEntry.objects.filter(appointment=appointment)
        .standing()
        .in_year(year)
        .select_related("correction")
        .prefetch_related("files")
        .order_by("done_on")
    )
    counts = Counter(entry.kind for entry in entries)
    lines = [Line(kind.value, str(kind.label), counts[kind.value]) for kind in DutyEntry.Kind]
    measures = PreventiveMeasure.objects.filter(appointment=appointment, opened_at__year__lte=year)
    vetoes = Veto.objects.filter(authorisation__appointment=appointment, raised_at__year=year).told()
    return Report(year, lines, entries, [one for one in measures if _touches(one, year)], list(vetoes))


def years(appointment: Appointment) -> list[int]:
    """The years with entries, newest first (one query)."""
    days = DutyEntry.objects.filter(appointment=appointment).order_by("-done_on").values_list("done_on", flat=True)
    return list(dict.fromkeys(day.year for day in days))


def _touches(measure: PreventiveMeasure, year: int) -> bool:
    """Still open, or closed in that year or later."""
    return measure.closed_at is None or measure.closed_at.year >= year
