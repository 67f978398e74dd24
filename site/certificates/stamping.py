"""Marking a page as a preview (预览水印): words across it, as outlines, so that no typeface lacks them and none is embedded."""

import io
from functools import cache

import pikepdf
from pikepdf import Dictionary, Name
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from certificates.art.lettering import Face
from certificates.art.palette import HEIGHT, WIDTH
from certificates.art.sheet import without_fonts
from core import typefaces

WORDS = {"zh-hans": "预览　尚未颁发", "zh-hant": "預覽　尚未頒發", "en": "PREVIEW　NOT ISSUED"}
_INK, _SIZE, _TURN = Color(0.62, 0.16, 0.12, alpha=0.16), 54.0, 24
# How far the rows stand from the middle: whatever part of the page is cut out, one of them runs through it.
_ROWS = (190, 0, -190)


def stamped(pdf: bytes, language: str) -> bytes:
    """The page with the words across it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document, pikepdf.open(io.BytesIO(_stamp(language))) as stamp:
        page = document.pages[0]
        forms = page.Resources.get(Name.XObject, Dictionary())
        forms[Name.Stamp] = document.copy_foreign(stamp.pages[0].as_form_xobject())
        page.Resources[Name.XObject] = forms
        page.contents_add(document.make_stream(b"q /Stamp Do Q\n"))
        document.save(out, deterministic_id=True)
    return out.getvalue()


@cache
def _stamp(language: str) -> bytes:
    """The words alone on a sheet of their own, drawn once per process."""
    faces = [Face(typefaces.KAI), Face(typefaces.KAI_RARE)] if language == "zh-hant" else [Face(typefaces.KAI)]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(_TURN)
    for row in _ROWS:
        _line(canvas, WORDS[language], row, faces)
    canvas.save()
    return without_fonts(out.getvalue())


def _line(canvas: Canvas, words: str, y: float, faces: list[Face]) -> None:
    drawn = [(sign, next((face for face in faces if face.has(sign)), faces[0])) for sign in words]
    widths = [face.width(sign, _SIZE) * 1.08 for sign, face in drawn]
    x = -sum(widths) / 2
    for (sign, face), width in zip(drawn, widths, strict=True):
        face.draw(canvas, sign, x + width / 2, y - _SIZE / 3, _SIZE, _INK)
        x += width
