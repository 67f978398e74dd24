"""Workbooks and archives of a pack, written to disk piece by piece. The same rows give the same bytes, on any day.

Every text is text: no cell is ever a formula, whatever somebody wrote into a log. Moments inside the files are the day whose
state is told, not the clock's.
"""

import datetime as dt
import hashlib
import re
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

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


def add(sheet: Any, row: Sequence[str | int]) -> None:
    """One more row."""
    sheet.append([cell if isinstance(cell, int) else _text(sheet, cell) for cell in row])


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


@dataclass(frozen=True)
class Listed:
    """A file of the archive, as its list has it."""

    name: str
    size: int
    sha256: str


class Archive:
    """A ZIP on disk that keeps the list of what was put into it."""

    def __init__(self, path: Path, day: dt.date) -> None:
        self._zip, self._day = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED), day
        self.listed: list[Listed] = []

    def put(self, name: str, content: IO[bytes]) -> None:
        """Copy a file in, piece by piece."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(entry(name, self._day), "w") as target:
            while piece := content.read(A_PIECE):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        self.listed.append(Listed(name, size, digest.hexdigest()))

    def sums(self) -> str:
        """The list as `sha256sum -c` reads it."""
        return "".join(f"{one.sha256}  {one.name}\n" for one in self.listed)

    def close(self) -> None:
        self._zip.close()


def digest(path: Path) -> str:
    """SHA-256 of a file on disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
