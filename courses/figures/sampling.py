"""The operating characteristic of a sampling plan (抽检特性曲线): how often lots of each quality are accepted."""

import math
from collections.abc import Mapping
from typing import Any

from courses.figures.canvas import WIDTH, Canvas, Unfit

_LEFT, _RIGHT, _TOP, _BASE = 46.0, WIDTH - 16.0, 14.0, 214.0
_STEPS = 80


def accepted(n: int, ac: int, share: float) -> float:
    """The chance that a lot with this share nonconforming is accepted (binomial).

    >>> f"{accepted(50, 1, 0.02):.3f} {accepted(20, 0, 0.05):.3f}"
    '0.736 0.358'
    """
    return sum(math.comb(n, d) * share**d * (1 - share) ** (n - d) for d in range(ac + 1))


def curve(told: Mapping[str, Any]) -> Canvas:
    """A curve for each plan, and where asked the chance at one share, read off the first plan."""
    most = float(told.get("most", 10))
    plans = [(int(plan["n"]), int(plan["ac"])) for plan in told["plans"]]
    if not plans or len(plans) > 3 or not all(0 <= ac < n for n, ac in plans):
        raise Unfit("one to three plans, each with 0 ≤ ac < n")
    canvas = Canvas()
    _grid(canvas, most, told)
    for number, (n, ac) in enumerate(plans):
        shares = [most * step / _STEPS for step in range(_STEPS + 1)]
        canvas.path(((_x(share, most), _y(accepted(n, ac, share / 100))) for share in shares), f"curve figure__curve--{number}")
        _key(canvas, number, f"n={n}, Ac={ac}")
    for share in told.get("at", ()):
        _mark(canvas, float(share), most, accepted(*plans[0], float(share) / 100))
    return canvas


def _x(share: float, most: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * share / most


def _y(chance: float) -> float:
    return _BASE - (_BASE - _TOP) * chance


def _grid(canvas: Canvas, most: float, told: Mapping[str, Any]) -> None:
    for quarter in range(5):
        canvas.line(_LEFT, _y(quarter / 4), _RIGHT, _y(quarter / 4), "grid" if quarter else "axis")
        canvas.text(_LEFT - 7, _y(quarter / 4) + 4.5, f"{quarter / 4:.2f}", at="end")
    for step in range(6):
        canvas.text(_x(most * step / 5, most), _BASE + 18, f"{most * step / 5:g}%", at="middle")
    canvas.text((_LEFT + _RIGHT) / 2, _BASE + 38, told.get("across", ""), "small", at="middle")


def _key(canvas: Canvas, number: int, words: str) -> None:
    y = _TOP + 16 + 20 * number
    canvas.line(_RIGHT - 150, y - 4.5, _RIGHT - 116, y - 4.5, f"curve figure__curve--{number}")
    canvas.text(_RIGHT - 108, y, words)


def _mark(canvas: Canvas, share: float, most: float, chance: float) -> None:
    x, y = _x(share, most), _y(chance)
    canvas.line(x, y, x, _BASE, "limit")
    canvas.dot(x, y, 4, "dot")
    canvas.text(x + 8, y - 5, f"{chance:.3f}", "told")
