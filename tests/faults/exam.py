"""`run.py faults`: an exam in progress while its servers are killed. Real gunicorn, PostgreSQL and Redis.

Learners answer and send again until they are acknowledged; meanwhile one server after the other fails. Afterwards each
acknowledged answer must be stored exactly once and each attempt have one result. Two controls on a site that acknowledges
too early: left in peace it loses nothing, under the same kills the comparison must find losses.
"""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from tests.faults.proxy import bad_line
from tests.load.cohort import prepare
from tests.load.exam_start import Plant, journey
from tests.load.learner import Learner, Notes, Refused
from tests.load.ledger import Ledger
from tests.load.servers import Gunicorn, Postgres, Redis, running
from tests.load.site import settled
from tests.load.wire import Pool

QUESTIONS = 16
MOST, FEW = 6, 3  # faults of a kind, few in a short run; then everybody may finish
TRIES = 3  # a kill strikes by chance: what must be seen once gets so many chances
Row = dict[str, Any]
Fault = Callable[[Plant], None]


def worker_killed(plant: Plant) -> None:
    """One web worker, as by the system: without a word."""
    with suppress(ProcessLookupError, IndexError):
        plant.web.signal_worker(signal.SIGKILL)


def database_ended(sign: signal.Signals) -> Fault:
    """PostgreSQL ended by `sign` and started again half a second later."""

    def fault(plant: Plant) -> None:
        plant.postgres.stop(sign)
        time.sleep(0.5)
        plant.postgres.start()

    return fault


def web_reloaded(plant: Plant) -> None:
    """New workers by HUP: the old ones finish what they have."""
    if plant.web.process:
        plant.web.process.send_signal(signal.SIGHUP)


def web_restarted(plant: Plant) -> None:
    """The master ended by TERM, and started again."""
    plant.web.stop()
    plant.web.start()


def nothing(plant: Plant) -> None:
    """The whole of it lies in the line or in the clock, or nothing happens at all."""


def redis_gone(plant: Plant) -> None:
    """From the first call on there is none."""
    plant.redis.stop()


# What must visibly strike a request under way: a run in which none was sent again proves nothing of these.
STRIKING = "web worker killed"
LINE = "line slow and cut"
HOUR = 3600
CLOCKS = {"server's clock an hour ahead": HOUR, "server's clock an hour behind": -HOUR}
FAULTS: dict[str, Fault] = {
    "web worker killed": worker_killed,
    "database: fast shutdown": database_ended(signal.SIGINT),
    "database: immediate": database_ended(signal.SIGQUIT),
    "database: killed": database_ended(signal.SIGKILL),
    "web master: HUP": web_reloaded,
    "web master: TERM, start": web_restarted,
    LINE: nothing,
    **dict.fromkeys(CLOCKS, nothing),
    "Redis absent": redis_gone,
}


async def under(plant: Plant, fault: Fault, learners: list[Learner], options: argparse.Namespace, *, hand_in: bool) -> int:
    """All sit their exam while `fault` comes every `period` seconds; how often it came."""
    period, think, most = options.period, options.think, FEW if options.short else MOST

    async def one(learner: Learner) -> None:
        pause = lambda: learner.random.uniform(0.5, 1.5) * think  # noqa: E731
        try:
            await (journey(learner, pause) if hand_in else only_answer(learner, pause))
        except Refused as reason:
            learner.notes.errors.append(str(reason))

    everybody = asyncio.gather(*(one(learner) for learner in learners))
    times = 0
    while times < most and not (await asyncio.wait([everybody], timeout=period))[0]:
        await asyncio.to_thread(fault, plant)
        times += 1
    await everybody
    return times


async def played(plant: Plant, name: str, learners: list[Learner], options: argparse.Namespace, *, hand_in: bool) -> int:
    """`under` the fault of this name, over a bad line where that is the fault."""
    fault = FAULTS.get(name, nothing)
    if name != LINE:
        return await under(plant, fault, learners, options, hand_in=hand_in)
    async with bad_line(plant.web.port, delay=0.1, cuts=0.03) as port:
        pool = Pool(port, patience=5)
        for learner in learners:
            learner.pool = pool
        return await under(plant, fault, learners, options, hand_in=hand_in)


async def only_answer(learner: Learner, pause: Callable[[], float]) -> None:
    """As `journey`, without handing in: what is under way has time to arrive."""
    await learner.start()
    for place in range(0, QUESTIONS, 2):
        await asyncio.sleep(pause())
        await learner.answer(learner.slots[place : place + 2])
    await asyncio.sleep(2)


def tried(plant: Plant, name: str, options: argparse.Namespace, *, hand_in: bool = True) -> Row:
    """One fault, and what the comparison found afterwards."""
    from django.db import connections

    plant.notes, began = Notes(), time.monotonic()
    learners = plant.learners(options.learners)
    times = asyncio.run(played(plant, name, learners, options, hand_in=hand_in))
    connections.close_all()  # this process had one to the database that was ended
    found = Ledger(plant.notes).compared()
    seconds = round(time.monotonic() - began, 1)
    return {"fault": name, "times": times, "seconds": seconds, **found, **told(plant.notes)}


