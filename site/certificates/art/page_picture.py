"""A finished certificate as a picture: its page of PDF told again as an SVG, with the very letters that are embedded in it.

For the office's preview, so that no program outside need draw pages. It knows the operators our pages hold and no others.
"""

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from certificates.art.picture import Matrix, Picture, colour_of, number_of

_LINE: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass
class _Letters:
    """An embedded typeface: which glyph each code draws, and how far it moves on."""

    glyphs: Any
    names: dict[int, str]
    widths: dict[int, float]
    units: int

    @classmethod
    def of(cls, font: pikepdf.Object) -> "_Letters":
        face = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
        widths = {int(font.FirstChar) + at: float(width) / 1000 for at, width in enumerate(font.Widths)}
        return cls(face.getGlyphSet(), face["cmap"].tables[0].cmap, widths, face["head"].unitsPerEm)


class PagePicture(Picture):
    """Reads a page with words, forms and pictures on it."""

    def __init__(self, page: pikepdf.Page) -> None:
        self._fonts: dict[str, _Letters] = {}
        self._glyphs: dict[tuple[str, int], str] = {}
        self._raw: dict[int, str] = {}
        self._font, self._size, self._spacing, self._leading = "", 0.0, 0.0, 0.0
        self._spacings: list[float] = []
        self._at = self._line = _LINE
        super().__init__(page)

    def svg(self) -> str:
        letters = (f'<path id="{name}" d="{self._outline(font, code)}"/>' for (font, code), name in self._glyphs.items())
        drawn = (self._raw.get(at) or f'<path{style} d="{"".join(path)}"/>' for at, (style, path) in enumerate(self._drawn))
        size = f"{self._width:g} {self._height:g}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}"><defs>{"".join(self._clips)}{"".join(letters)}</defs>'
            f"{''.join(drawn)}</svg>\n"
        )

    def _outline(self, font: str, code: int) -> str:
        letters = self._fonts[font]
        pen = SVGPathPen(letters.glyphs, ntos=lambda value: f"{value:.0f}")
        letters.glyphs[letters.names[code]].draw(pen)
        return str(pen.getCommands())

    def _put(self, text: str) -> None:
        self._raw[len(self._drawn)] = text
        self._drawn.append(("", []))

    def _keep(self) -> None:
        """Spacing belongs to what is kept with the ink."""
        self._kept.append(self._ink)
        self._spacings.append(self._spacing)

    def _go_back(self) -> None:
        self._ink, self._spacing = self._kept.pop(), self._spacings.pop()

    def _begin(self) -> None:
        self._at = self._line = _LINE

    def _choose(self, name: object, size: object) -> None:
        self._font, self._size = str(name), float(size)  # type: ignore[arg-type]  # a number, by the format
        if self._font not in self._fonts:
            self._fonts[self._font] = _Letters.of(self._resources.Font[self._font])

    def _move(self, x: object, y: object) -> None:
        a, b, c, d, e, f = self._line
        dx, dy = float(x), float(y)  # type: ignore[arg-type]  # numbers, by the format
        self._at = self._line = (a, b, c, d, a * dx + c * dy + e, b * dx + d * dy + f)

    def _place(self, *matrix: object) -> None:
        a, b, c, d, e, f = map(float, matrix)  # type: ignore[arg-type]  # numbers, by the format
        self._at = self._line = (a, b, c, d, e, f)

    def _show(self, text: object) -> None:
        letters = self._fonts[self._font]
        for code in bytes(text):  # type: ignore[call-overload]  # a string of the format
            self._draw_letter(code, letters)
            a, b, c, d, e, f = self._at
            on = letters.widths.get(code, 0) * self._size + self._spacing
            self._at = (a, b, c, d, e + a * on, f + b * on)

    def _draw_letter(self, code: int, letters: _Letters) -> None:
        if code not in letters.names:
            return
        name = self._glyphs.setdefault((self._font, code), f"g{len(self._glyphs)}")
        a, b, c, d, e, f = self._at
        p, q, r, s, _t, _u = self._ink.matrix
        scale = self._size / letters.units
        x, y = self._ink.point(e, f)
        turned = ((a * p + b * r) * scale, (a * q + b * s) * scale, (c * p + d * r) * scale, (c * q + d * s) * scale)
        placed = " ".join([*(f"{part:.5g}" for part in turned), number_of(x, 2), number_of(y, 2)])
        self._put(f'<use href="#{name}" fill="{self._ink.fill}" transform="matrix({placed})"/>')

    def _do_form(self, name: object) -> None:
        form = self._resources.XObject[str(name)]
        if str(form.Subtype) == "/Image":
            return self._picture(form)
        outside, kept = self._resources, self._ink
        self._resources = form.get("/Resources", outside)
        for instruction in pikepdf.parse_content_stream(form):
            self._do[str(instruction.operator)](self, *instruction.operands)
        self._resources, self._ink = outside, kept
        self._path.clear()  # a painted path is over; our own art says so only when the next begins
        return None

    def _picture(self, image: Any) -> None:
        pixels = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
        if "/SMask" in image:
            pixels.putalpha(pikepdf.PdfImage(image.SMask).as_pil_image().convert("L"))
        out = io.BytesIO()
        pixels.save(out, "PNG")
        x, y = self._ink.point(0, 1)
        right, low = self._ink.point(1, 0)
        told = base64.b64encode(out.getvalue()).decode()
        box = f'x="{x:.2f}" y="{y:.2f}" width="{right - x:.2f}" height="{low - y:.2f}"'
        self._put(f'<image {box} href="data:image/png;base64,{told}"/>')

    def _fade_both(self, name: object) -> None:
        state = self._resources.ExtGState[str(name)]
        told = (f' {part}-opacity="{float(state[key]):g}"' for part, key in (("stroke", "/CA"), ("fill", "/ca")) if key in state)
        self._set(opacity="".join(told))

    def _fill(self, rule: str = "") -> None:
        self._draw(f' fill="{self._ink.fill}"{rule}{self._ink.opacity}{self._ink.clip}')
        self._path.clear()

    def _fill_and_stroke(self, rule: str = "") -> None:
        stroked = self._ink.stroked().replace(' fill="none"', f' fill="{self._ink.fill}"{rule}')
        self._draw(stroked)
        self._path.clear()

    def _dash(self, *_of: object) -> None:
        """Joins and dashes of a mark are too fine for a preview."""

    _do: dict[str, Callable[..., None]] = {  # noqa: RUF012  # a table of the format, never changed
        **Picture._do,
        "q": _keep,
        "Q": _go_back,
        "BT": _begin,
        "ET": lambda self: None,
        "Tf": _choose,
        "Td": _move,
        "Tm": _place,
        "TL": lambda self, leading: setattr(self, "_leading", float(leading)),
        "T*": lambda self: self._move(0, -self._leading),
        "Tc": lambda self, spacing: setattr(self, "_spacing", float(spacing)),
        "Tj": _show,
        "Do": _do_form,
        "gs": _fade_both,
        "f": _fill,
        "f*": lambda self: self._fill(' fill-rule="evenodd"'),
        "B": _fill_and_stroke,
        "B*": lambda self: self._fill_and_stroke(' fill-rule="evenodd"'),
        "d": _dash,
        "j": _dash,
        "M": _dash,
        "g": lambda self, grey: self._set(fill=colour_of(grey, grey, grey)),
        "G": lambda self, grey: self._set(stroke=colour_of(grey, grey, grey)),
    }


def page_picture(pdf: bytes) -> str:
    """The one page of a certificate as an SVG."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return PagePicture(document.pages[0]).svg()
