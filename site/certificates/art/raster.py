"""The badge's SVG as pixels: for places that show no vectors.

It paints what `picture` writes and no more: paths of straight lines and curves, filled by the even-odd rule or stroked, one
clip, one gradient. Painted at four times the size and reduced, so that edges are smooth.
"""

import io
import itertools
import math
import re
from xml.etree import ElementTree  # our own drawing, no stranger's

from PIL import Image, ImageChops, ImageDraw

_SVG = "{http://www.w3.org/2000/svg}"
_STEP = re.compile(r"([MLCZHV])([^MLCZHV]*)")
_NUMBER = re.compile(r"-?[0-9.]+")
_URL = re.compile(r"url\(#(\w+)\)")
_FINER, _PIECES = 4, 12
Point = tuple[float, float]


def png(svg: str, side: int) -> bytes:
    """The picture on a clear ground, `side` pixels square."""
    drawing = ElementTree.fromstring(svg)  # noqa: S314  # our own drawing, no stranger's
    painter = _Painter(drawing, side * _FINER)
    for path in drawing.findall(f"{_SVG}path"):
        painter.paint(path)
    out = io.BytesIO()
    painter.image.resize((side, side), Image.Resampling.BOX).save(out, "PNG", optimize=True)
    return out.getvalue()


class _Painter:
    def __init__(self, drawing: ElementTree.Element, side: int) -> None:
        self._side = side
        self._scale = side / float(drawing.attrib["viewBox"].split()[2])
        self.image = Image.new("RGBA", (side, side))
        defs = drawing.find(f"{_SVG}defs")
        self._defs = {each.attrib["id"]: each for each in (defs if defs is not None else ())}

    def paint(self, path: ElementTree.Element) -> None:
        lines = self._lines(path.attrib["d"])
        if "stroke" in path.attrib:
            mask = self._stroked(lines, float(path.attrib["stroke-width"]) * self._scale)
            ink: Image.Image = Image.new("RGB", self.image.size, path.attrib["stroke"])
        else:
            mask = self._filled(lines)
            gradient = _URL.match(path.attrib["fill"])
            ink = self._shade(self._defs[gradient[1]]) if gradient else Image.new("RGB", self.image.size, path.attrib["fill"])
        clip = _URL.match(path.attrib.get("clip-path", ""))
        if clip:
            (inside,) = self._defs[clip[1]]
            mask = ImageChops.multiply(mask, self._filled(self._lines(inside.attrib["d"])))
        fade = float(path.attrib.get("stroke-opacity", 1))
        layer = ink.convert("RGBA")
        layer.putalpha(mask.point(lambda value: round(value * fade)))
        self.image.alpha_composite(layer)

    def _lines(self, d: str) -> list[list[Point]]:
        """The path as runs of points, curves cut into straight pieces."""
        runs: list[list[Point]] = []
        for letter, text in _STEP.findall(d):
            numbers = [float(number) * self._scale for number in _NUMBER.findall(text)]
            points = list(zip(numbers[::2], numbers[1::2], strict=False))
            match letter:
                case "M":
                    runs.append(points)
                case "L":
                    runs[-1].extend(points)
                case "C":
                    runs[-1].extend(_curve(runs[-1][-1], *points))
                case "H":
                    runs[-1].append((numbers[0], runs[-1][-1][1]))
                case "V":
                    runs[-1].append((runs[-1][-1][0], numbers[0]))
                case "Z":
                    runs[-1].append(runs[-1][0])
        return runs

    def _filled(self, runs: list[list[Point]]) -> Image.Image:
        """By the even-odd rule: where two areas overlap there is a hole."""
        mask = Image.new("1", self.image.size)
        for run in runs:
            area = Image.new("1", self.image.size)
            ImageDraw.Draw(area).polygon(run, fill=1)
            mask = ImageChops.logical_xor(mask, area)
        return mask.convert("L")

    def _stroked(self, runs: list[list[Point]], width: float) -> Image.Image:
        mask = Image.new("L", self.image.size)
        pen = ImageDraw.Draw(mask)
        for run in runs:
            pen.line(run, fill=255, width=max(1, round(width)), joint="curve")
        return mask

    def _shade(self, gradient: ElementTree.Element) -> Image.Image:
        """Colours along a straight line, pixel by pixel of a strip that is then laid over the whole."""
        x1, y1, x2, y2 = (float(gradient.attrib[name]) * self._scale for name in ("x1", "y1", "x2", "y2"))
        length = math.hypot(x2 - x1, y2 - y1)
        stops = [(float(stop.attrib["offset"]), _rgb(stop.attrib["stop-color"])) for stop in gradient]
        strip = Image.new("RGB", (round(length) + 1, 1))
        for at in range(strip.width):
            strip.putpixel((at, 0), _between(stops, at / length))
        across, down = (x2 - x1) / length, (y2 - y1) / length
        start = -(x1 * across + y1 * down)
        return strip.transform(self.image.size, Image.Transform.AFFINE, (across, down, start, 0, 0, 0))


def _curve(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    pieces = []
    for index in range(1, _PIECES + 1):
        t = index / _PIECES
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        corners = (start, first, second, end)
        pieces.append(tuple(sum(w * c[axis] for w, c in zip(weights, corners, strict=True)) for axis in (0, 1)))
    return pieces  # type: ignore[return-value]  # pairs, by the two axes above


def _rgb(text: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(text.removeprefix("#")))


def _between(stops: list[tuple[float, tuple[int, ...]]], at: float) -> tuple[int, ...]:
    """The colour at a point between two stops."""
    for (low, before), (high, after) in itertools.pairwise(stops):
        if at <= high:
            share = (at - low) / (high - low)
            return tuple(round(a + (b - a) * share) for a, b in zip(before, after, strict=True))
    return stops[-1][1]
