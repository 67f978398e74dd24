"""The paper figures are drawn on: 480 units wide, so that its words can still be read on a phone."""

from collections.abc import Iterable, Sequence
from html import escape

WIDTH = 480
_EM = 13.0
_LINE = 17


class Unfit(ValueError):
    """What cannot be drawn, and why."""


class Canvas:
    """SVG, piece by piece. `height` grows with what is put on it."""

    def __init__(self, height: float = 0) -> None:
        self.height = height
        self._parts: list[str] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str = "line") -> None:
        self._parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="figure__{kind}"/>')
        self._reach(max(y1, y2))

    def path(self, points: Iterable[tuple[float, float]], kind: str = "line") -> None:
        told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._parts.append(f'<polyline points="{told}" class="figure__{kind}"/>')

    def shape(self, points: Iterable[tuple[float, float]], kind: str = "box") -> None:
        told = list(points)
        self._parts.append(f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in told)}" class="figure__{kind}"/>')
        self._reach(max(y for _x, y in told))

    def box(self, x: float, y: float, width: float, height: float, kind: str = "box") -> None:
        self._parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" class="figure__{kind}"/>')
        self._reach(y + height)

    def dot(self, x: float, y: float, radius: float = 3.2, kind: str = "dot") -> None:
        self._parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" class="figure__{kind}"/>')

    def text(self, x: float, y: float, words: object, kind: str = "", *, at: str = "start") -> None:
        """One line of words; `at` says which of their ends, or their middle, stands at x."""
        name = f' class="figure__{kind}"' if kind else ""
        self._parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{at}"{name}>{escape(str(words))}</text>')
        self._reach(y + 4)

    def lines(self, x: float, y: float, words: Sequence[str], kind: str = "", *, at: str = "middle") -> None:
        """Lines of words, y being the middle of them all."""
        first = y - (len(words) - 1) * _LINE / 2 + 4.5
        for number, line in enumerate(words):
            self.text(x, first + number * _LINE, line, kind, at=at)

    def svg(self, words: str) -> str:
        size = f"0 0 {WIDTH} {self.height + 6:.0f}"
        return f'<svg viewBox="{size}" role="img" aria-label="{escape(words)}">{"".join(self._parts)}</svg>'

    def _reach(self, y: float) -> None:
        self.height = max(self.height, y)


def wide(words: str) -> float:
    """About how wide the words are."""
    return sum(_EM if ord(sign) > 0x2E7F or sign in "“”—…" else 0.54 * _EM for sign in words)


def tall(lines: Sequence[str]) -> float:
    return len(lines) * _LINE


def wrapped(words: object, width: float) -> list[str]:
    """The words in lines no wider than that and about as wide as each other: Latin words whole, Chinese at any sign but
    before a closing one.

    >>> wrapped("draw all, then inspect", 80), wrapped("先抽足，再检验", 60)
    (['draw all,', 'then', 'inspect'], ['先抽足，', '再检验'])
    >>> wrapped("违反安全或强制性要求？", 125)
    ['违反安全或强', '制性要求？']
    """
    lines = _filled(str(words), width)
    least = wide(str(words)) / max(1, len(lines))
    # No lone sign on a last line: as narrow as so many lines allow.
    while width > least and len(narrower := _filled(str(words), width - _EM / 2)) == len(lines):
        lines, width = narrower, width - _EM / 2
    return lines


def _filled(words: str, width: float) -> list[str]:
    """Each line as full as it gets."""
    lines, line = [], ""
    for piece in _pieces(words):
        if line and wide((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece.lstrip() if not line else piece
    return [*lines, line.rstrip()]


def _pieces(words: str) -> list[str]:
    """What may not be broken: a Latin word with the blank after it, a Chinese sign with what opens before or closes behind it."""
    pieces: list[str] = []
    for sign in words:
        latin = sign.isascii() and not sign.isspace()
        joins = pieces and (
            sign in "，。；：、）】”？％～"
            or pieces[-1][-1] in "（【“～"
            or sign.isspace()
            or (latin and pieces[-1][-1].isascii() and not pieces[-1][-1].isspace())
        )
        if joins:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces
