"""`run.py faults --release REF`: an exam in progress while a release is put in, and taken back (R16).

The program of REF runs on its own tables, with the whole demo in them. While people answer and a reader walks the public pages:
the new program's migrations, the old program on the new tables for a while, the switch with ten reloads, and the old program
again. Nothing acknowledged may be lost, no page may fail. The control renames a column in use for a second, as a migration that
does not spare the old program would: it must be seen.
"""

import argparse
import asyncio
import json
import os
import pickle
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults.exam import FAULTY, QUESTIONS, round_after_round, told
from tests.load.cohort import Cohort
from tests.load.exam_start import Plant
from tests.load.learner import PROXY, Learner, Notes, Refused
from tests.load.ledger import Ledger
from tests.load.servers import ROOT, Gunicorn, Postgres, Redis, running
from tests.load.site import settled

HOURS, THINK, FEW = 2, 0.5, 8
RELOADS = 10
CALM, PATIENCE = 6.0, 60.0  # seconds of each state; for what must come
Row = dict[str, Any]

# What the program of REF does by itself, in its own folder: tables, the demo and a cohort, told by a pickle.
FILL = """
import django, pickle, sys
django.setup()
from django.conf import settings
from django.core.management import call_command
settings.DEBUG = True  # the demo is for developers
call_command("words", quiet=True)
call_command("migrate", verbosity=0)
call_command("demo", json=True)
from tests.load.cohort import prepare
with open(sys.argv[1], "wb") as file:
    pickle.dump(prepare(int(sys.argv[2]), int(sys.argv[3]), hours=int(sys.argv[4])), file)
"""


# Whoever reads the old program leaves a sign, so that nobody can be said to run the new one who does not.
SIGN = """
import os, pathlib
sign = pathlib.Path(os.environ["HAIZHUN_DATA"], f"old-{os.getpid()}")
sign.parent.mkdir(parents=True, exist_ok=True)
sign.touch()
"""


