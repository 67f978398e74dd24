"""Charts of a process: the control chart (控制图), the histogram with its limits (直方图), the Pareto chart (排列图)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from courses.figures.canvas import WIDTH, Canvas, Unfit, wrapped

# Above the highest point there is room for its number, also where a printed page begins.
LEFT, TOP = 12.0, 28.0
# As in lesson SPC-02: nine points on one side of the centre line, six rising or falling.
RUN, TREND = 9, 6


def control(told: Mapping[str, Any]) -> Canvas:
    """Points in order with centre line and limits; points that give a signal are ringed."""
    points = [float(point) for point in told["points"]]
    centre, upper, lower = (float(told[name]) for name in ("centre", "upper", "lower"))
    if not lower < centre < upper:
        raise Unfit("lower < centre < upper")
    canvas, right, height = Canvas(), WIDTH - 104.0, 190.0
    low, high = min(lower, *points), max(upper, *points)
    step = (right - LEFT - 12) / max(1, len(points) - 1)

    def y(value: float) -> float:
        return TOP + (high - value) / (high - low) * height

    for name, value, kind in (("UCL", upper, "limit"), ("CL", centre, "axis"), ("LCL", lower, "limit")):
        canvas.line(LEFT, y(value), right, y(value), kind)
        canvas.text(right + 8, y(value) + 4.5, f"{name} {_told(value, told)}")
    canvas.path(((LEFT + 6 + n * step, y(point)) for n, point in enumerate(points)), "series")
    for n, point in enumerate(points):
        canvas.dot(LEFT + 6 + n * step, y(point))
    for n in signals(points, centre, upper, lower):
        canvas.dot(LEFT + 6 + n * step, y(points[n]), 7, "signal")
        canvas.text(LEFT + 6 + n * step, y(points[n]) + (-12 if points[n] >= centre else 21), n + 1, "told", at="middle")
    canvas.text(LEFT, TOP + height + 24, told.get("across", ""), "small")
    return canvas


def _told(value: float, told: Mapping[str, Any]) -> str:
    places = told.get("places", 1)
    unit = told.get("unit", "")
    return f"{value:.{places}f}{' ' if unit else ''}{unit}"


def signals(points: Sequence[float], centre: float, upper: float, lower: float) -> list[int]:
    """The places of points that give a signal: beyond a limit, the ninth on one side, the sixth of a trend.

    >>> signals([1, 1, 1, 1, 1, 1, 1, 1, 1, -1, 4], 0, 3, -3)
    [8, 10]
    >>> signals([0, 1, 2, 3, 4, 5], 2.5, 9, -9)
    [5]
    """
    found = [n for n, point in enumerate(points) if not lower <= point <= upper]
    for length, steps in ((RUN, [_side(point - centre) for point in points]), (TREND, _steps(points))):
        found += [n for n in _runs(steps, length) if n not in found]
    return sorted(found)


def _side(distance: float) -> int:
    return (distance > 0) - (distance < 0)


def _steps(points: Sequence[float]) -> list[int]:
    """For each point whether it rose or fell; the first of a trend counts as the point it starts from."""
    return [0, *(_side(after - before) for before, after in pairwise(points))]


def _runs(steps: Sequence[int], length: int) -> Iterator[int]:
    """Where `length` points in a row first go one way. A trend of six points has five steps."""
    needed = length if length == RUN else length - 1
    run, before = 0, 0
    for place, step in enumerate(steps):
        run = run + 1 if step and step == before else 1
        before = step
        if step and run == needed:
            yield place


def histogram(told: Mapping[str, Any]) -> Canvas:
    """Bars of counts from `start` on, each `step` wide, with the limits of the specification."""
    counts, start, step = [int(count) for count in told["counts"]], float(told["start"]), float(told["step"])
    limits = [(str(limit["name"]), float(limit["at"])) for limit in told.get("limits", ())]
    ends = [start, start + step * len(counts), *(at for _name, at in limits)]
    low, high, height, base = min(ends), max(ends), 150.0, 190.0
    canvas, scale = Canvas(), (WIDTH - 60) / (high - low)

    def x(value: float) -> float:
        return 30 + (value - low) * scale

    for n, count in enumerate(counts):
        if count:
            tall = height * count / max(counts)
            canvas.box(x(start + n * step) + 1, base - tall, step * scale - 2, tall, "bar")
    canvas.line(20, base, WIDTH - 20, base, "axis")
    for name, at in limits:
        canvas.line(x(at), 26, x(at), base + 6, "limit")
        canvas.text(x(at), 18, name, "told", at="middle")
        canvas.text(x(at), base + 22, _told(at, told), at="middle")
    return canvas


def pareto(told: Mapping[str, Any]) -> Canvas:
    """Bars from the most to the fewest, “other” last as it is told, and the line of what they add up to."""
    bars = [(str(bar["name"]), int(bar["count"])) for bar in told["bars"]]
    total = sum(count for _name, count in bars)
    width, height, base = (WIDTH - 24) / len(bars), 160.0, 194.0
    canvas = Canvas()
    sums = list(accumulate(count for _name, count in bars))
    for n, (name, count) in enumerate(bars):
        left, tall = 12 + n * width, height * count / total
        canvas.box(left + width * 0.14, base - tall, width * 0.72, tall, "bar")
        canvas.text(
            left + width / 2, base - 6 if tall > 24 else base - tall - 5, count, "onbar" if tall > 24 else "", at="middle"
        )
        for row, line in enumerate(wrapped(name, width - 6)):
            canvas.text(left + width / 2, base + 18 + 16 * row, line, at="middle")
    points = [(12 + (n + 0.5) * width, base - height * part / total) for n, part in enumerate(sums)]
    canvas.path(points, "series")
    for (x, y), part in zip(points, sums, strict=True):
        canvas.dot(x, y)
        canvas.text(x, y - 9, f"{100 * part / total:.1f}%", "told", at="middle")
    canvas.line(12, base, WIDTH - 12, base, "axis")
    return canvas
