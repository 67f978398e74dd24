"""An employer's list (查验名单): numbers, perhaps with names beside them, from a workbook or a CSV file.

Read by the readers of the exams' tables, with their guards. A row of headings is recognised in three languages; without one the
first column holds the numbers and the second the names. Pure rules: docs/algorithms/register.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.text import fold
from exams.exchange.drafts import Refused
from exams.exchange.sheets import Row, sheets

MOST_LINES = 500
LARGEST = 1024 * 1024
_DEEPEST_HEADING = 10
NUMBER_HEADINGS = ("证书编号", "證書編號", "编号", "編號", "证书号", "證書號", "certificate number", "number", "certificate no.")
NAME_HEADINGS = (
    "姓名",
    "持证人",
    "持證人",
    "姓名（可不填）",
    "姓名（可不填寫）",
    "name",
    "full name",
    "holder",
    "name (optional)",
)
_NUMBERS, _NAMES = {fold(one) for one in NUMBER_HEADINGS}, {fold(one) for one in NAME_HEADINGS}


@dataclass(frozen=True)
class Line:
    """One row of the list. `is_spoilt`: the cell is a formula or an error, so nothing was typed there."""

    row: int
    number: str
    name: str = ""
    is_spoilt: bool = False


def read(data: bytes) -> list[Line]:
    """The lines of the first sheet that holds any; Refused, with a code, for a file that is none of these."""
    for sheet in sheets(data):
        if lines := _lines(sheet.rows):
            if len(lines) > MOST_LINES:
                raise Refused("too-many-lines", most=MOST_LINES)
            return lines
    raise Refused("no-lines")


def _lines(rows: Sequence[Row]) -> list[Line]:
    headed = next((at for at, row in enumerate(rows[:_DEEPEST_HEADING]) if _column(row, _NUMBERS) is not None), None)
    if headed is None:
        return [_line(row, 0, 1) for row in rows]
    head = rows[headed]
    number = _column(head, _NUMBERS)
    assert number is not None  # noqa: S101 - found just above
    lines = [_line(row, number, _column(head, _NAMES)) for row in rows[headed + 1 :]]
    return [line for line in lines if line.number or line.name or line.is_spoilt]


def _column(row: Row, names: set[str]) -> int | None:
    return next((at for at, cell in enumerate(row.cells) if fold(cell) in names), None)


def _line(row: Row, number: int, name: int | None) -> Line:
    spoilt = row.changed.get(number) in ("formula", "error")
    return Line(row.number, "" if spoilt else _cell(row, number), "" if name is None else _cell(row, name), spoilt)


def _cell(row: Row, at: int) -> str:
    return row.cells[at].strip()[:200] if at < len(row.cells) else ""
