"""The gold medallion with its ribbon: 质 in the middle, three Latin words around it."""

import math

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from certificates.art.guilloche import Petal, rosette
from certificates.art.lettering import Face
from certificates.art.palette import INK, PALE_GOLD, TEAL

_GOLD_LEAF = tuple(HexColor(colour) for colour in ("#f1dfa8", "#b98f36", "#efd999", "#a67c2a"))
_EDGE, _CHARACTER = HexColor("#8a6a22"), HexColor("#f6e7b8")
_SCALLOPS = 48


def medallion(canvas: Canvas, x: float, y: float, radius: float, *, hanzi: Face, latin: Face) -> None:
    """The whole medallion, centred on (x, y)."""
    canvas.saveState()
    canvas.translate(x, y)
    _ribbon(canvas, radius)
    _gold(canvas, radius)
    _shield(canvas, radius)
    latin.draw_ring(
        canvas, "QUALITY · LEARNING · EXAMINATION", radius * 0.665, radius * 0.125, start=215, span=250, colour=PALE_GOLD
    )
    for angle in (255, 270, 285):
        _diamond(canvas, radius * 0.715, math.radians(angle), radius * 0.04)
    hanzi.draw(canvas, "质", 0, -radius * 0.72 * 0.37, radius * 0.72, _CHARACTER)
    canvas.restoreState()


def _ribbon(canvas: Canvas, radius: float) -> None:
    half = radius * 0.36
    for turn, colour in ((-13, INK), (13, TEAL)):
        canvas.saveState()
        canvas.rotate(turn)
        canvas.setFillColor(colour)
        path = canvas.beginPath()
        path.moveTo(-half, 0)
        path.lineTo(-half, -radius * 1.62)
        path.lineTo(0, -radius * 1.40)
        path.lineTo(half, -radius * 1.62)
        path.lineTo(half, 0)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.setStrokeColor(PALE_GOLD)
        canvas.setLineWidth(0.6)
        for side in (-1, 1):
            canvas.line(side * (half - 3), 0, side * (half - 3), -radius * 1.54)
        canvas.restoreState()


def _gold(canvas: Canvas, radius: float) -> None:
    """The scalloped disc with its gradient, clipped; the edge is drawn over it."""
    path, outer, inner = canvas.beginPath(), radius * 1.045, radius * 0.985
    path.moveTo(inner, 0)
    for index in range(_SCALLOPS):
        first, last = (math.tau * (index + step) / _SCALLOPS for step in (0, 1))
        path.curveTo(
            outer * math.cos(first + 0.02),
            outer * math.sin(first + 0.02),
            outer * math.cos(last - 0.02),
            outer * math.sin(last - 0.02),
            inner * math.cos(last),
            inner * math.sin(last),
        )
    path.close()
    canvas.saveState()
    canvas.clipPath(path, stroke=0)
    canvas.linearGradient(-radius, radius, radius, -radius, _GOLD_LEAF, (0, 0.45, 0.7, 1))
    canvas.restoreState()
    canvas.setStrokeColor(_EDGE)
    canvas.setLineWidth(0.5)
    canvas.drawPath(path, stroke=1, fill=0)


def _shield(canvas: Canvas, radius: float) -> None:
    canvas.setFillColor(INK)
    canvas.circle(0, 0, radius * 0.86, stroke=0, fill=1)
    canvas.setStrokeColor(PALE_GOLD)
    for line, width in ((0.83, 0.7), (0.60, 0.4)):
        canvas.setLineWidth(width)
        canvas.circle(0, 0, radius * line, stroke=1, fill=0)
    canvas.saveState()
    clip = canvas.beginPath()
    clip.circle(0, 0, radius * 0.60)
    canvas.clipPath(clip, stroke=0)
    rosette(canvas, 0, 0, Petal(36, radius * 0.74, 0.1, 0.35, HexColor("#4f8d92"), 0.8))
    canvas.restoreState()


def _diamond(canvas: Canvas, radius: float, angle: float, size: float) -> None:
    x, y = radius * math.cos(angle), radius * math.sin(angle)
    path = canvas.beginPath()
    path.moveTo(x, y + size)
    for to in ((x + size, y), (x, y - size), (x - size, y)):
        path.lineTo(*to)
    path.close()
    canvas.setFillColor(PALE_GOLD)
    canvas.drawPath(path, stroke=0, fill=1)
