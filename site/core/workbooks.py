"""Workbooks (工作簿) that are written to disk row by row and never held whole. The same rows give the same bytes, on any day.

Every text is text: no cell is ever a formula, whatever somebody wrote into a log. Moments inside the file are the day whose
state is told, not the clock's.
"""

import datetime as dt
import hashlib
import re
import shutil
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Cell = str | int | Decimal | dt.date | None
_CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_LONGEST = 32_767
A_PIECE = 1024 * 1024


class Book:
    """A workbook that is written row by row and never held whole."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)

    def sheet(self, title: str, heads: Sequence[str]) -> Any:
        """A new sheet with its headings."""
        made = self._book.create_sheet(title[:31])
        made.freeze_panes = "A2"
        made.append([_text(made, head) for head in heads])
        return made

    def save(self, path: Path, day: dt.date) -> None:
        """Write it, with its clock put to `day`."""
        rough = path.with_suffix(".rough")
        self._book.save(rough)
        with zipfile.ZipFile(rough) as there, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for name in sorted(there.namelist()):
                with there.open(name) as source, made.open(entry(name, day), "w") as target:
                    if name == "docProps/core.xml":
                        told = f"{day:%Y-%m-%d}T00:00:00Z".encode()
                        target.write(_CLOCK.sub(rb"\g<1>" + told + rb"\g<2>", source.read()))
                    else:
                        shutil.copyfileobj(source, target, A_PIECE)
        rough.unlink()


def add(sheet: Any, row: Sequence[Cell]) -> None:
    """One more row: numbers and days as such, so that a program adds and sorts them; all else is text."""
    sheet.append([_text(sheet, cell) if isinstance(cell, str) else cell for cell in row])


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST]
    cell.data_type, cell.number_format = "s", "@"
    return cell


def entry(name: str, day: dt.date) -> zipfile.ZipInfo:
    """An entry of an archive that says nothing of the machine or the minute it was written in."""
    made = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    made.compress_type, made.create_system, made.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    return made


def digest(path: Path) -> str:
    """SHA-256 of a file on disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
