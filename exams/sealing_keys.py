"""The office's keys for sealed answer files: in a file outside the database, by setting."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from exams import sealing


@dataclass(frozen=True)
class Sealing:
    """What the exam page needs to seal a file: the public point, its short name, after how many seconds without saving."""

    key: str
    kid: str
    after: int


def office_keys() -> list[sealing.Key]:
    """Every key this office can open files with; none on a machine without the file."""
    path = Path(settings.EXAM_SEALING_KEY_FILE)
    return list(_read(path, path.stat().st_mtime_ns)) if path.is_file() else []


def offered() -> Sealing:
    """For the exam page; an empty key where the office has none, and then no file is offered."""
    key = next(iter(office_keys()), None)
    after = settings.EXAM_SEALING_AFTER_SECONDS
    return Sealing(sealing.b64(key.point), key.kid, after) if key else Sealing("", "", after)


def add_key() -> sealing.Key:
    """Put a fresh key first in the file; earlier ones stay, for files sealed before."""
    path = Path(settings.EXAM_SEALING_KEY_FILE)
    before = path.read_text(encoding="ascii") if path.is_file() else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(sealing.new_key() + before)
    draft.replace(path)
    return office_keys()[0]


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> tuple[sealing.Key, ...]:
    return tuple(sealing.read_keys(path.read_text(encoding="ascii")))
