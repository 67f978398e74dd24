"""`run.py bench scale [--learners 100000]`: the filled site with a multitude in it, on PostgreSQL.

Pages are walked as people of several roles, each once for its statements; then the multitude is seeded (tests/load/multitude.py)
and the same pages are asked for again: none may have more statements, none take over two seconds. Last, the job that works out
the figures of an exam everybody has sat. The last line is one JSON object.
"""

import argparse
import io
import json
import logging
import os
import secrets
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.load.servers import Postgres, Redis
from tests.load.site import settled

MOST_S = 2.0
# A stranger, a learner, a training manager, the regulator, an examiner and an administrator.
PEOPLE = ("", "linyue", "chengong", "hezhuguan", "zhenglaoshi", "admin")
Row = dict[str, Any]


def _filled() -> None:
    """The demo, as it stands on a developer's machine; styles as they lie."""
    from django.conf import settings
    from django.core.management import call_command

    from tests.load import application  # noqa: F401 - takes static files as they lie

    settings.DEBUG, settings.SECURE_SSL_REDIRECT, settings.MFA_REQUIRED = True, False, False
    logging.disable(logging.WARNING)  # pages that are refused are asked for too
    call_command("demo", "--json", stdout=io.StringIO(), stderr=io.StringIO())


def _browsers() -> dict[str, Any]:
    from django.test import Client

    from accounts.models import User
    from core.cast import CAST

    emails = {who.email.partition("@")[0]: who.email for who in CAST}
    found = {}
    for name in PEOPLE:
        found[name] = Client(SERVER_NAME="localhost", raise_request_exception=False)
        if name:
            found[name].force_login(User.objects.get(email=emails[name]), backend="django.contrib.auth.backends.ModelBackend")
    return found


def _asked(browser: Any, address: str) -> tuple[int, int, float]:
    """A page made anew: its status, its statements and its seconds."""
    from django.core.cache import caches
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    caches["pages"].clear()
    connection.queries_log.clear()  # it holds a bounded number
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address)
        if answer.streaming:
            for _chunk in answer.streaming_content:
                pass
    return answer.status_code, len(queries), time.perf_counter() - began


def measured(learners: int) -> tuple[list[Row], dict[str, int], Row]:
    """Each page before and after, what was seeded, and the job."""
    from tests.load import multitude
    from tests.test_gets import walk

    _filled()
    model, browsers = multitude.one_learner(), _browsers()
    pages = {(name, address): (0, 0, 0.0) for name, browser in browsers.items() for address in walk(browser)}
    for name, address in pages:
        pages[name, address] = _asked(browsers[name], address)
    began = time.monotonic()
    added = multitude.Multitude(model, multitude.of(learners)).seed()
    seeding = round(time.monotonic() - began, 1)
    rows = []
    for (name, address), (status, before, first) in pages.items():
        again, after, seconds = _asked(browsers[name], address)
        if after > before:  # what a process remembers may have run out
            again, after, seconds = _asked(browsers[name], address)
        told = {
            "person": name,
            "address": address,
            "statements": (before, after),
            "seconds": (round(first, 3), round(seconds, 3)),
        }
        rows.append({**told, "status": (status, again)})
    return rows, added, {"seeding_s": seeding, **_figures(model)}


def _figures(model: Any) -> Row:
    from exams import analysing

    began = time.monotonic()
    analysing.analyse(model.attempt.exam_version)
    return {"figures_s": round(time.monotonic() - began, 1)}


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench scale")
    parser.add_argument("--learners", type=int, default=100_000)
    parser.add_argument("--quick", action="store_true", help="a hundredth of it")
    options = parser.parse_args()
    # Ended from outside, the servers end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    learners = 1_000 if options.quick else options.learners
    with tempfile.TemporaryDirectory(prefix="haizhun-scale-") as name:
        folder = Path(name)
        os.environ["HAIZHUN_KEYS_PASSPHRASE"] = secrets.token_hex(8)
        postgres, redis = Postgres(folder), Redis(folder)
        with settled(folder, postgres, redis):
            rows, added, job = measured(learners)
        redis.stop()
    more = [row for row in rows if row["statements"][1] > row["statements"][0]]
    slow = sorted(rows, key=lambda row: -row["seconds"][1])
    lines = [f"{name:<34}{count:>12,}" for name, count in added.items()] + ["", f"{len(rows)} pages; the slowest:"]
    lines += (
        [_line(row) for row in slow[:25]]
        + ["", f"{len(more)} with more statements than before:"]
        + [_line(row) for row in more[:60]]
    )
    sys.stdout.write("\n".join([*lines, "", json.dumps(job), ""]))
    told = {"learners": learners, "added": added, "pages": len(rows), "slowest": slow[:25], "more": more, **job}
    sys.stdout.write("\n" + json.dumps(told, ensure_ascii=False) + "\n")
    return 1 if more or slow[0]["seconds"][1] > MOST_S else 0


def _line(row: Row) -> str:
    (before, after), (first, seconds) = row["statements"], row["seconds"]
    return f"{seconds:>8.2f} s (was {first:.2f}) {before:>4} → {after:<4} {row['person'] or '·':<12}{row['address'][:90]}"


if __name__ == "__main__":
    sys.exit(main())
