"""The year's report (年度履职报告): what the log says, added up. Every total is the number of entries that stand."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from appointments.models import (
    Appointment,
    DayLine,
    DayRecord,
    DutyEntry,
    MonthRecord,
    PreventiveMeasure,
    Supervision,
    Veto,
    WeekRecord,
)


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
    records: list[Line]

    @property
    def total(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def overdue(self) -> list[PreventiveMeasure]:
        return [measure for measure in self.measures if measure.is_overdue]


def report(appointment: Appointment, year: int) -> Report:
    """The year as log and records have it (11 queries)."""
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
    return Report(
        year, lines, entries, [one for one in measures if _touches(one, year)], list(vetoes), counted(appointment, year)
    )


def counted(appointment: Appointment, year: int) -> list[Line]:
    """How many records of the year stand that were written in this post (7 queries)."""
    days = DayRecord.objects.filter(appointment=appointment).standing().in_year(year)
    found = DayLine.objects.filter(record__in=days, state=DayLine.State.FINDING)
    meetings = MonthRecord.objects.of(appointment.organisation).standing().in_year(year)
    looked = Supervision.objects.filter(appointment=appointment).in_year(year)
    numbers = {
        "days": (_("Daily records"), days.filter(is_idle=False).count()),
        "idle": (_("Days marked without operation"), days.filter(is_idle=True).count()),
        "findings": (_("Findings in daily records"), found.count()),
        "weeks": (_("Weekly records"), WeekRecord.objects.filter(appointment=appointment).standing().in_year(year).count()),
        "months": (_("Monthly meetings attended"), meetings.filter(presences__person=appointment.person_id).count()),
        "supervisions": (_("Entries in the supervision register"), looked.count()),
        "closed": (_("Entries of the register that are closed"), looked.closed().count()),
    }
    return [Line(kind, name, number) for kind, (name, number) in numbers.items()]


def years(appointment: Appointment) -> list[int]:
    """The years with entries, newest first (one query)."""
    days = DutyEntry.objects.filter(appointment=appointment).order_by("-done_on").values_list("done_on", flat=True)
    return list(dict.fromkeys(day.year for day in days))


def _touches(measure: PreventiveMeasure, year: int) -> bool:
    """Still open, or closed in that year or later."""
    return measure.closed_at is None or measure.closed_at.year >= year
