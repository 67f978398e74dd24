"""Drawing a paper (组卷): items for each cell of a blueprint, from a stored seed, each item at most once.

Order comes from SHA-256 over the seed and a name, not from a library's generator: the same seed gives the same paper
in any language and any year. A cell that cannot be filled is an error that names it; nothing is filled from elsewhere.
Which items may stand together is feasibility's business; the whole on one screen: docs/algorithms/drawing.md.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from exams.blueprint import KINDS, Candidate, CannotDraw, Cell, Shortage, Stock
from exams.feasibility import fill, shortages

__all__ = ["KINDS", "Candidate", "CannotDraw", "Cell", "Shortage", "Stock", "arrange", "draw", "shortages", "shuffled_choices"]

T = TypeVar("T")
# Above every band: an item the candidate has met before is drawn only when nothing else will do.
_MET_BEFORE = 100


def draw(
    cells: Sequence[Cell],
    pool: Iterable[Candidate],
    seed: int,
    *,
    enemies: Sequence[Sequence[str]] = (),
    earlier: Collection[str] = (),
) -> list[tuple[Cell, Candidate]]:
    """Draw a paper: each cell with its items, in the order of the paper (by kind, then as the seed has it).

    Of two `enemies` never both; the less used before the more used; last of all what the candidate had `earlier`.

    >>> pool = [Candidate(f"Q{n}", 1, "single", 3, "S1") for n in range(9)]
    >>> paper = draw([Cell(0, ("single",), 3, "S1")], pool, seed=7)
    >>> [item.code for _, item in paper] == [item.code for _, item in draw([Cell(0, ("single",), 3, "S1")], pool[::-1], seed=7)]
    True
    >>> draw([Cell(0, ("single",), 10, "S1")], pool, seed=7)
    Traceback (most recent call last):
    exams.blueprint.CannotDraw: S1 single: 1 of 10 missing
    """
    met = frozenset(earlier)

    def tier(item: Candidate) -> int:
        return item.band + (_MET_BEFORE if item.code in met else 0)

    shuffled = sorted(arrange(pool, seed, "draw", name=lambda item: item.code), key=tier)
    filled, short = fill(cells, shuffled, enemies, tier)
    if short:
        raise CannotDraw(short)
    paper = arrange(filled, seed, "order", name=lambda pair: pair[1].code)
    return sorted(paper, key=lambda pair: KINDS.index(pair[1].kind))


def arrange(things: Iterable[T], seed: int, purpose: str, *, name: Any) -> list[T]:
    """`things` in the order the seed gives them for this purpose."""
    start = hashlib.sha256(f"{seed}\n{purpose}\n".encode())

    def place(thing: T) -> tuple[bytes, str]:
        digest = start.copy()
        digest.update(name(thing).encode())
        return digest.digest(), name(thing)

    return sorted(things, key=place)


def shuffled_choices(ids: Sequence[str], seed: int, code: str, last: Iterable[str] = ()) -> list[str]:
    """The order in which choices are shown; those in `last` (以上都对) stay at the end, in their own order.

    >>> sorted(shuffled_choices("ABCD", 7, "Q1")), shuffled_choices("ABCD", 7, "Q1", last="D")[-1]
    (['A', 'B', 'C', 'D'], 'D')
    """
    end = [choice for choice in ids if choice in set(last)]
    return arrange([choice for choice in ids if choice not in end], seed, f"choices {code}", name=str) + end
