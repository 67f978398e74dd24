"""The typefaces of documents: what they can print, asked long before anything is printed.

Two tiers of a Kai face (GB 2312 and everything else it has), a Latin face, and one for the signs of formulas; beyond them
whatever an operator puts beside (`take`), of which a document gets only the characters it needs (core.pdf.cutting). A name is
checked when it is saved, not when its certificate is due: the person who types it is the one who can put it right.
"""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

FOLDER = Path(__file__).resolve().parent / "fonts"
KAI, KAI_RARE, LATIN = FOLDER / "CqoKai-GB2312.ttf", FOLDER / "CqoKai-rare.ttf", FOLDER / "CqoGaramond.ttf"
# Greek letters, operators, raised figures: what formulas need and no name holds.
SIGNS = FOLDER / "CqoSigns.ttf"


# The operator's own face, if there is one.
_taken: list[Path] = []


def take(face: Path | None) -> None:
    """Draw by this face what no other draws; None: no longer."""
    _taken[:] = [face] if face else []


def taken() -> Path | None:
    """The operator's own face."""
    return _taken[0] if _taken else None


def opened(face: Path) -> TTFont:
    """A face opened for reading; of a collection (.ttc) the one for Simplified Chinese, by its name, else the first."""
    if face.suffix.lower() not in (".ttc", ".otc"):
        return TTFont(face, lazy=True)
    with TTCollection(face, lazy=True) as collection:
        names = [str(one["name"].getDebugName(1)).split() for one in collection.fonts]
    return TTFont(face, lazy=True, fontNumber=next((at for at, words in enumerate(names) if "SC" in words), 0))


@cache
def coverage(face: Path) -> frozenset[int]:
    """The code points a face can draw (read once per process, about 40 ms for the rare tier)."""
    with opened(face) as font:
        return frozenset(font.getBestCmap())


def printable(character: str) -> bool:
    """Whether any of the faces draws this character. The rare tier is opened only when it is needed."""
    return any(ord(character) in coverage(face) for face in (KAI, LATIN, KAI_RARE, *_taken))


def unprintable(text: str, *, formulas: bool = False) -> list[str]:
    """The characters of `text` that no face draws, once each, in order; with `formulas`, signs are drawn as well.

    >>> unprintable("王龑")
    []
    """
    signs = coverage(SIGNS) if formulas else frozenset()
    return [character for character in dict.fromkeys(text) if not printable(character) and ord(character) not in signs]


def is_han(character: str) -> bool:
    """Whether it is a Chinese character, in our typefaces or not: then it may be part of somebody's legal name.

    >>> is_han("王"), is_han("\U0002a6a5"), is_han("A"), is_han("\U0001f600")
    (True, True, False, False)
    """
    point = ord(character)
    return 0x4E00 <= point <= 0x9FFF or 0x3400 <= point <= 0x4DBF or 0xF900 <= point <= 0xFAFF or 0x20000 <= point <= 0x3FFFF


class Unprintable(Exception):
    """No document can be made; `characters` holds what no typeface draws."""

    def __init__(self, reason: str, characters: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.characters = characters


def require_printable(text: str, *, formulas: bool = False) -> None:
    """Raise Unprintable, naming each character as U+XXXXX, unless the typefaces cover everything."""
    missing = tuple(unprintable(text, formulas=formulas))
    if missing:
        named = "、".join(f"{character} ({code_point(character)})" for character in missing)
        raise Unprintable(f"no typeface draws {named}", missing)


def code_point(character: str) -> str:
    """A character's name in any conversation: U+XXXX, at least four digits."""
    return f"U+{ord(character):04X}"
