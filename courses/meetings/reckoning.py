"""How long somebody was at a meeting (出勤时长). Seconds; no framework."""

import datetime as dt
from dataclasses import dataclass

# Raised when the rule itself changes; entries keep the rule they were written by.
RULE = "1"


@dataclass(frozen=True)
class Stay:
    """What was attended of what counts, and what was missed of it."""

    there: int
    missed: int


def stay(
    starts: dt.datetime,
    ends: dt.datetime,
    *,
    counts: int | None = None,
    arrived: dt.datetime | None = None,
    left: dt.datetime | None = None,
) -> Stay:
    """Of the meeting's seconds, or of the `counts` it counts when there are breaks, those between arrival and leaving.

    Who came late misses what went by, breaks or not, and never gets more than counts.

    >>> at = lambda hour, minute=0: dt.datetime(2026, 9, 5, hour, minute)
    >>> stay(at(9), at(12)), stay(at(9), at(12), counts=9000)
    (Stay(there=10800, missed=0), Stay(there=9000, missed=0))
    >>> stay(at(9), at(12), arrived=at(10), left=at(11, 30))
    Stay(there=5400, missed=5400)
    >>> stay(at(9), at(12), arrived=at(8, 40)), stay(at(9), at(12), arrived=at(13))
    (Stay(there=10800, missed=0), Stay(there=0, missed=10800))
    """
    whole = int((ends - starts).total_seconds())
    first, last = max(starts, arrived or starts), min(ends, left or ends)
    absent = whole - max(0, int((last - first).total_seconds()))
    counted = min(whole, counts or whole)
    there = max(0, counted - absent)
    return Stay(there, counted - there)
