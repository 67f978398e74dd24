"""Sheets (工作表): the cells of a workbook or a CSV file as text, with what its program did to them named.

A formula is named, because its result is whatever the last program computed; a number is written as it was typed, a
code that has become a number and a text that has become a date are named with their cell. A file that cannot be read is
refused (core.archives.Refusal) before anything of it is used. Pure: it knows no framework.
"""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.archives import MEGABYTE, Archive, Bounds, Refusal
from core.text import unescape_breaks
from core.textfiles import check_size, is_archive, is_old_office, text

WORKBOOK = Bounds()
MOST_ROWS = 20_000
MOST_COLUMNS = 200
# Cells that merged blocks and links may cover, and the bytes openpyxl takes for one.
MOST_SPREAD, A_CELL = 200_000, 200
_BLOCKS = re.compile(rb'<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')
_ONLY_NOUGHTS = re.compile(r"^0+$")


@dataclass(frozen=True)
class Row:
    """One row: its number as the program shows it, and the text of each cell. `changed`: cells that are no longer as typed.

    `below`: columns whose words stand above, in a cell merged with this one.
    """

    number: int
    cells: tuple[str, ...]
    changed: dict[int, str] = field(default_factory=dict)  # column: number, date, formula or error
    is_hidden: bool = False
    below: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Note:
    """What was met on a sheet and not read. `level`: warning (read, but look at it) or unknown (left out)."""

    level: Literal["warning", "unknown"]
    sheet: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A sheet with its rows that hold something. `hidden`: columns that its program does not show."""

    name: str
    rows: tuple[Row, ...]
    notes: tuple[Note, ...] = ()
    hidden: frozenset[int] = frozenset()


def sheets(data: bytes) -> list[Sheet]:
    """The sheets of a workbook, or the one of a CSV file; Refusal for anything else."""
    check_size(data)
    if is_old_office(data):
        raise Refusal("locked-workbook" if "EncryptedPackage".encode("utf-16-le") in data else "old-workbook")
    if is_archive(data):
        return _workbook(data)
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")) or _is_page(data):
        raise Refusal("not-a-workbook")
    return [_csv(text(data))]


def _spread(part: bytes) -> int:
    """How many cells the merged blocks and links of a sheet cover: openpyxl makes each of them, however few are written."""
    total = 0
    for left, top, right, bottom in _BLOCKS.findall(part):
        columns = column_index_from_string(right.decode()) - column_index_from_string(left.decode()) + 1
        total += columns * (int(bottom) - int(top) + 1)
    return total


def _is_page(data: bytes) -> bool:
    """Whether it is a web page, or a workbook of 2003 in XML: many programs call theirs .xls."""
    return bool(re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype|html|table|meta)\b", data[:200], re.IGNORECASE))


def _workbook(data: bytes) -> list[Sheet]:
    archive = Archive(io.BytesIO(data), len(data), WORKBOOK)
    if "xl/workbook.xml" not in archive.names:
        raise Refusal("binary-workbook" if "xl/workbook.bin" in archive.names else "not-a-workbook")
    if any(name.lower().endswith("vbaproject.bin") for name in archive.names):
        raise Refusal("macros")
    content = dict(archive.items())
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for name, part in content.items() if name.endswith((".xml", ".rels"))):
        raise Refusal("xml-entities", name="")
    spread = sum(_spread(part) for name, part in content.items() if name.startswith("xl/worksheets/"))
    if spread > MOST_SPREAD:
        raise Refusal("bomb", unpacked=spread * A_CELL // MEGABYTE, packed=max(1, len(data) // 1024))
    try:
        book = load_workbook(io.BytesIO(_repacked(content)), keep_links=False)
    except Exception as fault:  # openpyxl raises whatever the broken part happens to raise
        raise Refusal("broken-workbook") from fault
    read = [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [
        Note("unknown", sheet.title, "hidden-sheet", {"sheet": sheet.title})
        for sheet in book.worksheets
        if sheet.sheet_state != "visible"
    ]
    return [*read, Sheet("", (), tuple(hidden))] if hidden else read


def _repacked(content: dict[str, bytes]) -> bytes:
    """The checked entries alone, unpacked under their bounds: what openpyxl opens cannot swell a second time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in content.items():
            archive.writestr(name, _usual(part) if name.endswith((".xml", ".rels")) else part)
    return packed.getvalue()


def _usual(part: bytes) -> bytes:
    """A part in the usual names: “Strict Open XML” calls the same things otherwise, which openpyxl does not know."""
    for strict, usual in _STRICT.items():
        part = part.replace(strict, usual)
    return part


_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}


def _sheet(sheet: Worksheet) -> Sheet:
    notes = list(_beside(sheet))
    # Formats painted over whole rows or columns make a sheet look large; what matters is what is written in it.
    last_row, last_column = _extent(sheet)
    if last_column > MOST_COLUMNS or last_row > MOST_ROWS:
        notes.append(Note("warning", sheet.title, "large-sheet", {"rows": MOST_ROWS, "columns": MOST_COLUMNS}))
    merged = _merged(sheet)
    rows = []
    for cells in sheet.iter_rows(max_row=min(last_row, MOST_ROWS), max_col=min(last_column, MOST_COLUMNS)):
        row = _row(sheet, cells, merged)
        if not row.is_empty or row.changed:
            rows.append(row)
    return Sheet(sheet.title, tuple(rows), tuple(notes), _hidden(sheet))


