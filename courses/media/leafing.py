"""Having the pages of a PDF read and drawn once (读出各页): by a program apart from the site, and kept beside the file.

A page that ends the program ends it for itself alone: the program is begun anew at the next one.
"""

import json
import struct
import subprocess
import sys
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from django.core.files.storage import storages

from core import jobs
from core.keeping import drop, keep
from core.typefaces import KAI
from courses.media.leaves import picture_key
from courses.models import Medium
from courses.models.media import LEAVES_EDITION

# Less than the lease of a job, so that nobody begins the same beside it.
_READER, _SECONDS, _SECONDS_OF_A_PAGE, _STARTS = Path(__file__).with_name("pdfpages.py"), 150, 8, 8
AT_ONCE = 50
# In the table OS/2 of a typeface: where it says which signs it is for, and that Simplified Chinese is among them.
_SIGNS_AT, _SIMPLIFIED = 78, 1 << 18


class NotBegun(RuntimeError):
    """The reader cannot run on this machine: nothing is told of any file."""


def leaf(pk: int) -> bool:
    """Read and draw the pages of a PDF nobody has read yet as it is done now. Safe to run twice and beside itself."""
    unread = Medium.objects.unread().filter(pk=pk)
    medium = unread.first()
    return medium is not None and bool(unread.update(leaves=_read(medium) | {"edition": LEAVES_EDITION}))


def sweep() -> int:
    """Have read what nobody has read: PDFs of before their pages were drawn, and those whose job was lost. How many."""
    from courses.tasks import leaf_medium

    owed = Medium.objects.unread().order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    return sum(jobs.take_up(leaf_medium, pk=pk) for pk in owed)


def _read(medium: Medium) -> dict[str, Any]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source.pdf"
        with storages["artefacts"].open(medium.storage_key) as kept, source.open("wb") as copy:
            copyfileobj(kept, copy)
        told = run(source, folder)
        for number, one in enumerate(told.get("leaves", ()), start=1):
            if "w" in one:
                _keep(picture_key(medium, number), (folder / f"{number}.webp").read_bytes())
    return told


def _keep(key: str, content: bytes) -> None:
    """Under this name and no other, whatever lies there: half a file of a worker that died, or how it was drawn before."""
    if (name := keep(key, content)) != key:
        drop(key)
        keep(key, content)
        drop(name)


def run(source: Path, folder: Path, seconds: float = _SECONDS, a_page: int = _SECONDS_OF_A_PAGE) -> dict[str, Any]:
    """What the reader says of a file. It sees none of the site's secrets, and is ended when it takes too long."""
    leaves: dict[int, dict[str, Any]] = {}
    told: dict[str, Any] = {}
    until = monotonic() + seconds
    for _start in range(_STARTS):
        signs = sum(len(one["t"]) for one in leaves.values())
        asked = [source, folder, typefaces(folder), max(leaves, default=0) + 1, signs, a_page]
        lines, is_done = _run_once(folder, asked, until - monotonic())
        for line in lines:
            if number := line.pop("n", 0):
                leaves.setdefault(number, {"t": ""}).update(line)
            else:
                told = told or line
        if is_done or not told or monotonic() > until:
            break
    if not told:
        return {"fault": "heavy"}
    return told if "fault" in told else told | {"leaves": [leaves[number] for number in sorted(leaves)]}


def _run_once(folder: Path, asked: list[Any], seconds: float) -> tuple[list[dict[str, Any]], bool]:
    """What it said from a page on, and whether it came to its end."""
    command = [sys.executable, "-I", str(_READER), *map(str, asked)]
    path, is_done = folder / "told.jsonl", False
    with path.open("wb") as said:
        try:
            done = subprocess.run(command, stdout=said, stderr=subprocess.DEVNULL, timeout=seconds, env={}, cwd=folder)  # noqa: S603, PLW1510 - our own words, no shell
            is_done = done.returncode == 0
            if done.returncode > 0 and not path.stat().st_size:
                raise NotBegun(f"the reader of PDFs does not start ({done.returncode})")
        except subprocess.TimeoutExpired:
            pass
    return [json.loads(line) for line in path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")], is_done


def typefaces(folder: Path) -> Path:
    """A folder with our own Chinese typeface, for a PDF that brings none, on a machine that has none either.

    The typeface does not say of itself that it is for Simplified Chinese; the copy does, or the library would pass it over.
    """
    made = folder / "typefaces"
    if not made.exists():
        made.mkdir()
        content = bytearray(KAI.read_bytes())
        (tables,) = struct.unpack_from(">H", content, 4)
        for entry in range(12, 12 + 16 * tables, 16):
            tag, _sum, at, _length = struct.unpack_from(">4sIII", content, entry)
            if tag == b"OS/2":
                (signs,) = struct.unpack_from(">I", content, at + _SIGNS_AT)
                struct.pack_into(">I", content, at + _SIGNS_AT, signs | _SIMPLIFIED)
        (made / "kai.ttf").write_bytes(content)
    return made
