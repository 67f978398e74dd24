"""A process beside the worker, such as a web process is: `python -m tests.core.driver`.

It reads a line of JSON for each deed (its name, FILE, KEY, SECONDS) and answers each with how many seconds it was held up.
`die` ends without a word once its change is kept, before the job is sent.
"""

import json
import os
import sys
import time

import django

django.setup()

from django.db import transaction  # noqa: E402  # only once Django is set up

from core import jobs  # noqa: E402
from tests.core.effects import effect  # noqa: E402


def do(deed: str, path: str, key: str = "", seconds: str = "0") -> None:
    if deed == "enqueue":
        with transaction.atomic():
            jobs.enqueue(effect, path=path, key=key, seconds=float(seconds))
    elif deed == "die":
        with transaction.atomic():
            transaction.on_commit(lambda: os._exit(0))
            jobs.enqueue(effect, path=path, key=key, seconds=float(seconds))
    elif deed == "plain":
        effect.apply_async(kwargs={"path": path, "key": key, "seconds": float(seconds)}, retry=False)
    elif deed == "sweep":
        jobs.sweep()


if __name__ == "__main__":
    for line in sys.stdin:
        began = time.monotonic()
        do(*json.loads(line))
        sys.stdout.write(f"{time.monotonic() - began:.3f}\n")
        sys.stdout.flush()
