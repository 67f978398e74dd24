"""Reading what is typed from a sheet (读卡): letters, right and wrong, pairs, an order; and the same back in the sheet's letters.

Pure: `letters` says which letter stands for which choice on this form. A sign that is none of them is named.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

# What people put between letters, on paper and keyboard.
_BETWEEN = re.compile(r"[\s,;.:/|、，；。．：]+")
_WORDS = {
    True: frozenset({"对", "對", "√", "✓", "✔", "T", "Y", "是", "正确", "正確", "TRUE"}),
    False: frozenset({"错", "錯", "×", "✗", "✘", "X", "F", "N", "否", "错误", "錯誤", "FALSE"}),
}
NOTHING = "-"


class Misread(ValueError):
    """What is typed can be no answer: `why` is letter, many, twice, missing or verdict; `sign` the sign at fault."""

    def __init__(self, why: str, sign: str = "") -> None:
        self.why, self.sign = why, sign
        super().__init__(f"{why} {sign}".strip())


def one(text: str, letters: Mapping[str, str]) -> str | None:
    """One choice.

    >>> one(" ｂ ", {"A": "x", "B": "y"}), one("", {"A": "x"})
    ('y', None)
    """
    chosen = _choices(text, letters)
    if len(chosen) > 1:
        raise Misread("many")
    return chosen[0] if chosen else None


def several(text: str, letters: Mapping[str, str]) -> list[str] | None:
    """Choices in any order, each once.

    >>> several("c、a", {"A": "x", "B": "y", "C": "z"})
    ['x', 'z']
    """
    return sorted(_each_once(text, letters)) or None


def verdict(text: str) -> bool | None:
    """Right or wrong, as it is written on the sheet, or T and F.

    >>> verdict("对"), verdict("×"), verdict("f"), verdict(" ")
    (True, False, False, None)
    """
    word = _plain(text)
    if not word:
        return None
    for value, words in _WORDS.items():
        if word in words:
            return value
    raise Misread("verdict", word)


def order(text: str, letters: Mapping[str, str]) -> list[str] | None:
    """Every line once, from first to last.

    >>> order("BA", {"A": "x", "B": "y"})
    ['y', 'x']
    """
    placed = _each_once(text, letters)
    if placed and len(placed) < len(letters):
        raise Misread("missing", "".join(letter for letter, line in letters.items() if line not in placed))
    return placed or None


def pairs(text: str, lefts: Sequence[str], letters: Mapping[str, str]) -> dict[str, str] | None:
    """A letter for each line on the left, from top to bottom; a dash where the sheet is empty.

    >>> pairs("B-A", ["1", "2", "3"], {"A": "x", "B": "y"})
    {'1': 'y', '3': 'x'}
    """
    signs = _plain(text).replace("－", NOTHING).replace("—", NOTHING).replace("_", NOTHING)
    if not signs:
        return None
    if len(signs) > len(lefts):
        raise Misread("many")
    if len(signs) < len(lefts):
        raise Misread("missing", str(len(lefts)))
    found = {left: _choice(sign, letters) for left, sign in zip(lefts, signs, strict=True) if sign != NOTHING}
    return found or None


def told(value: Any, letters: Mapping[str, str], lefts: Sequence[str] = ()) -> str:
    """A stored answer as it would be typed; a verdict is the page's to word.

    >>> told(["y", "x"], {"A": "x", "B": "y"}), told({"3": "x"}, {"A": "x"}, ["1", "2", "3"])
    ('BA', '--A')
    """
    letter = {choice: sign for sign, choice in letters.items()}
    if isinstance(value, dict):
        return "".join(letter.get(value[left], NOTHING) if left in value else NOTHING for left in lefts)
    chosen = value if isinstance(value, list) else [value]
    return "".join(letter.get(choice, "") for choice in chosen)


def _plain(text: str) -> str:
    """Without blanks and separators, in capitals, full width made half."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()


def _choices(text: str, letters: Mapping[str, str]) -> list[str]:
    return [_choice(sign, letters) for sign in _plain(text)]


def _choice(sign: str, letters: Mapping[str, str]) -> str:
    try:
        return letters[sign]
    except KeyError as nowhere:
        raise Misread("letter", sign) from nowhere


def _each_once(text: str, letters: Mapping[str, str]) -> list[str]:
    chosen = _choices(text, letters)
    for place, choice in enumerate(chosen):
        if choice in chosen[:place]:
            raise Misread("twice", _plain(text)[place])
    return chosen
