"""The same sheet as a picture for the screen: background.pdf told again as an SVG.

It knows the operators that sheet.py makes reportlab write and no others; an unknown one is an error, so the
picture cannot silently differ from the print. Coordinates are kept to a tenth of a point.
"""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

_FOLDER = Path(__file__).resolve().parents[3] / "static" / "img"
# With the medallion, and with room for an operator's own mark or nothing.
PICTURE, OPEN_PICTURE = _FOLDER / "certificate.svg", _FOLDER / "certificate-open.svg"
Matrix = tuple[float, float, float, float, float, float]
_UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Ink:
    """The graphics state that a path is drawn with."""

    matrix: Matrix = _UNMOVED
    fill: str = "#000"
    stroke: str = "#000"
    width: float = 1
    cap: str = ""
    opacity: str = ""
    clip: str = ""

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def stroked(self) -> str:
        a, b, _c, _d, _e, _f = self.matrix
        return (
            f' fill="none" stroke="{self.stroke}" stroke-width="{number_of(self.width * (a * a + b * b) ** 0.5, 2)}"'
            f"{self.opacity}{self.cap}{self.clip}"
        )


class Picture:
    """Reads a page's drawing, operator by operator, and writes it down as SVG."""

    def __init__(self, page: pikepdf.Page) -> None:
        self._resources = page.Resources
        _left, _bottom, self._width, self._height = (float(edge) for edge in page.mediabox)
        # A page is measured from below, a picture from above.
        self._ink, self._kept = Ink(matrix=(1, 0, 0, -1, 0, self._height)), list[Ink]()
        self._path: list[str] = []
        self._clips: list[str] = []
        self._drawn: list[tuple[str, list[str]]] = []
        for instruction in pikepdf.parse_content_stream(page):
            self._do[str(instruction.operator)](self, *instruction.operands)

    def svg(self) -> str:
        paths = (f'<path{style} d="{"".join(path)}"/>' for style, path in self._drawn)
        size = f"{self._width:g} {self._height:g}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}"><defs>{"".join(self._clips)}</defs>'
            f"{''.join(paths)}</svg>\n"
        )

    def _set(self, **changes: object) -> None:
        self._ink = replace(self._ink, **changes)  # type: ignore[arg-type]  # the callers below name fields of Ink

    def _transform(self, *operands: object) -> None:
        a, b, c, d, e, f = map(float, operands)  # type: ignore[arg-type]  # six numbers, by the format
        p, q, r, s, _t, _u = self._ink.matrix
        x, y = self._ink.point(e, f)
        self._set(matrix=(a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, x, y))

    def _add(self, letter: str, *operands: float) -> None:
        numbers = [float(operand) for operand in operands]
        points = (self._ink.point(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True))
        self._path.append(letter + _row(number for point in points for number in point))

    def _rectangle(self, x: float, y: float, width: float, height: float) -> None:
        x, y, width, height = map(float, (x, y, width, height))
        self._add("M", x, y)
        for corner in ((x + width, y), (x + width, y + height), (x, y + height)):
            self._add("L", *corner)
        self._path.append("Z")

    def _draw(self, style: str) -> None:
        if not (self._drawn and self._drawn[-1][0] == style and "stroke" in style):
            self._drawn.append((style, []))
        self._drawn[-1][1].extend(self._path)

    def _clip(self) -> None:
        name = f"c{len(self._clips)}"
        self._clips.append(f'<clipPath id="{name}"><path d="{"".join(self._path)}"/></clipPath>')
        self._set(clip=f' clip-path="url(#{name})"')

    def _shade(self, name: str) -> None:
        """The one gradient: its colours at even steps, over the area clipped to."""
        shading = self._resources.Shading[name]
        x, y, to_x, to_y = (float(number) for number in shading.Coords)
        ends = _row((*self._ink.point(x, y), *self._ink.point(to_x, to_y))).replace("-", " -").split()
        parts = list(shading.Function.Functions)
        offsets = [0.0, *(float(bound) for bound in shading.Function.Bounds), 1.0]
        colours = [colour_of(*part.C0) for part in parts] + [colour_of(*parts[-1].C1)]
        stops = "".join(f'<stop offset="{at:g}" stop-color="{to}"/>' for at, to in zip(offsets, colours, strict=True))
        box = "".join(f' {key}="{end}"' for key, end in zip(("x1", "y1", "x2", "y2"), ends, strict=True))
        self._clips.append(f'<linearGradient id="gold" gradientUnits="userSpaceOnUse"{box}>{stops}</linearGradient>')
        self._drawn.append((f' fill="url(#gold)"{self._ink.clip}', [f"M0 0H{self._width:g}V{self._height:g}H0Z"]))

    def _fade(self, name: str) -> None:
        self._set(opacity=f' stroke-opacity="{float(self._resources.ExtGState[name].CA):g}"')

    _do: dict[str, Callable[..., None]] = {  # noqa: RUF012  # a table of the format, never changed
        "q": lambda self: self._kept.append(self._ink),
        "Q": lambda self: self._set(**vars(self._kept.pop())),
        "cm": _transform,
        "rg": lambda self, *rgb: self._set(fill=colour_of(*rgb)),
        "RG": lambda self, *rgb: self._set(stroke=colour_of(*rgb)),
        "w": lambda self, width: self._set(width=float(width)),
        "J": lambda self, cap: self._set(cap=' stroke-linecap="square"' if int(cap) == 2 else ""),
        "gs": _fade,
        "sh": _shade,
        "m": lambda self, *point: self._add("M", *point),
        "l": lambda self, *point: self._add("L", *point),
        "c": lambda self, *points: self._add("C", *points),
        "h": lambda self: self._path.append("Z"),
        "re": _rectangle,
        "n": lambda self: self._path.clear(),
        "S": lambda self: self._draw(self._ink.stroked()),
        "f*": lambda self: self._draw(f' fill="{self._ink.fill}" fill-rule="evenodd"{self._ink.clip}'),
        "W*": _clip,
    }


def colour_of(*rgb: object) -> str:
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in rgb)  # type: ignore[arg-type]  # numbers, by the format


def number_of(value: float, places: int = 1) -> str:
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _row(values: Iterable[float]) -> str:
    """Numbers as close together as SVG allows."""
    texts = [number_of(value) for value in values]
    return "".join(text if index == 0 or text.startswith("-") else f" {text}" for index, text in enumerate(texts))


def picture(pdf: bytes) -> str:
    """The drawn sheet as an SVG."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return Picture(document.pages[0]).svg()
