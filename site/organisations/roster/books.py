"""Workbooks of a roster (名单工作簿): the template to fill in, and what came of each row. Every cell is text."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from organisations.models import RosterImport
from organisations.roster import columns
from organisations.roster.reading import EXAMPLE
from organisations.roster.telling import told

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = {"name": 14, "employee_number": 14, "phone": 16, "email": 28, "department": 22, "post": 16}
# Rows of the template that are text from the first key press on.
_ROOM = 500


def template() -> bytes:
    """The empty template: Chinese headings, columns of text, an example that is left out when it is uploaded."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "名单"
    example = (EXAMPLE, "00123", "13800138000", "zhangsan@example.com", "生产部/质检组", "质量安全员")
    for at, name in enumerate(columns.FIELDS, 1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width, sheet.column_dimensions[letter].number_format = _WIDTHS[name], "@"
        star = "*" if name == columns.NAME else ""
        _put(sheet.cell(1, at), columns.HEADINGS[name][0] + star).font = Font(bold=True)
        _put(sheet.cell(2, at), example[at - 1])
        # Excel takes the format of a column for new cells, others only that of the cell.
        for row in range(3, _ROOM):
            sheet.cell(row, at).number_format = "@"
    sheet.freeze_panes = "B2"
    notes = book.create_sheet("填写说明")
    notes.column_dimensions["A"].width = 90
    for at, line in enumerate(_INSTRUCTIONS, 1):
        _put(notes.cell(at, 1), line)
    return _bytes(book)


_INSTRUCTIONS = (
    "每行填一个人。带*的列必填；工号、手机号、电子邮箱至少填一项，用来识别同一个人。",
    "部门用“/”分级，例如：生产部/质检组。没有的部门会自动建立。",
    "单元格为空表示不改动；名单里没有的人不会被删除。",
    "所有列已设为文本格式，工号前面的0不会丢失。请勿粘贴公式，请勿合并单元格。",
    "不要填写身份证号码，本站不收集。",
)


def results(held: RosterImport) -> bytes:
    """The rows of an import with what came of each, and why."""
    heads = [
        _("Row of the file"),
        _("What came of it"),
        _("Reason and remedy"),
        *(columns.HEADINGS[name][0] for name in columns.FIELDS),
    ]
    return table(_("Result of the import"), heads, (_result(line) for line in held.lines))


def faulty(held: RosterImport) -> bytes:
    """The rows in error alone, to be mended and uploaded again: the reason stands in the last column, which is not read."""
    heads = [*(columns.HEADINGS[name][0] for name in columns.FIELDS), "导入失败原因"]
    lines = (line for line in held.lines if line["verdict"] == "error")
    return table("名单", heads, ([*_values(line), _why(line)] for line in lines))


def _result(line: dict[str, Any]) -> list[str]:
    from organisations.roster.verdicts import OUTCOMES, VERDICTS

    words = OUTCOMES[line["outcome"]] if "outcome" in line else VERDICTS[line["verdict"]]
    return [str(line["row"]), str(words), _why(line), *_values(line)]


def _values(line: dict[str, Any]) -> list[str]:
    return [line["said"].get(name, "") for name in columns.FIELDS]


def _why(line: dict[str, Any]) -> str:
    said = (told(one["code"], one["facts"], one["column"]) for one in line["faults"])
    return "；".join(f"{one.column}：{one.sentence}" if one.column else one.sentence for one in said)


def table(title: str, heads: Sequence[object], rows: Iterable[Sequence[str]]) -> bytes:
    """A plain table as a workbook; no text is ever a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.append([_put(WriteOnlyCell(sheet), str(head)) for head in heads])
    for row in rows:
        sheet.append([_put(WriteOnlyCell(sheet), text) for text in row])
    return _bytes(book)


def _put(cell: Any, text: str) -> Any:
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:32_767]
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _bytes(book: Workbook) -> bytes:
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
