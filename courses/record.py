"""The learning record (学习档案): what each room knows of a person, in tables, without this room knowing the others.

In its `AppConfig.ready()` a room appends a callable(user) to `parts`. What the page, the PDF, the workbook and the JSON
tell comes from the same parts, so their figures cannot differ.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.dates import local_day
from courses import ledger
from courses.allotment import in_hours
from courses.catalogue import pages
from courses.countability import why
from courses.models import CreditEntry, Enrolment

if TYPE_CHECKING:
    from accounts.models import User

Value = str | int | Decimal | dt.date | None


@dataclass(frozen=True)
class Part:
    """One table. `names` are the columns for programs, `columns` for people."""

    key: str
    title: str
    names: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]

    @property
    def shown(self) -> list[list[str]]:
        return [[shown(value) for value in row] for row in self.rows]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each value with its column: on a phone a row stands by itself."""
        return [list(zip(self.columns, row, strict=True)) for row in self.shown]

    def as_data(self) -> dict[str, Any]:
        """For JSON: figures stay figures, days are ISO 8601."""
        return {
            "title": self.title,
            "columns": list(self.columns),
            "rows": [dict(zip(self.names, map(_plain, row), strict=True)) for row in self.rows],
        }


def told(tables: Sequence[Part]) -> list[dict[str, Any]]:
    """The tables as a record that is taken out keeps them."""
    return [{"key": one.key, "title": one.title, "columns": list(one.columns), "rows": one.shown} for one in tables]


def shown(value: Value) -> str:
    """A value as people read it.

    >>> shown(None), shown(dt.date(2026, 9, 1)), shown(Decimal("4.50"))
    ('—', '2026-09-01', '4.5')
    """
    if value is None or value == "":
        return "—"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _plain(value: Value) -> str | int | float | None:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, dt.date) else value


# What the page and the PDF show; and what stands in the files alone.
parts: list[Callable[["User"], Part]] = []
details: list[Callable[["User"], Part]] = []


def of(user: "User", *, with_details: bool = False) -> list[Part]:
    """The tables in the order of the rooms. As many queries as the rooms ask, however much there is."""
    return [tell(user) for tell in (*parts, *(details if with_details else ()))]


def total_hours(user: "User") -> Decimal:
    """All credited hours: the sum of the ledger's entries, as the page of hours tells it."""
    return ledger.of(user).hours


def hours_by_year(user: "User") -> Part:
    """Hours by year and course (2 queries)."""
    sums: dict[tuple[int, int, str, int], int] = {}
    entries = CreditEntry.objects.visible_to(user)
    for day, course, code, minutes, seconds in entries.order_by("day", "pk").values_list(
        "day", "course_id", "course__code", "course__minutes_per_hour", "seconds"
    ):
        key = (day.year, course, code, minutes)
        sums[key] = sums.get(key, 0) + seconds
    titles = {course: page.title for course, page in pages().items()}
    rows = [
        (str(year), titles.get(course, code), in_hours(seconds, minutes))
        for (year, course, code, minutes), seconds in sorted(sums.items())
    ]
    return Part("hours", _("Hours by year"), ("year", "course", "hours"), (_("Year"), _("Course"), _("Credit hours")), rows)


def courses_taken(user: "User") -> Part:
    """Courses begun and completed, each with the version it was (2 queries)."""
    titles = {course: page.title for course, page in pages().items()}
    taken = Enrolment.objects.visible_to(user).select_related("course", "version").order_by("enrolled_at")
    rows = [
        (
            titles.get(one.course_id, one.course.code),
            str(one.version.number),
            local_day(one.enrolled_at),
            local_day(one.completed_at) if one.completed_at else None,
        )
        for one in taken
    ]
    names = ("course", "version", "enrolled_on", "completed_on")
    return Part("courses", _("Courses taken"), names, (_("Course"), _("Version"), _("Enrolled"), _("Completed")), rows)


def entries(user: "User") -> Part:
    """Every line of the hours ledger (4 queries)."""
    rows = [
        (
            line.entry.day,
            line.entry.course.code,
            line.entry.lesson_code,
            line.entry.seconds,
            line.entry.refused_seconds,
            why(line.entry),
            line.entry.rule_version,
        )
        for line in reversed(ledger.of(user).lines)
    ]
    names = ("day", "course", "lesson", "seconds", "refused_seconds", "reason", "rule")
    columns = (_("Day"), _("Course"), _("Lesson"), _("Seconds credited"), _("Seconds refused"), _("Reason"), _("Rule"))
    return Part("entries", _("Every entry of my hours"), names, columns, rows)