class Reader(threading.Thread):
    """Somebody who reads public pages one after the other, each by a connection of its own."""

    def __init__(self, web: Gunicorn) -> None:
        super().__init__(daemon=True)
        self.web, self.over = web, threading.Event()
        self.read, self.failed = 0, list[str]()

    def run(self) -> None:
        while not self.over.is_set():
            for address in self._addresses():
                self._ask(address)
                if self.over.wait(0.05):
                    return

    def _addresses(self) -> list[str]:
        """What the site itself tells search engines of."""
        places = self._ask("/sitemap.xml").split("<loc>")[1:]
        paths = ["/" + place.partition("</loc>")[0].split("/", 3)[3] for place in places]
        return paths[:: max(1, len(paths) // 80)] or ["/"]

    def _ask(self, path: str) -> str:
        ask = urllib.request.Request(f"http://127.0.0.1:{self.web.port}{path}", headers=PROXY)
        self.read += 1
        try:
            with urllib.request.urlopen(ask, timeout=20) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, OSError) as reason:
            self.failed.append(f"{path}: {reason}")
            return ""


@contextmanager
def reading(web: Gunicorn) -> Iterator[Reader]:
    reader = Reader(web)
    reader.start()
    try:
        yield reader
    finally:
        reader.over.set()
        reader.join()


def release(options: argparse.Namespace) -> int:
    """The run and its control; told as a table and as JSON."""
    control, row = _measured(options.release, options.learners)
    for name, found in row.items():
        sys.stdout.write(f"{name:<20} {found}\n")
    saves = control["sent_again"] + control["errors"]
    sees, failed = bool(saves and control["pages_failed"]), f"{saves} saves and {control['pages_failed']} pages failed"
    sys.stdout.write(f"\ncontrol, a column in use renamed for a second: {failed} (must be seen)\n\n")
    sys.stdout.write(json.dumps({"release": row, "control": control}) + "\n")
    return (
        0 if sees and not any(row.get(name) for name in (*FAULTY, "pages_failed", "sent_again", "still_old", "not_back")) else 1
    )


def _measured(ref: str, many: int) -> tuple[Row, Row]:
    with tempfile.TemporaryDirectory(prefix="haizhun-release-") as name:
        folder = Path(name)
        old, current = folder / "old", folder / "current"
        old.mkdir()
        packed = subprocess.run(["git", "archive", ref], cwd=ROOT, capture_output=True, check=True)
        subprocess.run(["tar", "-x", "-C", str(old)], input=packed.stdout, check=True)
        with (old / "courses" / "__init__.py").open("a") as room:
            room.write(SIGN)
        _lead(current, old)
        os.environ["HAIZHUN_KEYS_PASSPHRASE"] = secrets.token_hex(16)
        postgres, redis = Postgres(folder), Redis(folder)
        told_by = folder / "cohort"
        with settled(folder, postgres, redis, tables=lambda postgres: None):
            _as(old, "-c", FILL, str(told_by), str(many + FEW), str(QUESTIONS), str(HOURS))
        cohort: Cohort = pickle.loads(told_by.read_bytes())
        web = Gunicorn(folder, root=current)
        with running(postgres, redis, web):
            plant = Plant(postgres, redis, web, cohort)
            control = asyncio.run(_sat(plant, FEW, partial(_careless, plant)))
            before = len(web.log())
            row = asyncio.run(_sat(plant, many, partial(_put_in, plant, current, old)))
            if row["pages_failed"]:
                sys.stderr.write(web.log()[before:][-8000:])
            return control, row


async def _sat(plant: Plant, many: int, deed: Any) -> Row:
    """People answer, somebody reads, and meanwhile the deed is done."""
    from django.db import connections

    plant.notes, over = Notes(), asyncio.Event()
    learners = plant.learners(many)
    began = time.monotonic()
    with reading(plant.web) as reader:
        everybody = asyncio.gather(*(_one(learner, over) for learner in learners))
        await asyncio.sleep(CALM)
        done = await asyncio.to_thread(deed)
        over.set()
        await everybody
    row = {"seconds": round(time.monotonic() - began, 1), **done, "pages": reader.read, "pages_failed": len(reader.failed)}
    row["which_pages"] = sorted(set(reader.failed))[:9]
    if plant.notes.results:
        row |= await asyncio.to_thread(lambda: Ledger(plant.notes).compared())
    connections.close_all()
    return {**row, **told(plant.notes)}


async def _one(learner: Learner, over: asyncio.Event) -> None:
    try:
        await round_after_round(learner, lambda: learner.random.uniform(0.5, 1.5) * THINK, over)
    except Refused as reason:
        learner.notes.errors.append(str(reason))


def _put_in(plant: Plant, current: Path, old: Path) -> Row:
    """Migrations of the new program; the old one on them; the new one, reloaded again and again; the old one again."""
    began = time.monotonic()
    said = _as(ROOT, "manage.py", "migrate", "--no-color")
    migrated = time.monotonic() - began
    time.sleep(CALM)
    _lead(current, ROOT)
    for _ in range(RELOADS):
        _reloaded(plant.web)
    time.sleep(CALM)
    still_old = len(_old(plant.web))
    _lead(current, old)
    _reloaded(plant.web)
    time.sleep(CALM)
    back = {"still_old": still_old, "not_back": len(plant.web.children()) - len(_old(plant.web))}
    return {"migrations": said.count("... OK"), "migrating_s": round(migrated, 1), "reloads": RELOADS + 1, **back}


def _old(web: Gunicorn) -> list[int]:
    """Those of its processes that have read the old program."""
    return [process for process in web.children() if Path(os.environ["HAIZHUN_DATA"], f"old-{process}").exists()]


def _reloaded(web: Gunicorn) -> None:
    """Told to, and waited until none of the processes is left that served before."""
    assert web.process
    before, limit = set(web.children()), time.monotonic() + PATIENCE
    web.process.send_signal(signal.SIGHUP)
    while before.intersection(web.children()):
        if time.monotonic() > limit:
            raise RuntimeError(f"old processes went on for {PATIENCE} s")
        time.sleep(0.1)
    # Where the old ones do not wait for them the new ones may still be reading the program.
    urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{web.port}/healthz", headers=PROXY), timeout=60).close()


def _careless(plant: Plant) -> Row:
    import psycopg

    with psycopg.connect(plant.postgres.url, autocommit=True) as connection:
        for column, there in (("exams_response", "value"), ("wagtailcore_page", "live")):
            connection.execute(f"ALTER TABLE {column} RENAME COLUMN {there} TO {there}_gone")
        # Until it has struck, and a second at least.
        since = time.monotonic()
        while time.monotonic() < since + (1 if plant.notes.errors or plant.notes.repeats else PATIENCE):
            time.sleep(0.1)
        for column, there in (("exams_response", "value"), ("wagtailcore_page", "live")):
            connection.execute(f"ALTER TABLE {column} RENAME COLUMN {there}_gone TO {there}")
    time.sleep(CALM)
    return {}


def _lead(link: Path, place: Path) -> None:
    """As `ln -sfn`, at once."""
    draft = link.with_name("draft")
    draft.symlink_to(place)
    draft.replace(link)


def _as(place: Path, *words: str) -> str:
    """The program that lies there, on this run's servers."""
    env = {**os.environ, "PYTHONPATH": f"{place}:{place / 'site'}"}
    call = subprocess.run([sys.executable, *words], cwd=place, env=env, capture_output=True, text=True, check=False)
    if call.returncode:
        raise RuntimeError(call.stderr[-3000:])
    return call.stdout
