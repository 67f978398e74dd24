"""The sheet a certificate is printed on, drawn with reportlab and stripped of everything that is not a line.

`manage.py draw_certificate_art` writes it to background.pdf, and without the medallion to background-open.pdf, byte for byte the
same each time; rendering a certificate then only lays it under the words (3-6 ms instead of drawing some 6,000 curves anew).
"""

import io
from pathlib import Path

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from certificates.art.guilloche import Petal, frame, fret, rosette
from certificates.art.lettering import Face
from certificates.art.medallion import medallion
from certificates.art.palette import GOLD, HEIGHT, INK, PAPER, TEAL, WIDTH
from core import typefaces

BACKGROUND = Path(__file__).with_name("background.pdf")
# The same without the medallion: its place is empty, or an operator's own mark stands there.
OPEN_BACKGROUND = Path(__file__).with_name("background-open.pdf")
_BAND, _MILLIMETRE = 38.0, 72 / 25.4
_INNER = 57.0
# The middle of the holder's name: both rosettes turn around it.
_NAME = HEIGHT - 262


def draw(*, with_medallion: bool = True) -> bytes:
    """The sheet as a PDF of one page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    canvas.setFillColor(PAPER)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    rosette(canvas, WIDTH / 2, _NAME, Petal(72, 196, 0.16, 0.35, TEAL, 0.13))
    rosette(canvas, WIDTH / 2, _NAME, Petal(60, 124, 0.10, 0.35, GOLD, 0.22))
    _frame(canvas)
    _scale(canvas)
    _ornament(canvas, HEIGHT - 199)
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(0.6)
    canvas.line(WIDTH / 2 - 140, HEIGHT - 291, WIDTH / 2 + 140, HEIGHT - 291)
    if with_medallion:
        medallion(canvas, WIDTH / 2, 153, 40, hanzi=Face(typefaces.KAI), latin=Face(typefaces.LATIN))
    canvas.showPage()
    canvas.save()
    return without_fonts(buffer.getvalue())


def _frame(canvas: Canvas) -> None:
    for margin, width, colour in ((20, 2.2, INK), (24.5, 0.7, GOLD), (51.5, 0.7, GOLD)):
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(width)
        canvas.rect(margin, margin, WIDTH - 2 * margin, HEIGHT - 2 * margin)
    frame(canvas, _BAND, WIDTH, HEIGHT, 22)
    for x, across in ((_BAND, 1), (WIDTH - _BAND, -1)):
        for y, up in ((_BAND, 1), (HEIGHT - _BAND, -1)):
            canvas.setFillColor(PAPER)
            canvas.rect(x - 11.5, y - 11.5, 23, 23, stroke=0, fill=1)
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(1.5)
            canvas.setLineCap(2)
            fret(canvas, x, y, 9.6, (across, up))
    canvas.setLineCap(0)


def _scale(canvas: Canvas) -> None:
    """The one ornament of the house (刻度): the inner rule is graduated, every fifth mark long."""
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.5)
    canvas.rect(_INNER, _INNER, WIDTH - 2 * _INNER, HEIGHT - 2 * _INNER)
    canvas.setLineWidth(0.3)
    for upright, length in ((False, WIDTH - 2 * _INNER), (True, HEIGHT - 2 * _INNER)):
        marks = round(length / (2 * _MILLIMETRE) / 5) * 5
        for index in range(1, marks):
            at, reach = _INNER + length * index / marks, 4.2 if index % 5 == 0 else 2.2
            for edge, inward in ((_INNER, 1), ((HEIGHT, WIDTH)[upright] - _INNER, -1)):
                line = (edge, at, edge + inward * reach, at) if upright else (at, edge, at, edge + inward * reach)
                canvas.line(*line)


def _ornament(canvas: Canvas, y: float) -> None:
    """The divider under the title."""
    canvas.setStrokeColor(GOLD)
    for side in (-1, 1):
        canvas.setLineWidth(0.8)
        canvas.line(WIDTH / 2 + side * 14, y, WIDTH / 2 + side * 150, y)
        canvas.setLineWidth(0.4)
        canvas.line(WIDTH / 2 + side * 26, y - 2.6, WIDTH / 2 + side * 120, y - 2.6)
    canvas.setFillColor(GOLD)
    for offset, size in ((0, 5), (-11, 2.4), (11, 2.4)):
        x, path = WIDTH / 2 + offset, canvas.beginPath()
        path.moveTo(x, y + size)
        for to in ((x + size, y), (x, y - size), (x - size, y)):
            path.lineTo(*to)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)


def without_fonts(pdf: bytes) -> bytes:
    """Drop the Helvetica that reportlab declares on every page though no glyph of it is drawn."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        content = page.Contents.read_bytes()
        start = content.index(b"BT /F1")
        end = content.index(b"ET", start) + 2
        page.Contents = document.make_stream(content[:start] + content[end:])
        del page.Resources.Font
        document.remove_unreferenced_resources()
        document.save(out, deterministic_id=True, recompress_flate=True)
    return out.getvalue()
