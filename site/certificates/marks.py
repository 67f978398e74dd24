"""An operator's own mark (自有标识): a PNG or an SVG that can do nothing but be drawn. What is kept is written anew.

Of an SVG only shapes and their colours are kept on a list of what is allowed; a script, a link, a font, a picture inside it or
an entity refuses the whole file by name, for a mark that was silently mended might not be the mark any more. Pure rules.
"""

import io
import re
from dataclasses import dataclass
from xml.etree import ElementTree

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image

MOST_BYTES, MOST_PIXELS, FEWEST_PIXELS = 300_000, 3000, 200
_SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset(("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc"))
_PLACING = {
    "viewBox",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "d",
    "points",
    "transform",
}
_STROKE = {"", "-width", "-linecap", "-linejoin", "-miterlimit", "-opacity", "-dasharray"}
_PAINT = {"fill", "fill-rule", "fill-opacity", "clip-rule", "opacity", *(f"stroke{of}" for of in _STROKE)}
_ATTRIBUTES = _PLACING | _PAINT | {"id", "version", "preserveAspectRatio"}
# A paint that points anywhere, a colour that is computed: nothing a mark needs.
_REACHES_OUT = re.compile(r"url\s*\(|javascript:|data:|@import|expression\s*\(|var\s*\(", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class BadMark(ValueError):
    """A file that is no safe mark: `code` says why, `detail` names what was found."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Mark:
    """A mark that may be kept: its bytes as we write them, and what they are."""

    content: bytes
    media_type: str

    @property
    def ending(self) -> str:
        return "svg" if self.media_type == "image/svg+xml" else "png"


def read(content: bytes) -> Mark:
    """The mark in a file, judged by its bytes, never by its name. Raises BadMark."""
    if len(content) > MOST_BYTES:
        raise BadMark("large", f"{len(content) // 1000}")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Mark(_png(content), "image/png")
    if b"<svg" in content[:2000].lower():
        return Mark(_svg(content), "image/svg+xml")
    raise BadMark("kind")


def _png(content: bytes) -> bytes:
    """The pixels alone, without anything else a PNG may carry along."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            if max(image.size) > MOST_PIXELS or max(image.size) < FEWEST_PIXELS:
                raise BadMark("pixels", f"{image.width}×{image.height}")
            pixels = image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        if isinstance(fault, BadMark):
            raise
        raise BadMark("damaged") from fault
    out = io.BytesIO()
    pixels.save(out, "PNG")
    return out.getvalue()


def _svg(content: bytes) -> bytes:
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise BadMark("unsafe", "<!DOCTYPE>") from fault
    except (ElementTree.ParseError, ValueError) as fault:
        raise BadMark("damaged") from fault
    if root.tag != f"{_SVG}svg":
        raise BadMark("kind")
    _require_size(root)
    for element in root.iter():
        _require_safe(element)
    ElementTree.register_namespace("", _SVG[1:-1])
    written: bytes = ElementTree.tostring(root, encoding="utf-8")
    return written


def _require_size(root: ElementTree.Element) -> None:
    """A mark without a size of its own cannot be put into its place."""
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        root.set("width", f"{box[2]:g}")
        root.set("height", f"{box[3]:g}")
    elif not all(_NUMBER.match(root.get(edge, "")) for edge in ("width", "height")):
        raise BadMark("size")


def _require_safe(element: ElementTree.Element) -> None:
    name = str(element.tag).removeprefix(_SVG)
    if name not in SHAPES or not isinstance(element.tag, str):
        raise BadMark("unsafe", f"<{name}>")
    for attribute, value in element.attrib.items():
        if attribute not in _ATTRIBUTES or _REACHES_OUT.search(value):
            raise BadMark("unsafe", f"<{name} {attribute}>")
