"""`run.py faults`: an exam in progress while its servers are killed. Real gunicorn, PostgreSQL, Redis and Celery.

Learners answer and send again until they are acknowledged; meanwhile one server after the other fails (tests/faults/kinds.py,
disks.py, clocks.py, crew.py). Afterwards each acknowledged answer must be stored exactly once and each attempt have one result.
Controls show that the comparison sees what it looks for: tests/faults/controls.py. `--kills 100` has so many faults of each kind,
and the learners answer round after round until they are over; `--hosts` cuts whole machines off (tests/faults/hosts.py),
`--release REF` puts a release in where the one of REF runs (tests/faults/release.py).
"""

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.faults.clocks import clock_jumping
from tests.faults.crew import crew_killed
from tests.faults.disks import disk_full, disk_slow, disk_slow_killed
from tests.faults.kinds import (
    Absent,
    Kind,
    Trial,
    database_ended,
    nothing,
    plain,
    redis_gone,
    redis_killed,
    web_reloaded,
    web_restarted,
    worker_killed,
)
from tests.faults.proxy import bad_line
from tests.faults.telling import recovery, table
from tests.load.cohort import prepare
from tests.load.exam_start import Plant, journey
from tests.load.learner import Learner, Notes, Refused
from tests.load.ledger import Ledger
from tests.load.servers import Gunicorn, Postgres, Redis, running
from tests.load.site import settled
from tests.load.wire import Pool

QUESTIONS = 16
HOURS = 0.75  # the exam is shorter than the jump of a clock, and longer than any run of one kind
MOST, FEW = 6, 3  # faults of a kind, few in a short run; then everybody may finish
RECOVERY = 60.0  # seconds after a fault within which somebody must be answered
TRIES = 3  # a kill strikes by chance: what must be seen once gets so many chances
Row = dict[str, Any]

STRIKING, LINE = "R01 web worker killed", "R13 line slow and cut"
FULL, SLOW, CREW = "R11 database's disk full", "R11 database's disk slow", "R04 Celery worker killed"
SLOW_KILLED = "R11 database killed, its disk slow"
AHEAD, BEHIND = "R12 clock jumps an hour ahead", "R12 clock jumps an hour behind"
HOUR = 3600
KINDS: dict[str, Kind] = {
    STRIKING: plain(worker_killed),
    "R02 database: fast shutdown": plain(database_ended(signal.SIGINT)),
    "R02 database: immediate": plain(database_ended(signal.SIGQUIT)),
    "R02 database: killed": plain(database_ended(signal.SIGKILL)),
    "R15 web master: HUP": plain(web_reloaded),
    "R15 web master: TERM, start": plain(web_restarted),
    LINE: plain(nothing),
    "R06 Redis killed": plain(redis_killed),
    "R07 Redis absent": redis_gone,
    AHEAD: clock_jumping(HOUR),
    BEHIND: clock_jumping(-HOUR),
    CREW: crew_killed(),
    FULL: disk_full,
    SLOW: disk_slow,
    SLOW_KILLED: disk_slow_killed(),
}
# What must visibly strike: a run in which it did not proves nothing. A slow disk must have held somebody up for so long.
STRUCK: dict[str, Callable[[Row], bool]] = {
    STRIKING: lambda row: bool(row["sent_again"]),
    FULL: lambda row: bool(row["sent_again"]),
    SLOW: lambda row: row["longest_s"] >= 0.5,
    CREW: lambda row: bool(row["jobs_again"]),
}
# What must be nought.
FAULTY = (
    "lost",
    "doubled",
    "open_twice",
    "without_one_result",
    "errors",
    "wordless",
    "letters_unsent",
    "lines_astray",
    "jobs_undone",
    "clocks_astray",
    "moments_astray",
)


