"""How long a name stays on the register (保存期限): until so many years after the certificate's end, and told beforehand.

Pure rules: docs/algorithms/retention.md. The number, what was decided and every digest stay for ever.
"""

import datetime as dt
from dataclasses import dataclass

from certificates.status import State

# The holder knows so many days before, however late the letter could be written.
NOTICE = dt.timedelta(days=30)
_ENDED = (State.WITHDRAWN, State.SUPERSEDED, State.CANCELLED)


def end(state: str, valid_until: dt.date | None, ended_on: dt.date | None) -> dt.date | None:
    """The last day on which it was worth anything: its term's, or that of the decision which ended it earlier. None: no end.

    >>> day = dt.date
    >>> end("valid", day(2029, 11, 23), None), end("withdrawn", day(2029, 11, 23), day(2027, 1, 5))
    (datetime.date(2029, 11, 23), datetime.date(2027, 1, 5))
    >>> end("suspended", None, None) is None
    True
    """
    days = [day for day in (valid_until, ended_on if state in _ENDED else None) if day is not None]
    return min(days, default=None)


def due(ended: dt.date, years: int) -> dt.date:
    """From which day on the name goes: the same day so many years later.

    >>> due(dt.date(2028, 2, 29), 6), due(dt.date(2029, 11, 23), 6)
    (datetime.date(2034, 3, 1), datetime.date(2035, 11, 23))
    """
    try:
        return ended.replace(year=ended.year + years)
    except ValueError:  # 29 February
        return dt.date(ended.year + years, 3, 1)


@dataclass(frozen=True, kw_only=True)
class Due:
    """That somebody is to be told, or that what names them is to go: from which day on, and when they were told."""

    on: dt.date
    told_on: dt.date | None

    def may_go(self, today: dt.date) -> bool:
        return may_go(self.on, self.told_on, today)


def is_near(due_on: dt.date, today: dt.date) -> bool:
    """Whether the day has come or comes within the days of notice."""
    return due_on - NOTICE <= today


def may_go(due_on: dt.date, told_on: dt.date | None, today: dt.date) -> bool:
    """Whether the name may be taken off today: the day has come, and the holder was told long enough ago."""
    return told_on is not None and today >= max(due_on, told_on + NOTICE)
