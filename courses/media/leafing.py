"""Having the pages of a PDF read once (读出各页): by a program apart from the site, and kept beside the file under its digest."""

import json
import subprocess
import sys
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.storage import storages

from core.keeping import keep
from courses.media.leaves import picture_key
from courses.models import Medium

_READER, _SECONDS = Path(__file__).with_name("pdfpages.py"), 60


def leaf(pk: int) -> bool:
    """Read the pages of a PDF that nobody has read yet. Safe to run twice and beside itself."""
    medium = Medium.objects.filter(pk=pk, kind=Medium.Kind.PDF, leaves={}).exclude(sha256="").first()
    if medium is None:
        return False
    told = _read(medium)
    return bool(Medium.objects.filter(pk=pk, leaves={}).update(leaves=told))


def _read(medium: Medium) -> dict[str, Any]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source.pdf"
        with storages["artefacts"].open(medium.storage_key) as kept, source.open("wb") as copy:
            copyfileobj(kept, copy)
        told = run(source, folder)
        for number, one in enumerate(told.get("leaves", ()), start=1):
            if "w" in one:
                keep(picture_key(medium, number), (folder / f"{number}.jpg").read_bytes())
    return told


def run(source: Path, folder: Path, seconds: int = _SECONDS) -> dict[str, Any]:
    """What the reader says. It sees none of the site's secrets, and is ended when it takes too long."""
    command = [sys.executable, "-I", str(_READER), str(source), str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, env={}, cwd=folder, check=True)  # noqa: S603 - our own words, no shell
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError, ValueError):
        return {"fault": "heavy"}
    return told
