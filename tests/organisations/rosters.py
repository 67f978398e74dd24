"""Rosters as people send them, for tests."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook

HEADS = ("姓名", "工号", "手机号", "电子邮箱", "部门", "岗位")


def person(number: int) -> list[Any]:
    return [
        f"员工{number:05d}号",
        f"A{number:05d}",
        f"138{number:08d}",
        f"e{number}@example.org",
        f"部门{number % 20}",
        "质量安全员",
    ]


def book(rows: Sequence[Sequence[Any]], heads: Sequence[Any] = HEADS, spoil: Callable[[Any], None] | None = None) -> bytes:
    """A workbook; `spoil` does to its sheet what people do."""
    made = Workbook()
    sheet: Any = made.active
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    if spoil:
        spoil(sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def table(rows: Sequence[Sequence[Any]], encoding: str = "utf-8-sig", heads: Sequence[str] = HEADS) -> bytes:
    """A CSV file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([heads, *rows])
    return out.getvalue().encode(encoding)


def strict(data: bytes) -> bytes:
    """The same workbook as Excel writes it under “Strict Open XML”: other names for the same things."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as there, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in there.namelist():
            part = there.read(name)
            part = part.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
            )
            part = part.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            made.writestr(name, part)
    return out.getvalue()
