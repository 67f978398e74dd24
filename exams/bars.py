"""Bars for a picture of a distribution: places and heights in the picture's own units, drawn by the template as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 60, 120
GAP = 8


@dataclass(frozen=True)
class Bar:
    """One bar: which tenth, how many, and where it stands."""

    label: str
    count: int
    x: int
    y: int
    width: int
    height: int

    @property
    def start(self) -> str:
        """Where the band begins: all there is room for under a bar on a phone."""
        return self.label.partition("–")[0]

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


def histogram(counts: Sequence[int]) -> list[Bar]:
    """A bar for each band of a scale from 0 to 100.

    >>> [(bar.label, bar.height, bar.y) for bar in histogram([2, 0, 4])]
    [('0–33', 60, 60), ('33–66', 0, 120), ('66–100', 120, 0)]
    """
    most, step = max([*counts, 1]), 100 / len(counts)
    return [
        Bar(
            label=f"{int(place * step)}–{int((place + 1) * step)}",
            count=count,
            x=place * WIDTH + GAP // 2,
            y=HEIGHT - round(HEIGHT * count / most),
            width=WIDTH - GAP,
            height=round(HEIGHT * count / most),
        )
        for place, count in enumerate(counts)
    ]
