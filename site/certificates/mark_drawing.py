"""An operator's mark as a page of PDF, ready to be laid on a certificate: vectors stay vectors, pixels keep their clear ground.

The same mark gives the same bytes; drawn once per process, for a batch lays it on a thousand pages.
"""

import io
from functools import lru_cache

import pikepdf
from reportlab import rl_config
from reportlab.graphics import renderPDF
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from svglib.svglib import svg2rlg

from certificates.marks import BadMark, Mark


@lru_cache(maxsize=32)
def drawn(mark: Mark) -> bytes:
    """The mark alone on a page of its own size."""
    rl_config.invariant = 1
    return _without_fonts(_vectors(mark.content) if mark.ending == "svg" else _pixels(mark.content))


def _vectors(content: bytes) -> bytes:
    drawing, out = svg2rlg(io.BytesIO(content)), io.BytesIO()
    if drawing is None:  # svglib says nothing more; marks.read has looked before
        raise BadMark("damaged")
    canvas = Canvas(out, pagesize=(drawing.width, drawing.height), invariant=1)
    renderPDF.draw(drawing, canvas, 0, 0)
    canvas.save()
    return out.getvalue()


def _pixels(content: bytes) -> bytes:
    image, out = ImageReader(io.BytesIO(content)), io.BytesIO()
    width, height = image.getSize()
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    canvas.drawImage(image, 0, 0, width, height, mask="auto")
    canvas.save()
    return out.getvalue()


def _without_fonts(pdf: bytes) -> bytes:
    """A mark has no letters; the font reportlab declares all the same is taken out, so that every font stays embedded."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        kept = [
            one
            for one in pikepdf.parse_content_stream(page)
            if str(one.operator) not in ("BT", "ET", "Tf", "Td", "Tm", "TL", "T*", "Tj")
        ]
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
        if "/Font" in page.Resources:
            del page.Resources.Font
        document.remove_unreferenced_resources()
        document.save(out, deterministic_id=True)
    return out.getvalue()
