"""Pictures on paper: taken in as bytes, never fetched; sized to the column. describing.py gives them their words."""

import base64
import io
from dataclasses import dataclass

from PIL import Image

READ = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 10_000
# A pixel of a screen is a ninety-sixth of an inch, a point a seventy-second.
_POINTS = 0.75


class Unreadable(Exception):
    """These bytes are no picture that can be printed."""


@dataclass(frozen=True)
class Figure:
    """A picture as a page holds it: its bytes as an address, its size in points, and its words."""

    address: str
    width: str
    height: str
    alt: str


def figure(data: bytes, alt: str, *, widest: float, tallest: float, zoom: float = 1) -> Figure:
    """The picture as large as on a screen, times `zoom`, but within the column and part of a page. Raises Unreadable."""
    image = _opened(data)
    width, height = (size * _POINTS * zoom for size in image.size)
    scale = min(1.0, widest / width, tallest / height)
    return Figure(_address(image), f"{width * scale:.1f}", f"{height * scale:.1f}", alt)


def require_readable(data: bytes) -> None:
    """Raise Unreadable unless these bytes can be printed."""
    _opened(data)


def _opened(data: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=READ)
        if max(image.size) > MOST_PIXELS:
            raise Unreadable("too large")
        image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise Unreadable(str(fault)) from fault
    return image


def _address(image: Image.Image) -> str:
    """On white, for paper has no transparency; photographs stay photographs."""
    is_photograph = image.format == "JPEG"
    if "A" in image.getbands() or "transparency" in image.info:
        sheet = Image.new("RGBA", image.size, "white")
        sheet.alpha_composite(image.convert("RGBA"))
        image = sheet
    out = io.BytesIO()
    kind, options = ("JPEG", {"quality": 92}) if is_photograph else ("PNG", {"optimize": True})
    image.convert("RGB").save(out, kind, **options)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(out.getvalue()).decode()}"
