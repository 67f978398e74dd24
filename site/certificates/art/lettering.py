"""Letters as outlines: the art carries no font, so nothing in it can be missing or substituted."""

import math
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas


class _PathPen(BasePen):
    """Draws a glyph into a canvas path."""

    def __init__(self, glyphs: Any, path: Any) -> None:
        super().__init__(glyphs)
        self._path = path

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self._path.moveTo(*pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self._path.lineTo(*pt)

    def _curveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]) -> None:
        self._path.curveTo(*pt1, *pt2, *pt3)

    def _closePath(self) -> None:
        self._path.close()


class Face:
    """A typeface opened for drawing."""

    def __init__(self, file: Path) -> None:
        font = TTFont(file, lazy=True)
        self._glyphs, self._names = font.getGlyphSet(), font.getBestCmap()
        self._units = font["head"].unitsPerEm

    def has(self, character: str) -> bool:
        return ord(character) in self._names

    def width(self, character: str, size: float) -> float:
        return float(self._glyphs[self._names[ord(character)]].width * size / self._units)

    def draw(self, canvas: Canvas, character: str, x: float, y: float, size: float, colour: Color) -> None:
        """One character, centred on `x`, standing on `y`."""
        canvas.saveState()
        canvas.translate(x - self.width(character, size) / 2, y)
        canvas.scale(size / self._units, size / self._units)
        canvas.setFillColor(colour)
        path = canvas.beginPath()
        self._glyphs[self._names[ord(character)]].draw(_PathPen(self._glyphs, path))
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.restoreState()

    def draw_ring(
        self, canvas: Canvas, text: str, radius: float, size: float, *, start: float, span: float, colour: Color
    ) -> None:
        """Text around the origin, from the angle `start` clockwise over `span` degrees."""
        widths = [self.width(character, size) for character in text]
        gap = (math.radians(span) * radius - sum(widths)) / (len(text) - 1)
        angle = math.radians(start)
        for character, width in zip(text, widths, strict=True):
            angle -= width / 2 / radius
            canvas.saveState()
            canvas.translate(radius * math.cos(angle), radius * math.sin(angle))
            canvas.rotate(math.degrees(angle) - 90)
            self.draw(canvas, character, 0, 0, size, colour)
            canvas.restoreState()
            angle -= (width / 2 + gap) / radius
