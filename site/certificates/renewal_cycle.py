"""The time whose learning renews one certificate (续期周期), and where a day lies on the way to its end and beyond.

Pure rules: docs/algorithms/renewal.md.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from certificates.renewal_rules import Rules
from certificates.status import last_day

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Cycle:
    """The time whose learning renews one certificate.

    `begins` is the day from which learning counts: the first day of a first certificate; for a renewed one the day of
    that renewal, less what was counted then (`used`). So no hour counts twice and none is lost.
    """

    begins: dt.date
    valid_until: dt.date
    months: int
    grace_days: int
    used: frozenset[str] = frozenset()
    # From when on the holder works under a profile of the rules ("" for none), in the order of their days.
    profiles: tuple[tuple[dt.date, str], ...] = ()

    @property
    def grace_ends(self) -> dt.date:
        return self.valid_until + self.grace_days * DAY

    def profile_on(self, day: dt.date) -> str:
        """
        >>> told = ((dt.date(2027, 1, 1), "food"), (dt.date(2028, 1, 1), ""))
        >>> cycle = Cycle(dt.date(2026, 11, 24), dt.date(2029, 11, 23), 36, 180, profiles=told)
        >>> cycle.profile_on(dt.date(2026, 12, 31)), cycle.profile_on(dt.date(2027, 5, 1)), cycle.profile_on(dt.date(2028, 5, 1))
        ('', 'food', '')
        """
        return next((name for since, name in reversed(self.profiles) if since <= day), "")

    def years(self) -> list[tuple[dt.date, dt.date]]:
        """Its years, told from the end: days won by an early renewal, and odd months, lengthen the first.

        >>> cycle = Cycle(dt.date(2026, 9, 1), dt.date(2029, 11, 23), 36, 180)
        >>> [(str(first), str(last)) for first, last in cycle.years()]
        [('2026-09-01', '2027-11-23'), ('2027-11-24', '2028-11-23'), ('2028-11-24', '2029-11-23')]
        """
        count = max(1, self.months // 12)
        ends = [_earlier(self.valid_until, count - number) for number in range(1, count + 1)]
        return list(zip([self.begins, *(end + DAY for end in ends[:-1])], ends, strict=True))


class Stage(StrEnum):
    """Where a day lies on the way to the end of a certificate and beyond."""

    EARLY = "early"
    OPEN = "open"
    LATE = "late"
    EXAM = "exam"
    OVER = "over"


def stage(rules: Rules, cycle: Cycle, on: dt.date) -> Stage:
    """May it be renewed on this day, and if not, what is the way?

    >>> cycle = Cycle(dt.date(2026, 11, 24), dt.date(2029, 11, 23), 36, 180)
    >>> days = [dt.date(2029, 5, 26), dt.date(2029, 5, 27), dt.date(2030, 5, 22), dt.date(2030, 5, 23), dt.date(2030, 11, 24)]
    >>> [stage(Rules.of({"hours": 24}), cycle, day).value for day in days]
    ['early', 'open', 'late', 'exam', 'over']
    """
    if on < opens(rules, cycle):
        return Stage.EARLY
    if on <= cycle.valid_until:
        return Stage.OPEN
    if on <= cycle.grace_ends:
        return Stage.LATE
    return Stage.EXAM if on <= exam_until(rules, cycle) else Stage.OVER


def opens(rules: Rules, cycle: Cycle) -> dt.date:
    """The first day on which it can be renewed."""
    return cycle.valid_until - rules.window_days * DAY


def exam_until(rules: Rules, cycle: Cycle) -> dt.date:
    """The last day on which passing the exam again is enough; after it one applies anew."""
    return last_day(cycle.valid_until + DAY, rules.exam_within_months)


def term(rules: Rules, cycle: Cycle, on: dt.date, months: int) -> tuple[dt.date, dt.date]:
    """First and last day of the certificate that renews this one on the day `on`.

    It is valid at once, so that there is no gap; its term is counted from the end of the old one, so that whoever
    comes early loses no day. Whoever comes late gains none, unless the rules say so.

    >>> cycle = Cycle(dt.date(2026, 11, 24), dt.date(2029, 11, 23), 36, 180)
    >>> rules, later = Rules.of({"hours": 24}), Rules.of({"hours": 24, "late": "renewal_day"})
    >>> [str(day) for day in term(rules, cycle, dt.date(2029, 6, 1), 36)]
    ['2029-06-01', '2032-11-23']
    >>> [str(day) for day in term(rules, cycle, dt.date(2030, 2, 1), 36)]
    ['2030-02-01', '2032-11-23']
    >>> [str(day) for day in term(later, cycle, dt.date(2030, 2, 1), 36)]
    ['2030-02-01', '2033-01-31']
    """
    first = on if on > cycle.valid_until and rules.late_from_renewal else cycle.valid_until + DAY
    return on, last_day(first, months)


def _earlier(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
