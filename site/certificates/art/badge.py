"""The badge's own picture (徽章图案): the medallion of the certificate on its ribbon, with the scheme's letters on a plate.

Ours like the certificate's art: no emblem of any state or body. Drawn once as vectors; the PNG is painted from the same
lines (`raster`). `manage.py draw_certificate_art` writes both beside this module.
"""

import io
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from certificates.art.lettering import Face
from certificates.art.medallion import medallion
from certificates.art.palette import GOLD, INK, PALE_GOLD
from certificates.art.picture import picture
from certificates.art.sheet import without_fonts
from core import typefaces

FOLDER = Path(__file__).with_name("badges")
# The schemes that have a plate of their own; a scheme that an operator adds gets the medallion alone.
CODES = ("CQO", "QSD", "QSO")
PLAIN = "PLAIN"
_SIDE, _RADIUS = 240.0, 82.0
_PLATE = (78.0, 17.0, 84.0, 33.0)


def draw(code: str) -> str:
    """The picture as an SVG."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(_SIDE, _SIDE), invariant=1, pageCompression=1)
    latin = Face(typefaces.LATIN)
    medallion(canvas, _SIDE / 2, _SIDE - _RADIUS * 1.045 - 2, _RADIUS, hanzi=Face(typefaces.KAI), latin=latin)
    if code != PLAIN:
        _plate(canvas, code, latin)
    canvas.showPage()
    canvas.save()
    return picture(without_fonts(buffer.getvalue()))


def _plate(canvas: Canvas, code: str, latin: Face) -> None:
    x, y, width, height = _PLATE
    canvas.setFillColor(PALE_GOLD)
    canvas.rect(x, y, width, height, stroke=0, fill=1)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1.6)
    canvas.rect(x, y, width, height)
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(0.6)
    canvas.rect(x + 3, y + 3, width - 6, height - 6)
    size, gap = 24, 3.0
    widths = [latin.width(letter, size) for letter in code]
    at = x + (width - sum(widths) - gap * (len(code) - 1)) / 2
    for letter, own in zip(code, widths, strict=True):
        latin.draw(canvas, letter, at + own / 2, y + 8.4, size, INK)
        at += own + gap


def of(code: str, kind: str) -> bytes:
    """The finished picture for a scheme, as it lies on disk; `kind` is "svg" or "png"."""
    return (FOLDER / f"{code if code in CODES else PLAIN}.{kind}").read_bytes()
