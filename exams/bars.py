"""Bars for a picture of a distribution: lengths across in per cent of the picture, up in pixels; drawn by the template as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

FIELD = 160
_TOP = 20


@dataclass(frozen=True)
class Bar:
    """One bar: which band of the marks, how many papers, and where it stands."""

    span: str
    count: int
    x: str
    y: float
    width: str
    height: float


@dataclass(frozen=True)
class Histogram:
    """The bars, and where one is told the pass mark and an error of measurement to either side of it; empty where not."""

    bars: list[Bar]
    highest: int
    cut: str = ""
    band_x: str = ""
    band_width: str = ""


def histogram(counts: Sequence[int], cut: float | None = None, error: float = 0.0) -> Histogram:
    """A bar for each band of a scale from 0 to 100; `cut` and `error` are per cent of that scale.

    >>> drawn = histogram([2, 0, 4, 1], cut=50, error=60)
    >>> [(bar.span, bar.x, bar.height) for bar in drawn.bars][:3]
    [('0–25%', '1.50%', 80.0), ('25–50%', '26.50%', 0.0), ('50–75%', '51.50%', 160.0)]
    >>> drawn.cut, drawn.band_x, drawn.band_width, histogram([1]).cut
    ('50.00%', '0.00%', '100.00%', '')
    """
    highest, width = max(counts, default=0), 100 / max(1, len(counts))
    bars = [_bar(place, count, width, highest) for place, count in enumerate(counts)]
    if cut is None:
        return Histogram(bars, highest)
    low, high = max(0.0, cut - error), min(100.0, cut + error)
    return Histogram(bars, highest, f"{cut:.2f}%", f"{low:.2f}%", f"{high - low:.2f}%")


def _bar(place: int, count: int, width: float, highest: int) -> Bar:
    height = round(FIELD * count / highest, 1) if highest else 0.0
    return Bar(
        span=f"{place * width:.0f}–{(place + 1) * width:.0f}%",
        count=count,
        x=f"{(place + 0.06) * width:.2f}%",
        y=round(_TOP + FIELD - height, 1),
        width=f"{0.88 * width:.2f}%",
        height=height,
    )
