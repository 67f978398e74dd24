"""Opening hours of a base (开放时间) as data, and the slots a day is cut into. Pure.

Hours are {"tue": "09:00-16:30"}; a day without an entry is closed.
"""

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_SLOTS = 12


class Malformed(ValueError):
    """Hours that cannot be read; `day` says where."""

    def __init__(self, day: str) -> None:
        super().__init__(day)
        self.day = day


Span = tuple[dt.time, dt.time]


def read(data: Any) -> dict[str, Span]:
    """The spans by weekday. Raises Malformed.

    >>> read({"tue": "09:00-16:30"})["tue"][1]
    datetime.time(16, 30)
    """
    if not isinstance(data, dict):
        raise Malformed("")
    spans = {}
    for day, text in data.items():
        try:
            begins, ends = (dt.time.fromisoformat(part.strip()) for part in str(text).split("-"))
        except ValueError:
            raise Malformed(str(day)) from None
        if day not in WEEKDAYS or begins >= ends:
            raise Malformed(str(day))
        spans[str(day)] = (begins, ends)
    return spans


def weekday(day: dt.date) -> str:
    return WEEKDAYS[day.weekday()]


def slots(hours: Mapping[str, Span], day: dt.date, number: int) -> list[Span]:
    """The day's hours in `number` parts of equal length; none on a day that is closed.

    >>> [f"{begins:%H:%M}" for begins, _ends in slots(read({"tue": "09:00-16:00"}), dt.date(2026, 12, 1), 2)]
    ['09:00', '12:30']
    """
    span = hours.get(weekday(day))
    if span is None or number < 1:
        return []
    begins, ends = (dt.datetime.combine(day, moment) for moment in span)
    part = (ends - begins) / number
    edges = [begins + part * place for place in range(number + 1)]
    return [(first.time(), last.time()) for first, last in pairwise(edges)]
