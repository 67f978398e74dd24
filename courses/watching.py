"""Honest watching (如实观看): what of a film was really played. Integers of milliseconds; no framework.

A player reports the ranges it has played since the last report that was acknowledged, under a number that grows. The server
believes no more than its own clock allows: time gone by since the film was opened, times the fastest rate, less what it has
believed already. What is kept is the union of ranges, so playing the first half twice is half. docs/algorithms/watching.md
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

# Raised when the rule itself changes; entries keep the rule they were written by.
RULE = "1"
RATE = 2  # the fastest a film may be played and still count
EASE = 10  # percent on top: clocks and networks are never quite together
LONGEST_GAP = 90_000  # a player silent for longer has gone; what it says it played meanwhile is believed up to here
FINEST = 250  # of a film: players stop a frame or two short of its end
AHEAD = 2_000  # a jump no longer than this is none

Range = tuple[int, int]


@dataclass(frozen=True)
class Beat:
    """One report: its number, the ranges played since the last acknowledged, and where the player stands."""

    number: int
    ranges: tuple[Range, ...]
    position: int


@dataclass(frozen=True)
class Watched:
    """What is kept of one person and one film. `number`, `heard_at` and `credit`, what the clock has allowed and nobody
    used, belong to the sitting that is open now."""

    duration: int
    ranges: tuple[Range, ...] = ()
    position: int = 0
    number: int = 0
    heard_at: int = 0
    credit: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    @property
    def milliseconds(self) -> int:
        return sum(end - start for start, end in self.ranges)

    @property
    def percent(self) -> int:
        """Whole percent, rounded down; the last blink of an eye is not asked for.

        >>> Watched(60000, ((0, 30000),)).percent, Watched(60000, ((0, 59800),)).percent
        (50, 100)
        """
        if self.duration - self.milliseconds <= FINEST:
            return 100 if self.milliseconds else 0
        return self.milliseconds * 100 // self.duration

    @property
    def furthest(self) -> int:
        """Up to where one may go forward when only seen parts are open."""
        return max((end for _start, end in self.ranges), default=0)


def union(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The same milliseconds, each once, in order.

    >>> union([(0, 5), (3, 9), (20, 30), (9, 10)])
    ((0, 10), (20, 30))
    """
    out: list[Range] = []
    for start, end in sorted(one for one in ranges if one[0] < one[1]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def heard(watched: Watched, beat: Beat, now: int, *, only_forward_in_seen: bool = False) -> Watched:
    """What is kept after a report at `now` by the server's clock. A report with a number already heard changes nothing.

    >>> begun = Watched(60_000, heard_at=0)
    >>> heard(begun, Beat(1, ((0, 15_000),), 15_000), 15_000).ranges
    ((0, 15000),)
    >>> heard(begun, Beat(1, ((0, 60_000),), 60_000), 1_000).milliseconds
    2200
    """
    if beat.number <= watched.number:
        return watched
    allowance = min(watched.credit + _allowed(max(0, now - watched.heard_at)), _allowed(LONGEST_GAP))
    kept, refused = list(watched.ranges), dict(watched.refused)
    for start, end in _within(beat.ranges, watched.duration):
        if only_forward_in_seen and start > max((one[1] for one in kept), default=0) + AHEAD:
            _refuse(refused, "skipped", end - start)
            continue
        believed = min(end - start, allowance)
        allowance -= believed
        kept = list(union([*kept, (start, start + believed)]))
        _refuse(refused, "too_fast", end - start - believed)
    position = min(max(0, beat.position), watched.duration)
    return replace(
        watched,
        ranges=tuple(kept),
        position=position,
        number=beat.number,
        heard_at=max(now, watched.heard_at),
        credit=allowance,
        refused=refused,
    )


def _allowed(elapsed: int) -> int:
    """How much of a film can have been played in so much time."""
    return elapsed * RATE * (100 + EASE) // 100


def _within(ranges: Iterable[Range], duration: int) -> list[Range]:
    """The ranges cut to the film's own length, which is the server's to know."""
    return [(max(0, start), min(end, duration)) for start, end in ranges if max(0, start) < min(end, duration)]


def _refuse(refused: dict[str, int], reason: str, amount: int) -> None:
    if amount > 0:
        refused[reason] = refused.get(reason, 0) + amount


def begun(watched: Watched, now: int) -> Watched:
    """The same film opened anew, on this device or another: numbers start again, what was watched stays."""
    return replace(watched, number=0, heard_at=now, credit=0)


def stored(watched: Watched) -> dict[str, Any]:
    """As it is kept in a row; the duration is the film's."""
    return {
        "ranges": [list(one) for one in watched.ranges],
        "position": watched.position,
        "number": watched.number,
        "heard_at": watched.heard_at,
        "credit": watched.credit,
        "refused": watched.refused,
    }


def restored(data: dict[str, Any], duration: int) -> Watched:
    """What a row keeps, for a film of this length; a film that was made shorter since loses what is no more there."""
    ranges = union(_within([(start, end) for start, end in data.get("ranges", [])], duration))
    return Watched(
        duration=duration,
        ranges=ranges,
        position=min(data.get("position", 0), duration),
        number=data.get("number", 0),
        heard_at=data.get("heard_at", 0),
        credit=data.get("credit", 0),
        refused=dict(data.get("refused", {})),
    )


def read_beat(data: Any) -> Beat | None:
    """A report as it came, or None when it is none: whole numbers, at most 100 ranges, each forward."""
    try:
        number, position, ranges = data["number"], data["position"], data["ranges"]
        pairs = tuple((start, end) for start, end in ranges)
    except (KeyError, TypeError, ValueError):
        return None
    figures = [number, position, *(figure for pair in pairs for figure in pair)]
    if not all(type(one) is int and 0 <= one < 10**9 for one in figures) or number < 1 or len(pairs) > 100:
        return None
    return Beat(number, pairs, position) if all(start < end for start, end in pairs) else None
