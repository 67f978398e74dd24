"""The last pass over a certificate's page: the art underneath and the QR code on it; the rest is core.pdf.mending."""

import datetime as dt
import io
from functools import cache

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from certificates.art.sheet import BACKGROUND
from core.pdf.mending import mend
from core.qr import Code

# 28 mm, four modules and more from anything else (the quiet zone of ISO/IEC 18004).
_QR_SIZE, _QR_TOP_LEFT, _QR_COLOUR = 79.37, (84.0, 190.0), b"0.071 0.224 0.247 rg"


@cache
def _art() -> bytes:
    """The background as it lies on disk, read once per process."""
    return BACKGROUND.read_bytes()


def finish(page: bytes, *, url: str, issued: dt.date) -> bytes:
    """The finished document. The same page gives the same bytes, in any process, on any day."""
    with pikepdf.open(io.BytesIO(page)) as document, pikepdf.open(io.BytesIO(_art())) as art:
        _underlay(document, art, url)
        return mend(document, issued)


def _underlay(document: Pdf, art: Pdf, url: str) -> None:
    """Draw the art below the words, as a form (nothing of it is parsed), and the QR code on it."""
    page = document.pages[0]
    forms = page.Resources.get(Name.XObject, Dictionary())
    forms[Name.Art] = document.copy_foreign(art.pages[0].as_form_xobject())
    page.Resources[Name.XObject] = forms
    page.contents_add(document.make_stream(b"q /Art Do Q\n" + _qr(url)), prepend=True)


def _qr(url: str) -> bytes:
    """The address as a QR code, drawn here because xhtml2pdf would parse an SVG of it twice (13 ms)."""
    code = Code(url)
    module = _QR_SIZE / code.size
    place = b"%.4f 0 0 -%.4f %.2f %.2f cm" % (module, module, *_QR_TOP_LEFT)
    modules = [b"%d %d %d 1 re" % (run.x, run.y, run.length) for run in code.runs()]
    return b"\n".join([b"q", _QR_COLOUR, place, *modules, b"f", b"Q", b""])
