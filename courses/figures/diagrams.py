"""Diagrams: causes of an effect (因果图), the steps of a process with its decisions (流程图)."""

from collections.abc import Mapping, Sequence
from typing import Any

from courses.figures.canvas import WIDTH, Canvas, Unfit, tall, wrapped

_HEAD = 96.0
_ROOM = 116.0


def fishbone(told: Mapping[str, Any]) -> Canvas:
    """Bones above and below the spine, the effect at the head; what was verified stands out."""
    bones = list(told["bones"])
    if not 2 <= len(bones) <= 6:
        raise Unfit("two to six bones")
    canvas, spine, end = Canvas(286), 146.0, WIDTH - _HEAD - 8
    pairs = (len(bones) + 1) // 2
    canvas.line(8, spine, end, spine, "bone")
    effect = wrapped(told["effect"], _HEAD - 14)
    canvas.box(end, spine - tall(effect) / 2 - 9, _HEAD, tall(effect) + 18, "head")
    canvas.lines(end + _HEAD / 2, spine, effect, "told")
    for n, bone in enumerate(bones):
        x = end - 8 - (pairs - 1 - n // 2) * (end - 20) / pairs
        _bone(canvas, bone, x, spine, up=n % 2 == 0)
    return canvas


def _bone(canvas: Canvas, bone: Mapping[str, Any], x: float, spine: float, *, up: bool) -> None:
    way = -1 if up else 1
    tip = x - 34, spine + way * 112
    canvas.line(*tip, x, spine, "axis")
    canvas.text(tip[0], tip[1] + (-7 if up else 17), bone["name"], "told", at="middle")
    found = [str(cause) for cause in bone.get("found", ())]
    for place, cause in enumerate([*found, *map(str, bone.get("causes", ()))]):
        y = spine + way * (84 - 46 * place)
        at = x - 34 * (y - spine) / (way * 112)
        lines = wrapped(cause, _ROOM - 36)
        canvas.line(at - 12, y, at, y, "grid")
        canvas.lines(at - 16, y, lines, "found" if cause in found else "small", at="end")


def flow(told: Mapping[str, Any]) -> Canvas:
    """Steps from top to bottom. A step that asks is a diamond; its other answer leads to a box beside it."""
    steps = list(told["steps"])
    asks = any("ask" in step for step in steps)
    middle, width = (142.0, 236.0) if asks else (WIDTH / 2, 340.0)
    canvas, y = Canvas(), 6.0
    for place, step in enumerate(steps):
        after = _question(canvas, step, middle, y, told) if "ask" in step else _step(canvas, step, middle, y, width)
        if place < len(steps) - 1:
            _arrow(canvas, middle, after, middle, after + 22)
            if "ask" in step:
                canvas.text(middle + 8, after + 16, told["then"], "small")
        y = after + 22
    return canvas


def _step(canvas: Canvas, step: Mapping[str, Any], middle: float, y: float, width: float) -> float:
    lines = wrapped(step["do"], width - 20)
    height = tall(lines) + 16
    canvas.box(middle - width / 2, y, width, height, "head" if step.get("end") else "box")
    canvas.lines(middle, y + height / 2, lines)
    return y + height


def _question(canvas: Canvas, step: Mapping[str, Any], middle: float, y: float, told: Mapping[str, Any]) -> float:
    lines = wrapped(step["ask"], 138)
    half, reach = tall(lines) / 2 + 22, 132.0
    canvas.shape([(middle, y), (middle + reach, y + half), (middle, y + 2 * half), (middle - reach, y + half)], "ask")
    canvas.lines(middle, y + half, lines)
    left = middle + reach + 36
    other = wrapped(step["else"], WIDTH - left - 20)
    height = tall(other) + 16
    _arrow(canvas, middle + reach, y + half, left, y + half)
    canvas.text(middle + reach + 4, y + half - 6, told["else"], "small")
    canvas.box(left, y + half - height / 2, WIDTH - left - 4, height, "box")
    canvas.lines((left + WIDTH - 4) / 2, y + half, other)
    return y + 2 * half


def _arrow(canvas: Canvas, x1: float, y1: float, x2: float, y2: float) -> None:
    canvas.line(x1, y1, x2, y2, "axis")
    back: Sequence[tuple[float, float]] = [(-5, -8), (5, -8)] if x1 == x2 else [(-8, -5), (-8, 5)]
    canvas.shape([(x2, y2), *((x2 + dx, y2 + dy) for dx, dy in back)], "tip")
