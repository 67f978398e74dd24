"""What is expected and missing (逾期清单): pure rules over days. Nothing is expected before a list is adopted.

Each day a workshop owes one record, unless the list names its weekday as one of rest; each week that began under a list
owes one, and each month. A record is missing from the day after its day, week or month.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

DAY = dt.timedelta(days=1)
# Older gaps are history: nobody writes a daily record for last year.
HORIZON = 184


@dataclass(frozen=True)
class Version:
    """A list in force from a day on: its workshops, and the weekdays (ISO) on which nothing runs."""

    since: dt.date
    units: tuple[str, ...]
    rest_days: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Written:
    """What has been written: (workshop, day), Mondays, first days of months."""

    days: Collection[tuple[str, dt.date]] = ()
    weeks: Collection[dt.date] = ()
    months: Collection[dt.date] = ()


@dataclass(frozen=True)
class Missing:
    """A record that is not there, and since when it has been missing."""

    kind: str
    on: dt.date
    since: dt.date
    unit: str = ""


def monday(day: dt.date) -> dt.date:
    """
    >>> monday(dt.date(2026, 11, 27))
    datetime.date(2026, 11, 23)
    """
    return day - day.weekday() * DAY


def month_after(first: dt.date) -> dt.date:
    """
    >>> month_after(dt.date(2026, 12, 1))
    datetime.date(2027, 1, 1)
    """
    return dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)


def missing(versions: Sequence[Version], written: Written, today: dt.date) -> list[Missing]:
    """Everything that should be there and is not, the oldest first.

    >>> held = [Version(dt.date(2026, 11, 23), ("",), frozenset({6, 7}))]
    >>> told = missing(held, Written(days={("", dt.date(2026, 11, 24))}), dt.date(2026, 12, 1))
    >>> [(one.kind, one.on.day, one.since.day) for one in told]
    [('day', 23, 24), ('day', 25, 26), ('day', 26, 27), ('day', 27, 28), ('week', 23, 30), ('day', 30, 1)]
    """
    if not versions:
        return []
    ordered = sorted(versions, key=lambda version: version.since)
    begin = max(ordered[0].since, today - HORIZON * DAY)
    found = [*_days(ordered, written, begin, today), *_weeks(ordered, written, begin, today)]
    return sorted([*found, *_months(ordered, written, begin, today)], key=lambda one: (one.since, one.kind, one.unit))


def _days(versions: Sequence[Version], written: Written, begin: dt.date, today: dt.date) -> Iterator[Missing]:
    for number in range((today - begin).days):
        day = begin + number * DAY
        held = _held(versions, day)
        if held and day.isoweekday() not in held.rest_days:
            yield from (Missing("day", day, day + DAY, unit) for unit in held.units if (unit, day) not in written.days)


def _weeks(versions: Sequence[Version], written: Written, begin: dt.date, today: dt.date) -> Iterator[Missing]:
    week = monday(begin)
    while week + 7 * DAY <= today:
        held = _held(versions, week)
        if held and held.units and week not in written.weeks:
            yield Missing("week", week, week + 7 * DAY)
        week += 7 * DAY


def _months(versions: Sequence[Version], written: Written, begin: dt.date, today: dt.date) -> Iterator[Missing]:
    month = begin.replace(day=1)
    while (after := month_after(month)) <= today:
        held = _held(versions, month)
        if held and held.units and month not in written.months:
            yield Missing("month", month, after)
        month = after


def _held(versions: Sequence[Version], day: dt.date) -> Version | None:
    """The version in force on a day."""
    return next((version for version in reversed(versions) if version.since <= day), None)
