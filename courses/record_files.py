"""The learning record for other programs: a workbook and JSON, from the same parts as the page."""

import io
import json
from typing import Any

from openpyxl import Workbook

from accounts.models import User
from core.dates import now
from courses import record


def as_json(user: User) -> bytes:
    """Everything this room and those above it know of a person, by stable names."""
    told: dict[str, Any] = {
        "made_at": now().isoformat(timespec="seconds"),
        "name": user.full_name,
        "email": user.email,
        "hours": float(record.total_hours(user)),
        "parts": {part.key: part.as_data() for part in record.of(user, with_details=True)},
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def as_xlsx(user: User) -> bytes:
    """A sheet for each part; every cell is text, so that nothing in it is ever reckoned."""
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None  # noqa: S101 - a new workbook has one
    book.remove(book.active)
    for part in record.of(user, with_details=True):
        # Excel allows 31 signs and none of these in a sheet's name.
        sheet = book.create_sheet("".join(sign for sign in part.title if sign not in "[]:*?/\\")[:31])
        for row, line in enumerate([list(part.columns), *part.shown], 1):
            for column, text in enumerate(line, 1):
                cell = sheet.cell(row, column, text)
                cell.data_type = "s"
        sheet.freeze_panes = "A2"
    book.save(out)
    return out.getvalue()
