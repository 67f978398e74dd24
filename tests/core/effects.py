"""Tasks for the outbox's tests: their effect is a line in a file, so that every run can be counted."""

import time
from pathlib import Path

from celery import shared_task


@shared_task(name="tests.effect")
def effect(path: str, key: str, seconds: float = 0) -> None:
    """Leave a mark. `seconds` is how long the first try takes: time enough to kill it; a second try is done at once."""
    file = Path(path)
    tried = file.exists() and f"began {key}\n" in file.read_text(encoding="utf-8")
    _note(path, f"began {key}")
    time.sleep(0 if tried else seconds)
    _note(path, f"ended {key}")


def _note(path: str, line: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
