"""`run.py bench replica`: a database with a copy (a streaming standby) and a pool, under the real site.

What is read from the copy and what never is, told by the statements each database has carried out; what happens while the copy
is away, and while it copies nothing; how many connections a web process has. Ends within two minutes; not 0 if a line fails.
"""

import asyncio
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from tests.load.cohort import prepare
from tests.load.exam_start import Plant, journey, together
from tests.load.learner import PROXY
from tests.load.servers import POSTGRES_USER, Gunicorn, Postgres, Redis, running
from tests.load.site import settled, statements
from tests.load.wire import Pool

Row = dict[str, Any]
REPORT = "/register/statistics/"
# Few enough that a minute's limit is not reached.
ASKED, LEARNERS, QUESTIONS = 8, 8, 16
THREADS, POOL, SECONDS = 8, 3, 6
LOOKED = 5.5  # a process looks at the copy every five seconds (core/replica.py)


class Standby(Postgres):
    """A copy of another PostgreSQL, made now and kept up by it."""

    def __init__(self, folder: Path, of: Postgres) -> None:
        folder.mkdir()
        super().__init__(folder)
        self.of = of

    def follow(self) -> None:
        """Begin as its copy."""
        words = [str(self.bin / "pg_basebackup"), "-h", self.of.place.address, "-p", str(self.of.port), "-U", "postgres"]
        shutil.rmtree(self.data)
        self.data.mkdir(mode=0o700)
        if POSTGRES_USER:
            shutil.chown(self.data, POSTGRES_USER)
        made = [*words, "-D", str(self.data), "-R", "-X", "stream", "-c", "fast"]
        subprocess.run(made, check=True, user=POSTGRES_USER, cwd="/")


class Run:
    """The servers, and what is asked of them."""

    def __init__(self, plant: Plant, standby: Standby) -> None:
        self.plant, self.standby, self.asked, self.rows = plant, standby, 0, list[Row]()

    def told(self, name: str, here: tuple[int, int], there: tuple[int, int], *, holds: bool) -> None:
        """One line: statements of the database and of its copy."""
        row = {"name": name, "database": there[0] - here[0], "copy": there[1] - here[1], "holds": holds}
        self.rows.append(row)

    def counts(self) -> tuple[int, int]:
        return statements(self.plant.postgres), statements(self.standby) if self.standby.process else 0

    def reports(self, cookie: str = "") -> set[int]:
        """Ask for the report so often, each time at another address, so that no page is kept; the answers' numbers."""

        async def ask() -> set[int]:
            pool = Pool(self.plant.web.port)
            found = set()
            for _ in range(ASKED):
                self.asked += 1
                headers = {**PROXY, "Cookie": cookie} if cookie else PROXY
                found.add((await pool.send("GET", f"{REPORT}?n={self.asked}", headers)).status)
            pool.close()
            return found

        return asyncio.run(ask())

    def looked_at(self, name: str, holds: Callable[[int, int], bool], cookie: str = "") -> None:
        """Reports, and where their statements went."""
        here = self.counts()
        statuses = self.reports(cookie)
        there = self.counts()
        # Each count is itself a statement.
        self.told(name, here, there, holds=statuses == {200} and holds(there[0] - here[0] - 1, there[1] - here[1] - 1))
        self.rows[-1]["statuses"] = sorted(statuses)


def measured(run: Run) -> list[Row]:
    run.reports()  # what a process reads once
    run.looked_at("reports", lambda _here, there: there >= ASKED)
    run.looked_at("reports of who has just sent something", lambda here, there: there <= 2 and here >= ASKED, "wrote=1")
    here = run.counts()
    connections = asyncio.run(_exam(run.plant))
    there = run.counts()
    clean = not run.plant.notes.errors and len(run.plant.notes.results) == LEARNERS
    run.told("an exam", here, there, holds=clean and there[1] - here[1] <= 2)
    most = POOL * run.plant.web.workers
    run.rows.append({"name": f"connections of {THREADS * run.plant.web.workers} threads", "database": connections, "copy": 0})
    run.rows[-1]["holds"] = 0 < connections <= most
    run.standby.kill()
    run.looked_at("reports while the copy is away", lambda here, _there: here >= ASKED)
    run.standby.start()
    time.sleep(LOOKED)
    run.looked_at("reports when it is back", lambda _here, there: there >= ASKED)
    with (
        psycopg.connect(run.standby.url, autocommit=True) as copy,
        psycopg.connect(run.plant.postgres.url, autocommit=True) as one,
    ):
        copy.execute("SELECT pg_wal_replay_pause()")
        one.execute("CREATE TABLE late (); DROP TABLE late")
        time.sleep(SECONDS + LOOKED)
        run.looked_at("reports while it copies nothing", lambda here, there: there <= ASKED // 2 and here >= ASKED)
        copy.execute("SELECT pg_wal_replay_resume()")
    return run.rows


async def _exam(plant: Plant) -> int:
    """A whole exam; the most connections the site had meanwhile."""
    most, over = 0, asyncio.Event()

    async def watch() -> None:
        nonlocal most
        while not over.is_set():
            most = max(most, await asyncio.to_thread(_connections, plant.postgres))
            await asyncio.sleep(0.05)

    watching = asyncio.ensure_future(watch())
    await together([lambda one=one: journey(one) for one in plant.learners(LEARNERS)], LEARNERS)  # type: ignore[misc]
    over.set()
    await watching
    return most


def _connections(postgres: Postgres) -> int:
    with psycopg.connect(postgres.url) as connection:
        text = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        found = connection.execute(text).fetchone()
        return int(found[0]) if found else 0


def main() -> int:
    # Ended from outside, the servers end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="haizhun-replica-") as name:
        folder = Path(name)
        postgres, redis = Postgres(folder), Redis(folder)
        with settled(folder, postgres, redis):
            cohort = prepare(LEARNERS, QUESTIONS)
        with running(postgres, redis):
            standby = Standby(folder / "standby", postgres)
            standby.follow()
            more: dict[str, Any] = {"HAIZHUN_DATABASE_READ_URL": standby.url, "HAIZHUN_DATABASE_POOL": str(POOL)}
            web = Gunicorn(folder, threads=THREADS, HAIZHUN_REPLICA_SECONDS=str(SECONDS), **more)
            with running(standby, web):
                rows = measured(Run(Plant(postgres, redis, web, cohort), standby))
    lines = [f"{'':<42}{'database':>10}{'copy':>8}"]
    lines += [f"{row['name']:<42}{row['database']:>10}{row['copy']:>8}{'' if row['holds'] else '  <- FAILS'}" for row in rows]
    sys.stdout.write("\n".join(lines) + "\n\n" + json.dumps({"replica": rows}) + "\n")
    return 0 if all(row["holds"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
