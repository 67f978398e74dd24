"""Workbooks as other people's programs leave them, and what is said of a reading."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exams.exchange.drafts import Reading

SAMPLES = Path(__file__).parent / "samples"
HEAD = ("编号", "题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "难度", "分值")


def book(*rows: Sequence[Any], title: str = "题目", then: Callable[[Worksheet], object] | None = None) -> bytes:
    """A workbook of one sheet; `then` may spoil it."""
    made = Workbook()
    sheet = made.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if then is not None:
        then(sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def codes(reading: Reading, level: str = "") -> set[str]:
    return {finding.code for finding in reading.findings if level in ("", finding.level)}
