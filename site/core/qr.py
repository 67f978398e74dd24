"""QR codes as plain rectangles: for the PDF and the screen alike, in any size, without a picture file."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import segno

_DARK = re.compile(rb"\x01+")


class Run(NamedTuple):
    """Dark modules side by side: where they begin and how many there are."""

    x: int
    y: int
    length: int


class Code:
    """An address as a QR code, level M: a seventh of it may be dirty or creased."""

    def __init__(self, address: str) -> None:
        self._rows = segno.make(address, error="m", micro=False, boost_error=False).matrix

    @property
    def size(self) -> int:
        """Modules along a side, without the quiet zone of four."""
        return len(self._rows)

    @property
    def padded(self) -> int:
        """The same with the quiet zone on both sides."""
        return self.size + 8

    def runs(self) -> Iterator[Run]:
        for y, row in enumerate(self._rows):
            for match in _DARK.finditer(bytes(row)):
                yield Run(match.start(), y, match.end() - match.start())

    def path(self) -> str:
        """The dark modules as one SVG path."""
        return "".join(f"M{run.x} {run.y}h{run.length}v1h-{run.length}z" for run in self.runs())
