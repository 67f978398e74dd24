"""What a paper is drawn from and for: the items of a pool, those that give each other away, the cells of a blueprint.

Pure: no database, no framework, so that anyone can draw a stored paper again with the stored pool and the seed alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from exams import fingerprints

# The order of kinds on a paper, as Chinese papers have it: 单选、多选、判断, then what takes longer.
KINDS = ("single", "multiple", "truefalse", "fillin", "numeric", "matching", "ordering", "short", "case")


@dataclass(frozen=True)
class Candidate:
    """An item that may be drawn: its code, which version of it, and what a cell asks about.

    `band` says how used it is beside its equals: nought is drawn first.
    """

    code: str
    version: int
    kind: str
    difficulty: int
    area: str = ""
    parts: tuple[str, ...] = ()
    band: int = 0

    def as_json(self) -> list[Any]:
        """As the pool keeps it."""
        row = [self.code, self.version, self.kind, self.difficulty, self.area, list(self.parts)]
        return [*row, self.band] if self.band else row

    @classmethod
    def from_json(cls, row: Sequence[Any]) -> "Candidate":
        """From a kept pool.

        >>> Candidate.from_json(Candidate("A-1", 2, "case", 4, parts=("B", "E")).as_json()).parts
        ('B', 'E')
        """
        code, version, kind, difficulty, area, parts, *band = row
        return cls(code, version, kind, difficulty, area, tuple(parts), *band)


@dataclass(frozen=True)
class Stock:
    """All that may be drawn at one moment: the items, and the groups of which only one may stand on a paper."""

    items: tuple[Candidate, ...]
    enemies: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, items: Iterable[Candidate], groups: Iterable[Iterable[str]] = ()) -> "Stock":
        """The items with those groups that bear on them, in a settled order: the same bank gives the same stock."""
        known = tuple(sorted(items, key=lambda item: item.code))
        codes = {item.code for item in known}
        met = {tuple(sorted(codes.intersection(group))) for group in groups}
        return cls(known, tuple(sorted(group for group in met if len(group) > 1)))

    @cached_property
    def sha256(self) -> str:
        """Under which digest the pool keeps it."""
        return fingerprints.fingerprint(self.as_json())

    def as_json(self) -> list[Any] | dict[str, Any]:
        """As the pool keeps it: a plain list where there are no enemies, as in the pools of the first papers."""
        rows = [item.as_json() for item in self.items]
        return {"items": rows, "enemies": [list(group) for group in self.enemies]} if self.enemies else rows

    @classmethod
    def from_json(cls, entries: Sequence[Any] | Mapping[str, Any]) -> "Stock":
        """From a kept pool, of the first kind or the second.

        >>> stock = Stock.of([Candidate("A", 1, "single", 3), Candidate("B", 1, "single", 3, band=1)], [["B", "A", "Z"]])
        >>> Stock.from_json(stock.as_json()) == stock, stock.enemies
        (True, (('A', 'B'),))
        """
        if isinstance(entries, Mapping):
            rows, enemies = entries["items"], entries["enemies"]
        else:
            rows, enemies = entries, ()
        return cls(tuple(map(Candidate.from_json, rows)), tuple(map(tuple, enemies)))


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

    def __str__(self) -> str:
        place = self.area or "+".join(self.parts)
        hard = "" if (self.difficulty_min, self.difficulty_max) == (1, 5) else f" {self.difficulty_min}–{self.difficulty_max}"
        return f"{place} {'/'.join(self.kinds)}{hard}"


@dataclass(frozen=True)
class Shortage:
    """Cells that together ask for more items than they can be given, and how many (a proof that no paper exists).

    `fitting` counts every item that fits one of them; `found` those that can stand on one paper.
    """

    cells: tuple[Cell, ...]
    found: int
    fitting: int

    @property
    def needed(self) -> int:
        return sum(cell.count for cell in self.cells)

    @property
    def missing(self) -> int:
        return self.needed - self.found

    def __str__(self) -> str:
        """
        >>> str(Shortage((Cell(0, ("single",), 3, "S1"),), 1, 1))
        'S1 single: 2 of 3 missing'
        >>> str(Shortage((Cell(0, ("single",), 2, "S1"), Cell(1, ("single",), 1, "S1", 5)), 2, 4))
        'S1 single + S1 single 5–5: 1 of 3 missing (4 items fit, but only 2 may stand on one paper)'
        """
        told = f"{' + '.join(map(str, self.cells))}: {self.missing} of {self.needed} missing"
        if self.fitting <= self.found:
            return told
        return f"{told} ({self.fitting} items fit, but only {self.found} may stand on one paper)"


class CannotDraw(Exception):
    """The pool is too small for the blueprint; `shortages` says where."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        self.shortages = tuple(shortages)
        super().__init__("; ".join(map(str, self.shortages)))
