"""Evidence (证明材料): files that people hand in to prove something, kept as they came (core/handed_in.py)."""

from typing import IO
from uuid import UUID

from core import handed_in
from core.handed_in import MOST_BYTES, handed_out
from core.handed_in import BadFile as BadEvidence

__all__ = ["MOST_BYTES", "BadEvidence", "Evidence", "handed_out", "read"]


class Evidence(handed_in.HandedIn):
    """A file that may be kept as evidence."""

    def keep(self, owner: UUID) -> str:
        """Store it under its owner's name and its digest; the key it got."""
        return self.keep_in("evidence", owner)


def read(upload: IO[bytes], *, name: str, size: int) -> Evidence:
    """The file, if it is one that is taken; else BadEvidence."""
    found = handed_in.read(upload, name=name, size=size)
    return Evidence(found.content, found.name, found.mime)
