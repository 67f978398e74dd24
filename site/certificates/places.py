"""The places of the form (版位): how large each line is set at most and at least, and how wide it may be, in points.

Drawing and checking go by the same table, so what passes the check stands in its place on paper.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from certificates.editions import Page
from certificates.styles import Style
from core.pdf import faces
from core.pdf.fitting import TIGHTEST, Line, fit, width_of


@dataclass(frozen=True)
class Place:
    """One line of the form. `spacing` in em; what does not shrink has one size."""

    size: float
    width: float
    spacing: float = 0.0
    smallest: float = 0.0
    # Points of letter spacing that stay whatever the size is.
    extra: float = 0.0

    @property
    def least(self) -> float:
        return self.smallest or self.size

    def set(self, text: str, families: str) -> Line:
        return fit(text, families, size=self.size, spacing=self.spacing, width=self.width, smallest=self.least)

    def overflows(self, text: str, families: str) -> float:
        """By how much the line is too long at its smallest, as a share of its width; 0 when it fits."""
        gaps = max(len(text) - 1, 0)
        needed = width_of(text, families, self.least) + gaps * (self.extra + min(self.spacing, TIGHTEST) * self.least)
        return max(0.0, needed / self.width - 1)


def places(language: str, style: Style) -> dict[str, Place]:
    """Every line by the name of its part of the page."""
    english = language == "en"
    # A mark at the upper left takes its width on both sides, for the head stays in the middle.
    head, title = (540, 540) if style.mark_at_head else (600, 660)
    return {
        "issuer": Place(14, head, 0.12 if english else 0.28, 9),
        "title": Place(35 if english else 41, title, 0.03 if english else 0.16, 20),
        "subtitle": Place(15 if english else 13, 640, 0.19, 9),
        "lead": Place(12, 640),
        "number_label": Place(7.5, 186, extra=0.5),
        "verify_label": Place(7.5, 186, extra=0.5),
        "signatory": Place(21, 180, 0.1, 11),
        "signatory_title": Place(9, 240, 0, 6.5),
        "issued_label": Place(7.5, 65, extra=0.5),
        "expires_label": Place(7.5, 65, extra=0.5),
        "foot": Place(8, 650, 0, 6.5),
    }


def families_of(page: Page) -> tuple[str, str, str]:
    """The font lists of a page: Chinese first, Latin first, and the one of its own language."""
    kai = faces.chinese(page.words())
    latin = ", ".join([faces.LATIN, *(family for family in kai.split(", ") if family != faces.LATIN)])
    return kai, latin, latin if page.language == "en" else kai


def overlong(page: Page, style: Style) -> Iterator[tuple[str, float]]:
    """The parts of a page that do not fit their places, each with the share it is too long by."""
    _kai, latin, main = families_of(page)
    for part, place in places(page.language, style).items():
        text = page.sample + page.foot if part == "foot" else getattr(page, part)
        if over := place.overflows(text, latin if part.endswith("label") or part in ("lead", "subtitle") else main):
            yield part, over
