"""How a certificate's form looks (版式样式): what stands where and in which of the house's colours. Pure rules.

Colours are chosen by name from the house's own, so that a form cannot leave the design; whether one can be read is worked out.
"""

from dataclasses import dataclass

PAPER = "#fffdf6"
# The art's ink, teal and gold, and the site's sea, brass and text (tokens.css), all as they are printed.
COLOURS = {
    "ink": "#12393f",
    "teal": "#2c6a70",
    "sea": "#0b4f6c",
    "night": "#15232a",
    "slate": "#43535c",
    "bronze": "#7f6120",
    "brass": "#7a5200",
    "gold": "#b3903f",
    "pale-gold": "#d9c38a",
}
# WCAG 2.2, 1.4.3: large letters (18 points and more), and all others.
LARGE, SMALL = 3.0, 4.5
# Which part is set how large at least.
PARTS = {"title_colour": LARGE, "accent_colour": SMALL, "text_colour": SMALL}
MEDALLION, MARK, EMPTY = "medallion", "mark", "empty"
BILINGUAL, PLAIN = "bilingual", "plain"


@dataclass(frozen=True)
class Style:
    """The look of a form; by default the one that is shipped."""

    layout: str = BILINGUAL
    middle: str = MEDALLION
    mark_at_head: bool = False
    title_colour: str = "ink"
    accent_colour: str = "bronze"
    text_colour: str = "night"
    # The own mark as a page of PDF (mark_drawing), if there is one.
    mark: bytes = b""

    @property
    def title_hex(self) -> str:
        return COLOURS[self.title_colour]

    @property
    def issuer_colour(self) -> str:
        """The issuing body stands between title and text: teal as long as the title is in the house's ink."""
        return "teal" if self.title_colour == "ink" else self.title_colour

    @property
    def issuer_hex(self) -> str:
        return COLOURS[self.issuer_colour]

    @property
    def accent_hex(self) -> str:
        return COLOURS[self.accent_colour]

    @property
    def text_hex(self) -> str:
        return COLOURS[self.text_colour]


def contrast(one: str, other: str = PAPER) -> float:
    """The contrast of two colours (WCAG): 1 is none, 21 is black on white.

    >>> round(contrast("#000000", "#ffffff")), round(contrast("#ffffff", "#ffffff")), contrast("#12393f") > 11
    (21, 1, True)
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def faint(style: Style) -> list[tuple[str, float, float]]:
    """The parts whose colour cannot be read well on the paper: which, its contrast, and what it takes.

    >>> faint(Style())
    []
    >>> [part for part, _has, _takes in faint(Style(accent_colour="gold", title_colour="pale-gold"))]
    ['title_colour', 'accent_colour']
    """
    told = [(part, contrast(COLOURS[getattr(style, part)]), takes) for part, takes in PARTS.items()]
    return [(part, has, takes) for part, has, takes in told if has < takes]
