"""Series of attempts (报考次数): so many within so many months; who has used up one may earn the next. No framework.

The rule is told in docs/algorithms/marking.md.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

Later = Callable[[dt.datetime], dt.datetime]


class Started(Protocol):
    """What is counted."""

    started_at: Any


A = TypeVar("A", bound=Started)


@dataclass(frozen=True)
class Series(Generic[A]):
    """The attempts that count at a moment, the oldest first; whether they are all there are."""

    attempts: list[A]
    used_up: bool


def sliding(past: Iterable[A], most: int, later: Later, at: dt.datetime) -> Series[A]:
    """Where no further series can be earned: each attempt counts until it falls out of the window."""
    counted = [attempt for attempt in past if later(attempt.started_at) > at]
    return Series(counted, len(counted) >= most)


def current(past: Iterable[A], most: int, later: Later, at: dt.datetime) -> Series[A]:
    """Where a further series can be earned: used up once, a series stays so until its last attempt falls out of the window."""
    counted: list[A] = []
    for attempt in past:
        earlier = [] if len(counted) >= most else counted
        counted = [*(one for one in earlier if later(one.started_at) > attempt.started_at), attempt]
    if len(counted) >= most:
        return Series(counted, True) if later(counted[-1].started_at) > at else Series([], False)
    return sliding(counted, most, later, at)