async def under(trial: Trial, learners: list[Learner], options: argparse.Namespace, *, hand_in: bool) -> list[float]:
    """All sit their exam while the fault comes every `period` seconds; for each, after how long somebody was answered again."""
    period, think, over = options.period, options.think, asyncio.Event()
    most = options.kills or (FEW if options.short else MOST)

    async def one(learner: Learner) -> None:
        pause = lambda: learner.random.uniform(0.5, 1.5) * think  # noqa: E731
        try:
            if options.kills:
                await round_after_round(learner, pause, over)
            elif hand_in:
                await journey(learner, pause)
            else:
                await only_answer(learner, pause)
        except Refused as reason:
            # What the site said is noted already, a moment ago; what the learner found in it is not.
            if learner.notes.errors[-1:] != [str(reason)]:
                learner.notes.errors.append(str(reason))

    everybody = asyncio.gather(*(one(learner) for learner in learners))
    recovered: list[float] = []
    if options.kills:  # the first strikes an exam in progress, too
        await answered(trial.plant.notes, time.monotonic(), everybody)
    while len(recovered) < most and not (await asyncio.wait([everybody], timeout=period))[0]:
        since = await asyncio.to_thread(trial.fault, trial.plant)
        recovered.append(await answered(trial.plant.notes, time.monotonic(), everybody) - since)
    over.set()
    await everybody
    return recovered


async def answered(notes: Notes, since: float, everybody: "asyncio.Future[Any]") -> float:
    """When somebody's answer was acknowledged next, or all were done: it is over without a hand, and another fault may come."""
    heard = len(notes.heard)
    while len(notes.heard) == heard and not everybody.done():
        if time.monotonic() - since > RECOVERY:
            notes.errors.append(f"nobody was answered for {RECOVERY} s")
            return time.monotonic()
        await asyncio.sleep(0.02)
    return min(notes.heard[heard:], default=time.monotonic())


async def played(trial: Trial, name: str, learners: list[Learner], options: argparse.Namespace, *, hand_in: bool) -> list[float]:
    """`under` the fault of this name, over a bad line where that is the fault."""
    if name != LINE:
        return await under(trial, learners, options, hand_in=hand_in)
    async with bad_line(trial.plant.web.port, delay=0.1, cuts=0.03) as port:
        pool = Pool(port, patience=5)
        for learner in learners:
            learner.pool = pool
        return await under(trial, learners, options, hand_in=hand_in)


async def only_answer(learner: Learner, pause: Callable[[], float]) -> None:
    """As `journey`, without handing in: what is under way has time to arrive."""
    await learner.start()
    for place in range(0, QUESTIONS, 2):
        await asyncio.sleep(pause())
        await learner.answer(learner.slots[place : place + 2])
    await asyncio.sleep(2)


async def round_after_round(learner: Learner, pause: Callable[[], float], over: asyncio.Event) -> None:
    """Answer, change the answers, and again, until the faults are over; then hand in."""
    await learner.start()
    place = 0
    while not over.is_set():
        await asyncio.sleep(pause())
        await learner.answer(learner.slots[place : place + 2])
        place = (place + 2) % QUESTIONS
    await learner.hand_in()


def tried(plant: Plant, name: str, options: argparse.Namespace, kind: Kind | None = None, *, hand_in: bool = True) -> Row:
    """One fault, and what the comparison found afterwards."""
    from django.db import connections

    with (kind or KINDS[name])(plant) as trial:
        plant.notes = trial.plant.notes = Notes()
        began = time.monotonic()
        learners = trial.plant.learners(options.learners)
        recovered = asyncio.run(played(trial, name, learners, options, hand_in=hand_in))
        seconds = round(time.monotonic() - began, 1)
        connections.close_all()  # this process had one to the database that was ended
        found = {"recovered": recovered, **Ledger(plant.notes).compared(), **trial.after()}
        connections.close_all()
    came = {"fault": name, "times": len(recovered), "seconds": seconds, "learners": len(learners)}
    return {**came, **found, **told(plant.notes), **recovery(found.pop("recovered"))}


def until_seen(plant: Plant, name: str, options: argparse.Namespace) -> Row:
    """`tried` until it has struck. Whatever went wrong in between stands: a faulty run is never tried away."""
    try:
        for _ in range(TRIES):
            row = tried(plant, name, options)
            if has_struck(row) or not is_clean(row):
                break
    except Absent as reason:
        return {"fault": name, "absent": str(reason)}
    return row


