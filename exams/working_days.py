"""Working days (工作日): weekdays but holidays, and the weekends worked in their stead.

The days come from content/holidays.json, year by year as the State Council announces them. A year that is not in it
counts its weekends alone.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

DAY = dt.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Which weekdays are free (`off`) and which days of a weekend are worked (`on`)."""

    off: Collection[dt.date] = field(default_factory=frozenset)
    on: Collection[dt.date] = field(default_factory=frozenset)

    def is_working(self, day: dt.date) -> bool:
        """
        >>> Calendar().is_working(dt.date(2026, 10, 3)), Calendar(on={dt.date(2026, 10, 10)}).is_working(dt.date(2026, 10, 10))
        (False, True)
        """
        return day in self.on or (day.weekday() < SATURDAY and day not in self.off)

    def after(self, day: dt.date, count: int) -> dt.date:
        """The `count`-th working day after `day`; the day itself does not count.

        >>> Calendar().after(dt.date(2026, 11, 27), 1), Calendar(off={dt.date(2026, 11, 30)}).after(dt.date(2026, 11, 27), 1)
        (datetime.date(2026, 11, 30), datetime.date(2026, 12, 1))
        """
        while count:
            day += DAY
            count -= self.is_working(day)
        return day
