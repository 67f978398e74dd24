"""Sizes that depend on the words: a long line shrinks until it keeps to one line."""

from typing import NamedTuple

from reportlab.pdfbase.pdfmetrics import stringWidth

from core.pdf.faces import family_of


class Line(NamedTuple):
    """How to set one centred line, in points. xhtml2pdf leaves letter-spacing out of centring: `pad` makes up for it."""

    size: str
    spacing: str
    pad: str


def fit(text: str, families: str, *, size: float, spacing: float, width: float, smallest: float = 12) -> Line:
    """The largest setting up to `size` (and `spacing`, in em) at which `text` stays within `width`."""
    drawn = sum(stringWidth(character, family_of(character, families), 1) for character in text)
    gaps = max(len(text) - 1, 0)
    if size * (drawn + spacing * gaps) > width:
        spacing = min(spacing, 0.04)
        size = max(smallest, min(size, width / (drawn + spacing * gaps)))
    return Line(f"{size:.2f}", f"{size * spacing:.2f}", f"{size * spacing * gaps:.2f}")