def astray(plant: Plant, name: str, options: argparse.Namespace) -> Row:
    """An exam on a server whose clock is wrong: three hours long, so that an hour more or less ends none."""
    web = Gunicorn(plant.web.folder, "tests.faults.shifted", FAULT_CLOCK=str(CLOCKS[name]))
    with running(web):
        elsewhere = Plant(plant.postgres, plant.redis, web, plant.cohort)
        elsewhere.taken = plant.taken
        row = tried(elsewhere, name, options)
        plant.taken = elsewhere.taken
        return row


def until_seen(plant: Plant, name: str, options: argparse.Namespace, what: str, *, hand_in: bool = True) -> Row:
    """`tried` until `what` was seen. Whatever went wrong in between stands: a faulty run is never tried away."""
    for _ in range(TRIES):
        row = tried(plant, name, options, hand_in=hand_in)
        if row[what] or (hand_in and not is_sound({**row, what: 1})):
            break
    return row


def told(notes: Notes) -> Row:
    return {"sent_again": len(notes.repeats), "errors": len(notes.errors), "first_error": (notes.errors or [""])[0]}


def is_sound(row: Row) -> bool:
    struck = row["sent_again"] or row["fault"] != STRIKING
    clean = not row["lost"] + row["doubled"] + row["open_twice"] + row["without_one_result"] + row["errors"]
    return bool(row["times"] and struck and clean)


def measure(options: argparse.Namespace) -> tuple[list[Row], list[Row]]:
    """The faults, and the two controls: in peace and under kills."""
    names = list(FAULTS)[:3] if options.short else list(FAULTS)
    with tempfile.TemporaryDirectory(prefix="haizhun-faults-") as name:
        folder = Path(name)
        postgres, redis = Postgres(folder), Redis(folder)
        with settled(folder, postgres, redis):
            cohort = prepare(options.learners * (len(names) + 2 * TRIES), QUESTIONS, hours=3)
        with running(postgres, redis):
            hasty = Gunicorn(folder, "tests.faults.hasty")
            with running(hasty):
                control = Plant(postgres, redis, hasty, cohort)
                calm = tried(control, "peace", options, hand_in=False)
                controls = [calm, until_seen(control, STRIKING, options, "lost", hand_in=False)]
            web = Gunicorn(folder)
            with running(web):
                plant = Plant(postgres, redis, web, cohort)
                plant.taken = control.taken
                rows = [until_seen(plant, STRIKING, options, "sent_again")]
                rows += [tried(plant, fault, options) for fault in names if fault not in (STRIKING, *CLOCKS)]
            with ExitStack() as stack:
                if any(name in CLOCKS for name in names):
                    stack.enter_context(running(redis))
                rows += [astray(plant, fault, options) for fault in names if fault in CLOCKS]
            return rows, controls


def table(rows: list[Row], controls: list[Row]) -> str:
    lines = [f"{'fault':<26}{'times':>6}{'again':>7}{'acknowledged':>14}{'lost':>6}{'doubled':>9}{'no result':>11}{'errors':>8}"]
    lines += [
        f"{row['fault']:<26}{row['times']:>6}{row['sent_again']:>7}{row['acknowledged']:>14}{row['lost']:>6}"
        f"{row['doubled']:>9}{row['without_one_result']:>11}{row['errors']:>8}"
        for row in rows
    ]
    lines += [row["first_error"] for row in rows if row["first_error"]]
    calm, struck = controls
    lines += [
        f"\ncontrol, acknowledging too early, in peace: {calm['lost']} of {calm['acknowledged']} lost (must be none)",
        f"control, acknowledging too early, under kills: {struck['lost']} of {struck['acknowledged']} lost (must be seen)",
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py faults", description=__doc__)
    parser.add_argument("--learners", type=int, default=50)
    parser.add_argument("--period", type=float, default=5, help="seconds between faults")
    parser.add_argument("--think", type=float, default=1, help="seconds a page is thought about, on average")
    parser.add_argument("--quick", action="store_true", help="a fault every three seconds, short thinking")
    parser.add_argument("--short", action="store_true", help="the first three faults only")
    options = parser.parse_args()
    if options.quick:
        # Not closer together than a worker needs to start, or nobody would ever be served.
        options.period, options.think = 3, 0.5
    # Ended from outside, the servers end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = time.monotonic()
    rows, controls = measure(options)
    calm, struck = controls
    sys.stdout.write(table(rows, controls) + "\n\n")
    sys.stdout.write(json.dumps({"seconds": round(time.monotonic() - began, 1), "faults": rows, "controls": controls}) + "\n")
    return 0 if all(map(is_sound, rows)) and struck["lost"] and not calm["lost"] else 1


if __name__ == "__main__":
    sys.exit(main())
