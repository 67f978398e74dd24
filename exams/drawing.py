"""Drawing a paper (组卷): items for each cell of a blueprint, from a stored seed, each item at most once.

Order comes from SHA-256 over the seed and a name, not from a library's generator: the same seed gives the same paper
in any language and any year. A cell that cannot be filled is an error that names it; nothing is filled from elsewhere.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

# The order of kinds on a paper, as Chinese papers have it: 单选、多选、判断, then what takes longer.
KINDS = ("single", "multiple", "truefalse", "fillin", "numeric", "matching", "ordering", "short", "case")

T = TypeVar("T")


@dataclass(frozen=True)
class Candidate:
    """An item that may be drawn: its code, which version of it, and what a cell asks about."""

    code: str
    version: int
    kind: str
    difficulty: int
    area: str = ""
    parts: tuple[str, ...] = ()

    def as_json(self) -> list[Any]:
        """As the pool keeps it."""
        return [self.code, self.version, self.kind, self.difficulty, self.area, list(self.parts)]

    @classmethod
    def from_json(cls, row: Sequence[Any]) -> "Candidate":
        """From a kept pool.

        >>> Candidate.from_json(Candidate("A-1", 2, "case", 4, parts=("B", "E")).as_json()).parts
        ('B', 'E')
        """
        code, version, kind, difficulty, area, parts = row
        return cls(code, version, kind, difficulty, area, tuple(parts))


@dataclass(frozen=True)
class Cell:
    """One row of a blueprint: so many items of one of these kinds, from this area, within these difficulties."""

    position: int
    kinds: tuple[str, ...]
    count: int
    area: str = ""
    difficulty_min: int = 1
    difficulty_max: int = 5
    parts: tuple[str, ...] = ()

    def fits(self, item: Candidate) -> bool:
        """Whether `item` may fill this cell. A case fits by the areas of its parts, in any order."""
        place = sorted(item.parts) == sorted(self.parts) if self.parts else item.area == self.area
        return place and item.kind in self.kinds and self.difficulty_min <= item.difficulty <= self.difficulty_max


@dataclass(frozen=True)
class Shortage:
    """A cell and how many of its items are missing."""

    cell: Cell
    missing: int

    def __str__(self) -> str:
        place = self.cell.area or "+".join(self.cell.parts)
        return f"{place} {'/'.join(self.cell.kinds)}: {self.missing} of {self.cell.count} missing"


class CannotDraw(Exception):
    """The pool is too small for the blueprint; `shortages` says where."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        self.shortages = tuple(shortages)
        super().__init__("; ".join(map(str, self.shortages)))


def draw(cells: Sequence[Cell], pool: Iterable[Candidate], seed: int) -> list[tuple[Cell, Candidate]]:
    """Draw a paper: each cell with its items, in the order of the paper (by kind, then as the seed has it).

    >>> pool = [Candidate(f"Q{n}", 1, "single", 3, "S1") for n in range(9)]
    >>> paper = draw([Cell(0, ("single",), 3, "S1")], pool, seed=7)
    >>> [item.code for _, item in paper] == [item.code for _, item in draw([Cell(0, ("single",), 3, "S1")], pool[::-1], seed=7)]
    True
    >>> draw([Cell(0, ("single",), 10, "S1")], pool, seed=7)
    Traceback (most recent call last):
    exams.drawing.CannotDraw: S1 single: 1 of 10 missing
    """
    shuffled = arrange(pool, seed, "draw", name=lambda item: item.code)
    filled, shortages = _assign(cells, shuffled)
    if shortages:
        raise CannotDraw(shortages)
    paper = arrange(filled, seed, "order", name=lambda pair: pair[1].code)
    return sorted(paper, key=lambda pair: KINDS.index(pair[1].kind))


def shortages(cells: Sequence[Cell], pool: Iterable[Candidate]) -> list[Shortage]:
    """Where the pool is too small for the blueprint; empty when a paper can be drawn."""
    return _assign(cells, sorted(pool, key=lambda item: item.code))[1]


def arrange(things: Iterable[T], seed: int, purpose: str, *, name: Any) -> list[T]:
    """`things` in the order the seed gives them for this purpose."""
    return sorted(things, key=lambda thing: (_digest(seed, purpose, name(thing)), name(thing)))


def shuffled_choices(ids: Sequence[str], seed: int, code: str, last: Iterable[str] = ()) -> list[str]:
    """The order in which choices are shown; those in `last` (以上都对) stay at the end, in their own order.

    >>> sorted(shuffled_choices("ABCD", 7, "Q1")), shuffled_choices("ABCD", 7, "Q1", last="D")[-1]
    (['A', 'B', 'C', 'D'], 'D')
    """
    end = [choice for choice in ids if choice in set(last)]
    return arrange([choice for choice in ids if choice not in end], seed, f"choices {code}", name=str) + end


def _digest(seed: int, purpose: str, name: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{purpose}\n{name}".encode()).digest()


def _assign(cells: Sequence[Cell], items: Sequence[Candidate]) -> tuple[list[tuple[Cell, Candidate]], list[Shortage]]:
    """Fill the cells by bipartite matching (Kuhn's augmenting paths), so that overlapping cells never starve each other.

    Costs places × fitting items; 70 places over 900 items take a few milliseconds.
    """
    fitting = {cell: [index for index, item in enumerate(items) if cell.fits(item)] for cell in cells}
    taken: dict[int, tuple[Cell, int]] = {}
    missing: dict[Cell, int] = {}
    for cell in cells:
        for place in range(cell.count):
            if not _augment((cell, place), fitting, taken, set()):
                missing[cell] = missing.get(cell, 0) + 1
    filled = [(cell, items[index]) for index, (cell, _) in taken.items()]
    return filled, [Shortage(cell, count) for cell, count in missing.items()]


def _augment(place: tuple[Cell, int], fitting: dict[Cell, list[int]], taken: dict[int, tuple[Cell, int]], seen: set[int]) -> bool:
    """Give `place` an item: a free one, or one whose holder can be moved to another."""
    choices = fitting[place[0]]
    free = next((index for index in choices if index not in taken), None)
    if free is not None:
        taken[free] = place
        return True
    for index in choices:
        if index in seen:
            continue
        seen.add(index)
        # A holder from the same cell has the same choices: moving it frees nothing.
        if taken[index][0] != place[0] and _augment(taken[index], fitting, taken, seen):
            taken[index] = place
            return True
    return False
