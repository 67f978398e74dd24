"""The archive of a pack, written to disk piece by piece. The same rows give the same bytes, on any day.

Moments inside the files are the day whose state is told, not the clock's.
"""

import datetime as dt
import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from core.workbooks import A_PIECE, entry


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