def told(notes: Notes) -> Row:
    longest = round(max(notes.seconds["save"], default=0.0), 2)
    again, first = len(notes.repeats), (notes.errors + notes.astray or [""])[0]
    return {
        "sent_again": again,
        "longest_s": longest,
        "errors": len(notes.errors),
        "clocks_astray": len(notes.astray),
        "first_error": first,
    }


def is_clean(row: Mapping[str, Any]) -> bool:
    return bool(row["times"] and row["acknowledged"]) and not any(row.get(name) for name in FAULTY)


def has_struck(row: Row) -> bool:
    return STRUCK.get(row["fault"], bool)(row)


def is_sound(row: Row) -> bool:
    """What this machine cannot bear is told as absent, and is no failure."""
    return "absent" in row or (is_clean(row) and has_struck(row))


def chosen(options: argparse.Namespace) -> list[str]:
    """The first three in a short run; those that hold the words of --only."""
    names = list(KINDS)[:3] if options.short else list(KINDS)
    return [name for name in names if options.only in name]


def measure(options: argparse.Namespace) -> tuple[list[Row], list[Row]]:
    """The faults, and the controls."""
    from tests.faults.controls import MOST_PLANTS, careless, controls, unwaited

    names = chosen(options)
    with tempfile.TemporaryDirectory(prefix="haizhun-faults-") as name:
        folder = Path(name)
        # What a worker that is gone had in hand is soon given to another.
        os.environ["HAIZHUN_JOB_LEASE_SECONDS"] = "5"
        postgres, redis = Postgres(folder), Redis(folder)
        with settled(folder, postgres, redis):
            cohort = prepare(options.learners * (len(names) * TRIES + MOST_PLANTS), QUESTIONS, hours=HOURS)
        with running(postgres, redis):
            hasty = Gunicorn(folder, "tests.faults.hasty")
            with running(hasty):
                control = Plant(postgres, redis, hasty, cohort)
                seen = controls(control, names, options)
            web = Gunicorn(folder)
            with running(web):
                plant = control.with_web(web)
                rows = [until_seen(plant, name, options) for name in names]
                seen += careless(plant, names, options)
                for slow in (row for row in rows if row["fault"] == SLOW):
                    seen += unwaited(plant, slow, options)
                return rows, seen


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py faults", description=__doc__)
    parser.add_argument("--learners", type=int, default=50)
    parser.add_argument("--period", type=float, default=5, help="seconds between faults")
    parser.add_argument("--think", type=float, default=1, help="seconds a page is thought about, on average")
    parser.add_argument("--kills", type=int, default=0, help="so many faults of each kind, however long it takes")
    parser.add_argument("--only", default="", metavar="WORDS", help="the kinds whose name holds these words")
    parser.add_argument("--quick", action="store_true", help="a fault every three seconds, short thinking")
    parser.add_argument("--short", action="store_true", help="the first three faults only")
    parser.add_argument("--hosts", action="store_true", help="two web hosts and two workers, one of each cut off")
    parser.add_argument("--release", metavar="REF", help="put this program in where the one of REF runs, a tag or a commit")
    options = parser.parse_args()
    if options.quick:
        # Not closer together than a worker needs to start, or nobody would ever be served.
        options.period, options.think = 3, 0.5
    return options


def main() -> int:
    options = parsed()
    # Ended from outside, the servers end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if options.hosts:
        from tests.faults.hosts import hosts

        return hosts(options)
    if options.release:
        from tests.faults.release import release

        return release(options)
    began = time.monotonic()
    rows, seen = measure(options)
    sys.stdout.write(table(rows, seen) + "\n\n")
    sys.stdout.write(json.dumps({"seconds": round(time.monotonic() - began, 1), "faults": rows, "controls": seen}) + "\n")
    return 0 if all(map(is_sound, rows)) and all(row["sees"] for row in seen) else 1


if __name__ == "__main__":
    sys.exit(main())
