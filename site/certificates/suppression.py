"""Small groups (小组不公布): a table of counts in which nobody can be made out, not even by a difference.

A count from 1 to 4 is withheld. Since rows and columns have totals, others are withheld beside it until no reader can work
it out: whatever is added up or subtracted, each small count may as well be 5 or more. A nought is told, for it is about
nobody. Where that cannot be had, the whole table is withheld.
Pure rules: docs/algorithms/register.md.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

SMALLEST = 5
TOTAL = "total"
Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)
Cell = tuple[Hashable, Hashable]
CORNER: Cell = (TOTAL, TOTAL)


@dataclass(frozen=True)
class Table(Generic[Row, Column]):
    """Counts with their totals, as anyone may see them: a number, or None where it is withheld."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    told: Mapping[Cell, int | None]

    def cell(self, row: Hashable, column: Hashable) -> int | None:
        return self.told.get((row, column), 0)

    @property
    def total(self) -> int | None:
        return self.told[CORNER]


def publish(counts: Mapping[tuple[Row, Column], int], rows: Sequence[Row], columns: Sequence[Column]) -> Table[Row, Column]:
    """The table of `counts` that may be shown to anyone.

    >>> table = publish({("a", "x"): 20, ("a", "y"): 3, ("b", "x"): 9, ("b", "y"): 8}, "ab", "xy")
    >>> [table.cell("a", "x"), table.cell("a", "y"), table.cell("b", "x"), table.cell("b", "y"), table.total]
    [None, None, None, None, 40]
    >>> publish({("a", "x"): 4}, "a", "x").total is None
    True
    """
    whole = _with_totals(counts, rows, columns)
    lines = list(_lines([*rows, TOTAL], [*columns, TOTAL]))
    hidden = _hidden(whole, lines) if whole[CORNER] >= SMALLEST or not whole[CORNER] else set(whole)
    return Table(tuple(rows), tuple(columns), {cell: None if cell in hidden else count for cell, count in whole.items()})


def _with_totals(counts: Mapping[tuple[Row, Column], int], rows: Sequence[Row], columns: Sequence[Column]) -> dict[Cell, int]:
    whole: dict[Cell, int] = dict.fromkeys(((row, column) for row in [*rows, TOTAL] for column in [*columns, TOTAL]), 0)
    for (row, column), count in counts.items():
        for cell in ((row, column), (row, TOTAL), (TOTAL, column), CORNER):
            whole[cell] += count
    return whole


def _lines(rows: Sequence[Hashable], columns: Sequence[Hashable]) -> Iterator[list[Cell]]:
    """Every row and every column, the total last."""
    yield from ([(row, column) for column in columns] for row in rows)
    yield from ([(row, column) for row in rows] for column in columns)


def _hidden(whole: Mapping[Cell, int], lines: list[list[Cell]]) -> set[Cell]:
    """What has to be withheld; everything, where nothing less helps."""
    hidden = {cell for cell, count in whole.items() if 0 < count < SMALLEST}
    while (given_away := _given_away(whole, lines, hidden)) is not None:
        squares = [square - hidden for square in _squares(given_away, whole)]
        if not any(squares):
            return set(whole)
        # The cheapest one: as much as possible stays told.
        hidden |= min(
            filter(None, squares), key=lambda square: (sum(whole[cell] for cell in square), str(sorted(map(str, square))))
        )
    return hidden


def _squares(cell: Cell, whole: Mapping[Cell, int]) -> Iterator[set[Cell]]:
    """Three others that close a chain with this one: in its row, in its column, and where those two meet. None of them nought."""
    (row, column), filled = cell, {cell for cell, count in whole.items() if count and cell != CORNER}
    for other_row, other_column in filled:
        if other_row != row and other_column != column and {(row, other_column), (other_row, column)} <= filled:
            yield {(other_row, other_column), (row, other_column), (other_row, column)}


def _given_away(whole: Mapping[Cell, int], lines: list[list[Cell]], hidden: set[Cell]) -> Cell | None:
    """A small count that a reader could tell from the rest, or tell to be small; None when there is none."""
    small = sorted((cell for cell in hidden if whole[cell] < SMALLEST), key=str)
    if not small:
        return None
    least, most = _reckoned(whole, lines, hidden)
    for cell in small:
        if most[cell] < SMALLEST or most[cell] == least[cell] or _is_bridge(cell, hidden):
            return cell
    return None


def _reckoned(whole: Mapping[Cell, int], lines: list[list[Cell]], hidden: set[Cell]) -> tuple[dict[Cell, int], dict[Cell, int]]:
    """Between which two numbers a reader can place every count, adding up and subtracting until nothing more comes of it."""
    least = {cell: 1 if cell in hidden else count for cell, count in whole.items()}
    most = {cell: whole[CORNER] if cell in hidden else count for cell, count in whole.items()}
    while True:
        before = (dict(least), dict(most))
        for *parts, total in lines:
            low, high = [least[part] for part in parts], [most[part] for part in parts]
            least[total], most[total] = max(least[total], sum(low)), min(most[total], sum(high))
            for part, lowest, highest in zip(parts, low, high, strict=True):
                most[part] = min(highest, most[total] - (sum(low) - lowest))
                least[part] = max(lowest, least[total] - (sum(high) - highest))
        if (least, most) == before:
            return least, most


def _is_bridge(cell: Cell, hidden: set[Cell]) -> bool:
    """Whether a withheld count lies on no closed chain of withheld ones: then rows and columns added up tell it.

    Rows and columns are the points, withheld counts the ways between them; a way that alone joins two parts is known.
    """
    ways = hidden - {cell}
    reached: set[tuple[str, Hashable]] = {("row", cell[0])}
    while True:
        further = {end for row, column in ways for end in _ends(row, column) if set(_ends(row, column)) & reached} - reached
        if not further:
            return ("column", cell[1]) not in reached
        reached |= further


def _ends(row: Hashable, column: Hashable) -> tuple[tuple[str, Hashable], tuple[str, Hashable]]:
    return ("row", row), ("column", column)
