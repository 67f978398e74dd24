"""Bars of a chart (横条): lengths in per cent of the widest, for a picture that the template draws. Pure rules."""

from collections.abc import Sequence
from dataclasses import dataclass

ROW = 30
# Where bars begin and end across the picture, in per cent: names to the left, numbers to the right.
START, WIDEST = 44, 44


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its number or None where it is withheld, how long it is, and where it stands."""

    name: str
    number: int | None
    width: str
    number_x: str
    y: int
    text_y: int


def bars(numbers: Sequence[tuple[str, int | None]]) -> list[Bar]:
    """A bar for each; what is withheld has none, so that its length gives nothing away.

    >>> [(bar.name, bar.width, bar.y) for bar in bars([("a", 10), ("b", None), ("c", 5)])]
    [('a', '44.00%', 6), ('b', '0.00%', 36), ('c', '22.00%', 66)]
    """
    most = max((number for _name, number in numbers if number), default=0)
    return [_bar(place, name, number, most) for place, (name, number) in enumerate(numbers)]


def _bar(place: int, name: str, number: int | None, most: int) -> Bar:
    width = WIDEST * (number or 0) / most if most else 0.0
    top = place * ROW
    return Bar(name, number, f"{width:.2f}%", f"{START + width + 1.5:.2f}%", top + 6, top + 20)
