"""The last pass over a page from xhtml2pdf: the art underneath, sound text, honest metadata, stable bytes."""

import datetime as dt
import io
import re
from functools import cache

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from certificates.art.sheet import BACKGROUND
from core.qr import Code

# A code point above U+FFFF as reportlab writes it: five or six hexadecimal digits, which no reader understands.
_FIVE_DIGITS = re.compile(rb"<([0-9A-Fa-f]{5,6})>")
# 28 mm, four modules and more from anything else (the quiet zone of ISO/IEC 18004).
_QR_SIZE, _QR_TOP_LEFT, _QR_COLOUR = 79.37, (84.0, 190.0), b"0.071 0.224 0.247 rg"


@cache
def _art() -> bytes:
    """The background as it lies on disk, read once per process."""
    return BACKGROUND.read_bytes()


def finish(page: bytes, *, url: str, issued: dt.date) -> bytes:
    """The finished document. The same page gives the same bytes, in any process, on any day."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(page)) as document, pikepdf.open(io.BytesIO(_art())) as art:
        _underlay(document, art, url)
        _repair_copying(document)
        _drop_undrawn_fonts(document)
        stamp = f"D:{issued:%Y%m%d}000000+08'00'"
        document.docinfo[Name.CreationDate] = document.docinfo[Name.ModDate] = pikepdf.String(stamp)
        document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        document.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return out.getvalue()


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


def _repair_copying(document: Pdf) -> None:
    """Write code points above U+FFFF as UTF-16 pairs, so that 𠮷 is copied and searched as 𠮷."""
    for font in _fonts(document):
        if Name.ToUnicode in font:
            before = font.ToUnicode.read_bytes()
            after = _FIVE_DIGITS.sub(lambda match: b"<" + _utf16(match.group(1)) + b">", before)
            if after != before:
                font.ToUnicode = document.make_stream(after)


def _utf16(digits: bytes) -> bytes:
    return chr(int(digits, 16)).encode("utf-16-be").hex().upper().encode()


def _drop_undrawn_fonts(document: Pdf) -> None:
    """Point names of fonts that are declared but draw nothing (reportlab's Helvetica) at an embedded one."""
    page = document.pages[0]
    fonts = page.Resources.Font
    embedded = next(font for _name, font in fonts.items() if Name.FontDescriptor in font)
    for name in list(fonts.keys()):
        if Name.FontDescriptor not in fonts[name]:
            fonts[name] = embedded


def _fonts(document: Pdf) -> list[Dictionary]:
    return [item for item in document.objects if isinstance(item, Dictionary) and item.get(Name.Type) == Name.Font]
