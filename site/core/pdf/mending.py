"""The last pass over pages from xhtml2pdf: text that copies as it reads, honest metadata, stable bytes."""

import datetime as dt
import io
import re

import pikepdf
from pikepdf import Dictionary, Name, Pdf

# A code point above U+FFFF as reportlab writes it: five or six hexadecimal digits, which no reader understands.
_FIVE_DIGITS = re.compile(rb"<([0-9A-Fa-f]{5,6})>")


def mend(document: Pdf, made_on: dt.date) -> bytes:
    """The finished document. The same pages give the same bytes, in any process, on any day."""
    _repair_copying(document)
    _drop_undrawn_fonts(document)
    stamp = f"D:{made_on:%Y%m%d}000000+08'00'"
    document.docinfo[Name.CreationDate] = document.docinfo[Name.ModDate] = pikepdf.String(stamp)
    document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    out = io.BytesIO()
    document.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    return out.getvalue()


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
    for page in document.pages:
        fonts = page.Resources.get(Name.Font, Dictionary())
        embedded = next((font for _name, font in fonts.items() if Name.FontDescriptor in font), None)
        for name in list(fonts.keys()) if embedded is not None else ():
            if Name.FontDescriptor not in fonts[name]:
                fonts[name] = embedded


def _fonts(document: Pdf) -> list[Dictionary]:
    return [item for item in document.objects if isinstance(item, Dictionary) and item.get(Name.Type) == Name.Font]
