"""The state of an event (活动) at a moment: one of eight, told by its dates, its seats and nothing else. Pure.

docs/algorithms/events.md has the table.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class EventState(StrEnum):
    """What an event is at a moment, for somebody who wants to come."""

    OPEN = "open"
    WAITING = "waiting"
    NOT_YET_OPEN = "not_yet_open"
    FULL = "full"
    CLOSED = "closed"
    UNDER_WAY = "under_way"
    OVER = "over"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether one may register, for a seat or for the waiting list."""
        return self in {EventState.OPEN, EventState.WAITING}

    @property
    def is_past(self) -> bool:
        """Whether nobody can come any more."""
        return self in {EventState.OVER, EventState.CANCELLED}


@dataclass(frozen=True)
class Facts:
    """What decides. `opens_at` None: from the day it is announced; `closes_at` None: until it begins; `seats` None: no limit."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None
    seats: int | None = None
    taken: int = 0
    has_waiting_list: bool = True
    is_cancelled: bool = False


def state(facts: Facts, at: dt.datetime) -> EventState:
    """The state at a moment. A moment that is a beginning belongs to what begins, an end to what is over.

    >>> day = lambda n: dt.datetime(2026, 9, n)
    >>> open_day = Facts(day(10), day(11), day(2), day(8), seats=60, taken=10)
    >>> [state(open_day, day(n)).value for n in (1, 2, 8, 10, 11)]
    ['not_yet_open', 'open', 'closed', 'under_way', 'over']
    >>> state(Facts(day(10), day(11), seats=60, taken=60), day(1)).value
    'waiting'
    """
    if facts.is_cancelled:
        return EventState.CANCELLED
    if at >= facts.starts_at:
        return EventState.OVER if at >= facts.ends_at else EventState.UNDER_WAY
    return _before(facts, at)


def _before(facts: Facts, at: dt.datetime) -> EventState:
    """The state of what has not begun."""
    if facts.opens_at is not None and at < facts.opens_at:
        return EventState.NOT_YET_OPEN
    if facts.closes_at is not None and at >= facts.closes_at:
        return EventState.CLOSED
    if facts.seats is None or facts.taken < facts.seats:
        return EventState.OPEN
    return EventState.WAITING if facts.has_waiting_list else EventState.FULL


def moves_up(waiting: list[int], free: int | None) -> list[int]:
    """Which of those who wait get a seat: in their order, whoever fits whole. `waiting` is how many come with each; the places
    in the list are returned. A group too large for now keeps its place and lets a smaller one pass.

    >>> moves_up([3, 1, 2], 2), moves_up([1, 1], None), moves_up([1], 0)
    ([1], [0, 1], [])
    """
    found = []
    for place, number in enumerate(waiting):
        if free is None or number <= free:
            found.append(place)
            free = None if free is None else free - number
    return found
