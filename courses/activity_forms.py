"""The form of an activity (动手做表单) as a workbook: the task, then its tables with room to write, ready for A4.

It is made from the lesson's text whenever it is asked for, so it never differs from what the lesson says. Every cell is text.
"""

import html
import io
import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.traditional import traditional
from courses.models import LessonPage

# A table whose rows are blank gets so many of them; one that names its rows keeps them as they are.
BLANK_ROWS = 10
_WIDTH = 130
_LINE = Side(style="thin", color="77848B")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="E5EEF2")


def activity(page: LessonPage) -> Any:
    """The activity of a lesson that has a table to fill in; None where none has."""
    return next((block for block in page.body if block.block_type == "activity" and has_form(block.value)), None)


def has_form(value: Any) -> bool:
    return any(block.block_type == "table" for block in value["body"])


def name_of(value: Any, title: str) -> str:
    """What the form is called; a form without a name of its own is called after its lesson."""
    return value.get("form") or title


def workbook(page: LessonPage, site: str) -> bytes | None:
    """The form of a lesson; None where its activity has no table."""
    block = activity(page)
    if block is None:
        return None
    book, out = Workbook(), io.BytesIO()
    sheet: Any = book.active
    sheet.title = re.sub(r"[\[\]:*?/\\]", "", page.code)[:31]
    columns = max(_columns(table) for table in _tables(block.value))
    _size(sheet, block.value, columns)
    _line(sheet, f"{page.code}　{_plain(name_of(block.value, page.title))}", columns, Font(bold=True, size=14))
    who = [f"{word}: ____________" for word in (_("Filled in by"), _("Unit or department"), _("Date"))]
    _line(sheet, "　".join(who), columns, Font(size=10))
    for part in block.value["body"]:
        _part(sheet, part, columns)
    sheet.oddFooter.left.text = f"{site} · {_plain(page.title)}"
    sheet.oddFooter.right.text = "&P / &N"
    book.save(out)
    return out.getvalue()


def _tables(value: Any) -> Iterator[Any]:
    return (block.value for block in value["body"] if block.block_type == "table")


def _columns(table: Any) -> int:
    return max((len(row) for row in table["data"]), default=1)


def _size(sheet: Worksheet, value: Any, columns: int) -> None:
    """Columns as wide as their words ask, all of them one sheet of A4 across."""
    table = max(_tables(value), key=_columns)
    asked = [max(_room(row[n]) for row in table["data"] if n < len(row)) for n in range(columns)]
    for n, room in enumerate(asked, 1):
        sheet.column_dimensions[get_column_letter(n)].width = max(10, _WIDTH * room / sum(asked))
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _room(words: Any) -> float:
    """How wide a column wants to be: not as wide as its longest sentence."""
    return 8 + min(40.0, _wide(_plain(words)))


def _wide(words: str) -> float:
    return sum(2.0 if ord(sign) > 0x2E7F else 1.0 for sign in words)


def _plain(words: Any) -> str:
    """The words alone; a rich text is told by its source."""
    plain = html.unescape(strip_tags(str(getattr(words, "source", words) or ""))).replace("**", "")
    return traditional(plain) if get_language() == "zh-hant" else plain


def _part(sheet: Worksheet, part: Any, columns: int) -> None:
    if part.block_type == "table":
        _table(sheet, part.value)
    elif part.block_type == "list":
        for number, item in enumerate(part.value["items"], 1):
            mark = f"{number}. " if part.value["ordered"] else "· "
            _line(sheet, mark + _plain(item), columns)
    else:
        _line(sheet, _plain(part.value), columns)


def _line(sheet: Worksheet, words: str, columns: int, font: Font | None = None) -> None:
    row = sheet.max_row + (1 if sheet.max_row > 1 or sheet.cell(1, 1).value else 0)
    cell = _cell(sheet, row, 1, words)
    cell.font = font or Font(size=11)
    if columns > 1:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    sheet.row_dimensions[row].height = (20 if font and font.bold else 16) * max(1, -(-int(_wide(words)) // _WIDTH))


def _table(sheet: Worksheet, table: Any) -> None:
    rows = [[_plain(cell) for cell in row] for row in table["data"]]
    width = max(map(len, rows))
    blank = [row for row in rows[1:] if not any(row)]
    rows += [[""] * width for _more in range(BLANK_ROWS - len(blank) if blank else 0)]
    first = sheet.max_row + 1
    for down, row in enumerate(rows):
        for across in range(width):
            cell = _cell(sheet, first + down, across + 1, row[across] if across < len(row) else "")
            cell.border = _BOX
            if down == 0:
                cell.font, cell.fill = Font(bold=True), _HEAD
        sheet.row_dimensions[first + down].height = 34 if down else 32


def _cell(sheet: Worksheet, row: int, column: int, words: str) -> Any:
    """Text whatever it begins with: nothing in a form is ever reckoned."""
    cell: Any = sheet.cell(row, column, "".join(sign for sign in words if sign >= " ") or None)
    if cell.value is not None:
        cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
