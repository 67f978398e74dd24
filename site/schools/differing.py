"""What was changed between two texts (改动): told in pieces, Chinese by the character and Latin by the word. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
# Longer pieces than this are compared by the line alone: by the character they would take seconds.
_FINE = 2000


@dataclass(frozen=True)
class Piece:
    """`how`: "same", "new" or "gone"."""

    how: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """
    >>> [(one.how, one.text) for one in pieces("量两次。", "量三次。")]
    [('same', '量'), ('gone', '两'), ('new', '三'), ('same', '次。')]
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Piece] = []
    for how, a, b in _compared(old, new):
        if how == "replace" and len(a) + len(b) <= _FINE:
            for kind, left, right in _compared(_TOKEN.findall(a), _TOKEN.findall(b)):
                found.extend(_told(kind, left, right))
        else:
            found.extend(_told(how, a, b))
    return found


def _compared(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    for how, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        yield how, "".join(old[i1:i2]), "".join(new[j1:j2])


def _told(how: str, before: str, after: str) -> Iterator[Piece]:
    if how == "equal":
        yield Piece("same", before)
        return
    if before:
        yield Piece("gone", before)
    if after:
        yield Piece("new", after)
