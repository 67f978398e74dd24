"""Sizes that depend on the words: a long line shrinks until it keeps to one line."""

from typing import NamedTuple

from reportlab.pdfbase.pdfmetrics import stringWidth

from core.pdf.faces import family_of

# What is left of the spacing, in em, before a line begins to shrink.
TIGHTEST = 0.04


class Line(NamedTuple):
    """How to set one centred line, in points. xhtml2pdf leaves letter-spacing out of centring: `pad` makes up for it."""

    size: str
    spacing: str
    pad: str


def width_of(text: str, families: str, size: float) -> float:
    """How wide the text is without spacing, in points."""
    return size * float(sum(stringWidth(character, family_of(character, families), 1) for character in text))


def fit(text: str, families: str, *, size: float, spacing: float, width: float, smallest: float = 12) -> Line:
    """The largest setting up to `size` (and `spacing`, in em) at which `text` stays within `width`."""
    drawn = width_of(text, families, 1)
    gaps = max(len(text) - 1, 0)
    if size * (drawn + spacing * gaps) > width:
        # First the letters draw closer, as far as they may; only then does the line shrink.
        closer = (width / size - drawn) / gaps if gaps else 0.0
        spacing = max(min(spacing, TIGHTEST), min(spacing, closer))
        size = max(smallest, min(size, width / (drawn + spacing * gaps)))
    return Line(f"{size:.2f}", f"{size * spacing:.2f}", f"{size * spacing * gaps:.2f}")
