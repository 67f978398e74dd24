"""A report as one table, and the table written to disk row by row as XLSX or CSV. No text in it is ever a formula."""

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.sheets import safe
from core.workbooks import Book, Cell, add

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
# After so many rows it is told how far the file is.
A_STEP = 500
Told = Callable[[int], None]


@dataclass(frozen=True)
class Table:
    """Headings and rows; the rows may be read only once."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def words(cell: Cell) -> str:
    """A cell as it is read on paper and in a text file.

    >>> words(dt.date(2026, 9, 1)), words(None), words(90)
    ('2026-09-01', '', '90')
    """
    return "" if cell is None else str(cell)


def write(told: Table, kind: str, path: Path, day: dt.date, step: Told) -> None:
    """The table as a file. CSV begins with a byte-order mark, so that Excel reads the Chinese."""
    if kind == "xlsx":
        book = Book()
        sheet = book.sheet(told.title, told.heads)
        for row in _counted(told.rows, step):
            add(sheet, row)
        book.save(path, day)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([safe(head) for head in told.heads])
        writer.writerows(
            [safe(cell) if isinstance(cell, str) else words(cell) for cell in row] for row in _counted(told.rows, step)
        )


def _counted(rows: Iterable[Sequence[Cell]], step: Told) -> Iterator[Sequence[Cell]]:
    for number, row in enumerate(rows, 1):
        yield row
        if number % A_STEP == 0:
            step(number)
