"""The last pass over a certificate's page: the art underneath, the QR code on it, the shape to keep it in (core.pdf)."""

import datetime as dt
import io
from functools import cache

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from certificates.art.palette import HEIGHT, WIDTH
from certificates.art.sheet import BACKGROUND, OPEN_BACKGROUND
from certificates.styles import MARK, MEDALLION, Style
from core.pdf.archiving import Enclosed, shape
from core.pdf.mending import mend
from core.qr import Code

# 28 mm, four modules and more from anything else (the quiet zone of ISO/IEC 18004).
_QR_SIZE, _QR_TOP_LEFT, _QR_COLOUR = 79.37, (84.0, 190.0), b"0.071 0.224 0.247 rg"


_SHIPPED = Style()
# Where an operator's own mark stands: middle, lower edge, and the room it may take.
_Spot = tuple[float, float, float, float]
_IN_THE_MIDDLE: _Spot = (WIDTH / 2, 104, 116, 88)
_AT_THE_HEAD: _Spot = (112, HEIGHT - 136, 62, 58)


@cache
def _art(middle: str) -> bytes:
    """The background as it lies on disk, read once per process."""
    return (BACKGROUND if middle == MEDALLION else OPEN_BACKGROUND).read_bytes()


def finish(page: bytes, *, url: str, issued: dt.date, style: Style = _SHIPPED, enclosed: Enclosed | None = None) -> bytes:
    """The finished document. The same page gives the same bytes, in any process, on any day."""
    with pikepdf.open(io.BytesIO(page)) as document, pikepdf.open(io.BytesIO(_art(style.middle))) as art:
        _lay(document, art, Name.Art)
        below = b"q /Art Do Q\n"
        if style.mark:
            below += _marks(document, style)
        document.pages[0].contents_add(document.make_stream(below + _qr(url)), prepend=True)
        told = document.docinfo
        shape(document, issued, title=str(told[Name.Title]), author=str(told[Name.Author]), enclosed=enclosed)
        return mend(document, issued)


def _lay(document: Pdf, drawing: Pdf, name: Name) -> None:
    """Make a drawing known to the page as a form (nothing of it is parsed)."""
    page = document.pages[0]
    forms = page.Resources.get(Name.XObject, Dictionary())
    forms[name] = document.copy_foreign(drawing.pages[0].as_form_xobject())
    page.Resources[Name.XObject] = forms


def _marks(document: Pdf, style: Style) -> bytes:
    """The own mark where the style wants it, as large as its place allows."""
    with pikepdf.open(io.BytesIO(style.mark)) as drawing:
        _lay(document, drawing, Name.Mark)
        _left, _low, width, height = (float(edge) for edge in drawing.pages[0].mediabox)
    spots = [_AT_THE_HEAD] * style.mark_at_head + [_IN_THE_MIDDLE] * (style.middle == MARK)
    drawn = b""
    for x, y, most_wide, most_high in spots:
        scale = min(most_wide / width, most_high / height)
        place = (scale, scale, x - width * scale / 2, y + (most_high - height * scale) / 2)
        drawn += b"q %.5f 0 0 %.5f %.2f %.2f cm /Mark Do Q\n" % place
    return drawn


def _qr(url: str) -> bytes:
    """The address as a QR code, drawn here because xhtml2pdf would parse an SVG of it twice (13 ms)."""
    code = Code(url)
    module = _QR_SIZE / code.size
    place = b"%.4f 0 0 -%.4f %.2f %.2f cm" % (module, module, *_QR_TOP_LEFT)
    modules = [b"%d %d %d 1 re" % (run.x, run.y, run.length) for run in code.runs()]
    return b"\n".join([b"q", _QR_COLOUR, place, *modules, b"f", b"Q", b""])