def _hidden(sheet: Worksheet) -> frozenset[int]:
    """Columns that are hidden, alone or as a group, or drawn so narrow that nothing of them is seen."""
    groups = [group for group in sheet.column_dimensions.values() if group.hidden or group.width == 0]
    return frozenset(at - 1 for group in groups for at in range(group.min, min(group.max, MOST_COLUMNS) + 1))


def _extent(sheet: Worksheet) -> tuple[int, int]:
    """The last row and the last column in which something is written or merged, at least the first."""
    written = [place for place, cell in sheet._cells.items() if cell.value is not None or isinstance(cell, MergedCell)]
    return max((row for row, _column in written), default=1), max((column for _row, column in written), default=1)


def _beside(sheet: Worksheet) -> Iterator[Note]:
    """What lies on a sheet besides its cells."""
    for thing, number in (("pictures", len(sheet._images)), ("charts", len(sheet._charts))):
        if number:
            yield Note("unknown", sheet.title, f"sheet-{thing}", {"number": number})


def _merged(sheet: Worksheet) -> dict[tuple[int, int], Cell]:
    """{cell of a merged block: the cell that holds its words}, down the first column of each block."""
    found: dict[tuple[int, int], Cell] = {}
    for block in sheet.merged_cells.ranges:
        if block.size["rows"] > 1 and block.max_row <= MOST_ROWS:
            head = sheet.cell(block.min_row, block.min_col)
            found |= {(row, block.min_col): head for row in range(block.min_row + 1, block.max_row + 1)}
    return found


def _row(sheet: Worksheet, cells: tuple[Cell | MergedCell, ...], merged: dict[tuple[int, int], Cell]) -> Row:
    number = cells[0].row if cells else 0
    texts: list[str] = []
    changed: dict[int, str] = {}
    for at, cell in enumerate(cells):
        held = merged.get((number, at + 1), cell)
        said, how = _text(held)
        texts.append(said)
        if how:
            changed[at] = how
    below = frozenset(at for at in range(len(cells)) if (number, at + 1) in merged)
    return Row(number, tuple(texts), changed, bool(sheet.row_dimensions[number].hidden), below)


def _text(cell: Cell | MergedCell) -> tuple[str, str]:
    """A cell's text, and what its program made of it: number, date, formula, error, or nothing."""
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if kind in _SPOILT and value is not None:
        return str(getattr(value, "text", value)), _SPOILT[kind]
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return _date(value), "date"
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), ""
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format)), "number"
    return unescape_breaks(str(value or "")), ""


_SPOILT = {"f": "formula", "e": "error"}


def _number(value: float, shown_as: str) -> str:
    """As it was typed: without the idle .0, with the noughts or the percent sign its format shows.

    >>> _number(7, "0000"), _number(12.0, "General"), _number(0.25, "0%"), _number(0.1, "0.00")
    ('0007', '12', '25%', '0.1')
    """
    if _ONLY_NOUGHTS.match(shown_as) and value == int(value):
        return f"{int(value):0{len(shown_as)}d}"
    if "%" in shown_as:
        return f"{value * 100:.10g}%"
    return f"{value:.15g}" if abs(value) < 1e15 else str(int(value))


def _date(value: Any) -> str:
    if isinstance(value, dt.datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    return str(value)


def _csv(content: str) -> Sheet:
    """A CSV file, whichever of comma, semicolon or tab parts its cells."""
    head = next((line for line in content[:4096].splitlines() if any(sign in line for sign in _PARTS)), "")
    parts = max(_PARTS, key=head.count)
    rows = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(content), delimiter=parts), 1):
            if number > MOST_ROWS:
                raise Refusal("too-many-rows", most=MOST_ROWS)
            row = Row(number, tuple(_unquoted(cell) for cell in cells[:MOST_COLUMNS]))
            if not row.is_empty:
                rows.append(row)
    except csv.Error as fault:
        raise Refusal("broken-csv", reason=str(fault)) from fault
    return Sheet("", tuple(rows))


def _unquoted(cell: str) -> str:
    """Without the apostrophe our own export puts before a cell that a program might run (see `safe`)."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in _LIVE else cell


_PARTS = ",\t;"
_LIVE = "=+-@\t\r＝＋－＠"


def safe(cell: str) -> str:
    """A CSV cell no program takes for a formula.

    >>> safe("=1+1"), safe("-5"), safe("质量"), _unquoted(safe("@x"))
    ("'=1+1", "'-5", '质量', '@x')
    """
    return f"'{cell}" if cell.startswith(tuple(_LIVE)) else cell


def column_name(at: int, heading: str) -> str:
    """How a column is told: its letter and its heading."""
    return f"{get_column_letter(at + 1)} {heading}".strip()
