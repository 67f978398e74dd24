"""The state of a course run (班次) at a moment: one of eight, told by its dates alone. Pure; nothing is stored.

The eight are those of richie's CourseState. docs/algorithms/runs.md has the table.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class RunState(StrEnum):
    """What a run is at a moment: is it under way, and may one enrol?"""

    ONGOING_OPEN = "ongoing_open"
    FUTURE_OPEN = "future_open"
    ARCHIVED_OPEN = "archived_open"
    FUTURE_NOT_YET_OPEN = "future_not_yet_open"
    FUTURE_CLOSED = "future_closed"
    ONGOING_CLOSED = "ongoing_closed"
    ARCHIVED_CLOSED = "archived_closed"
    TO_BE_SCHEDULED = "to_be_scheduled"

    @property
    def is_open(self) -> bool:
        """Whether one may enrol."""
        return self in {RunState.ONGOING_OPEN, RunState.FUTURE_OPEN, RunState.ARCHIVED_OPEN}

    @property
    def is_over(self) -> bool:
        return self in {RunState.ARCHIVED_OPEN, RunState.ARCHIVED_CLOSED}


# In which order runs are shown: where one may enrol first, what is over last.
ORDER = list(RunState)


@dataclass(frozen=True)
class Dates:
    """When a run is held and when one may enrol. None: not fixed; for an end also: never."""

    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    enrolment_opens_at: dt.datetime | None = None
    enrolment_closes_at: dt.datetime | None = None


def state(dates: Dates, at: dt.datetime) -> RunState:
    """The state at a moment. A moment that is a beginning belongs to what begins, an end to what is over.

    >>> day = lambda n: dt.datetime(2026, 9, n)
    >>> run = Dates(day(10), day(20), day(1), day(12))
    >>> [state(run, day(n)).value for n in (9, 11, 15, 25)]
    ['future_open', 'ongoing_open', 'ongoing_closed', 'archived_closed']
    >>> state(Dates(day(10)), day(9)).value
    'to_be_scheduled'
    """
    if dates.starts_at is None or dates.enrolment_opens_at is None:
        return RunState.TO_BE_SCHEDULED
    begun = dates.enrolment_opens_at <= at
    may_enrol = begun and (dates.enrolment_closes_at is None or at < dates.enrolment_closes_at)
    if at < dates.starts_at:
        if not begun:
            return RunState.FUTURE_NOT_YET_OPEN
        return RunState.FUTURE_OPEN if may_enrol else RunState.FUTURE_CLOSED
    if dates.ends_at is None or at < dates.ends_at:
        return RunState.ONGOING_OPEN if may_enrol else RunState.ONGOING_CLOSED
    return RunState.ARCHIVED_OPEN if may_enrol else RunState.ARCHIVED_CLOSED


def shifted(dates: Dates, days: int) -> Dates:
    """The same dates so many days later; what was not fixed stays so.

    >>> shifted(Dates(dt.datetime(2026, 2, 27)), 2).starts_at
    datetime.datetime(2026, 3, 1, 0, 0)
    """
    by = dt.timedelta(days=days)
    moments = (dates.starts_at, dates.ends_at, dates.enrolment_opens_at, dates.enrolment_closes_at)
    return Dates(*(None if moment is None else moment + by for moment in moments))
