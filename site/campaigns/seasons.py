"""The year of a Quality Month (质量月): which state it is in at a moment. Its days are days in Shanghai. Knows no framework.

Article 25 names September. A year is the current one from 1 August, when it is announced, until the next is; then it is archived.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
ANNOUNCED, MONTH, AFTER = 8, 9, 10
DAYS = 30


class State(StrEnum):
    UPCOMING = "upcoming"
    LIVE = "live"
    CLOSED = "closed"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class Season:
    """One year's Quality Month.

    >>> moment = dt.datetime(2026, 8, 31, 23, 59, 59, tzinfo=ZONE)
    >>> str(Season(2026).state(moment)), str(Season(2026).state(moment + dt.timedelta(seconds=1)))
    ('upcoming', 'live')
    """

    year: int

    @property
    def starts(self) -> dt.datetime:
        return _first(self.year, MONTH)

    @property
    def ends(self) -> dt.datetime:
        """The first moment after it."""
        return _first(self.year, AFTER)

    @property
    def archived(self) -> dt.datetime:
        """When the next year is announced."""
        return _first(self.year + 1, ANNOUNCED)

    def state(self, moment: dt.datetime) -> State:
        if moment < self.starts:
            return State.UPCOMING
        if moment < self.ends:
            return State.LIVE
        return State.CLOSED if moment < self.archived else State.ARCHIVED

    def day(self, moment: dt.datetime) -> int:
        """Which day of the month it is; 0 outside it.

        >>> Season(2026).day(dt.datetime(2026, 9, 18, 12, tzinfo=ZONE)), Season(2025).day(dt.datetime(2026, 9, 18, tzinfo=ZONE))
        (18, 0)
        """
        return moment.astimezone(ZONE).day if self.state(moment) is State.LIVE else 0

    def days_to_start(self, moment: dt.datetime) -> int:
        """Whole days from today until 1 September."""
        return (self.starts.date() - moment.astimezone(ZONE).date()).days

    def days_left(self, moment: dt.datetime) -> int:
        """Days that come after today.

        >>> Season(2026).days_left(dt.datetime(2026, 9, 18, 12, tzinfo=ZONE))
        12
        """
        return (self.ends.date() - moment.astimezone(ZONE).date()).days - 1


def current(moment: dt.datetime) -> int:
    """Whose month is shown when nobody says which.

    >>> current(dt.datetime(2026, 7, 31, 23, 59, 59, tzinfo=ZONE)), current(dt.datetime(2026, 8, 1, tzinfo=ZONE))
    (2025, 2026)
    """
    local = moment.astimezone(ZONE)
    return local.year if local.month >= ANNOUNCED else local.year - 1


def _first(year: int, month: int) -> dt.datetime:
    return dt.datetime(year, month, 1, tzinfo=ZONE)
