"""A line of means drawn on the server (走势图): pure reckoning; a table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, TOP = 120, 14
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class Point:
    """One mean: where it lies (x in percent, y in pixels), what it says, and where the next one lies."""

    label: str
    mean: float
    x: float
    y: float
    next_x: float
    next_y: float


def line(means: Sequence[tuple[str, float]]) -> list[Point]:
    """The points from left to right; the last leads to itself.

    >>> [(one.x, one.y) for one in line([("a", 1.0), ("b", 5.0)])]
    [(5.0, 134.0), (95.0, 14.0)]
    """
    last = max(len(means) - 1, 1)
    places = [(5 + 90 * number / last, height(mean)) for number, (_label, mean) in enumerate(means)]
    following = [*places[1:], *places[-1:]]
    return [Point(*said, *place, *then) for said, place, then in zip(means, places, following, strict=True)]


def height(mean: float) -> float:
    """How far from the top a mean between 1 and 5 lies."""
    return TOP + HEIGHT * (HIGHEST - mean) / (HIGHEST - LOWEST)
