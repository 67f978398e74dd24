"""`run.py faults --hosts`: nginx, two web hosts, two workers, PostgreSQL and Redis, each a machine of its own on a network.

200 people sit an exam; in its middle the cable of one web host is pulled, then that of one worker. Nobody may lose an answer,
each has one result, and each letter reaches its reader. The control acknowledges too early on both web hosts: its losses must be
seen.
"""

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.crew import Beat, Letters, Worker
from tests.faults.exam import FAULTY, QUESTIONS, only_answer, told
from tests.faults.front import Nginx
from tests.faults.kinds import Absent
from tests.faults.network import Network
from tests.load.cohort import Cohort, prepare
from tests.load.exam_start import Plant, journey
from tests.load.learner import Learner, Notes, Refused
from tests.load.ledger import Ledger
from tests.load.servers import SITE, Gunicorn, Place, Postgres, Redis, running
from tests.load.site import settled

CANDIDATES, FEW = 200, 40
PATIENCE = 10  # seconds, as the exam page's own (static/js/exam-sender.js)
WINDOW, THINK = 20.0, 5.0  # seconds within which all begin, and for which a page is thought about
CUT_WEB, CUT_WORKER = 25.0, 15.0  # seconds after the beginning, and after that
HASTY = "tests.faults.hasty"
Row = dict[str, Any]


@dataclass
class Room:
    """The machines of a run."""

    network: Network
    folder: Path
    postgres: Postgres
    redis: Redis
    places: list[Place]  # front, two web hosts, two workers
    cohort: Cohort


def hosts(options: argparse.Namespace) -> int:
    """The run and its control; told as a table and as JSON."""
    if not shutil.which("nginx"):
        sys.stdout.write("Not tried: nginx is absent.\n")
        return 0
    try:
        control, row = _measured(CANDIDATES if options.learners == 50 else options.learners)
    except Absent as reason:
        sys.stdout.write(f"Not tried: {reason}.\n")
        return 0
    sees = bool(control["lost"])
    for name, found in row.items():
        sys.stdout.write(f"{name:<20} {found}\n")
    sys.stdout.write(
        f"\ncontrol, acknowledging too early: {control['lost']} of {control['acknowledged']} lost (must be seen)\n\n"
    )
    sys.stdout.write(json.dumps({"hosts": row, "control": control}) + "\n")
    return 0 if sees and not any(row.get(name) for name in FAULTY) else 1


def _measured(many: int) -> tuple[Row, Row]:
    with tempfile.TemporaryDirectory(prefix="haizhun-hosts-") as name, Network() as network:
        folder = Path(name)
        os.environ["HAIZHUN_JOB_LEASE_SECONDS"] = "5"
        postgres, redis = Postgres(folder, network.host()), Redis(folder, network.host())
        postgres.admit(".".join(postgres.place.address.split(".")[:3]) + ".0/24")
        with settled(folder, postgres, redis):
            cohort = prepare(many + FEW, QUESTIONS, hours=3)
        room = Room(network, folder, postgres, redis, [network.host() for _ in range(5)], cohort)
        with running(postgres, redis):
            plant, control = _served(room, HASTY, "hasty", None, lambda plant: _control(room, plant))
            return control, _served(room, SITE, "site", plant, lambda plant: _exam(room, plant, many))[1]


def _served(room: Room, application: str, name: str, before: Plant | None, deed: Callable[[Plant], Row]) -> tuple[Plant, Row]:
    """`deed` before both web hosts behind nginx; both cables are in again afterwards."""
    front, *webs = room.places[:3]
    servers = [_web(room.folder / f"{name}{number}", application, place) for number, place in enumerate(webs)]
    nginx = Nginx(room.folder / f"nginx-{name}", front, servers)
    with ExitStack() as stack:
        for place in webs:
            stack.callback(room.network.join, place)
        stack.enter_context(running(*servers, nginx))
        plant = Plant(room.postgres, room.redis, servers[0], room.cohort, door=nginx)
        plant.seats = before.seats if before else plant.seats
        return plant, deed(plant)


def _web(folder: Path, application: str, place: Place) -> Gunicorn:
    """A web host shares nothing with the other: no folder either."""
    folder.mkdir()
    return Gunicorn(folder, application, place, workers=1, HAIZHUN_DATA=str(folder / "data"))


def _control(room: Room, plant: Plant) -> Row:
    """Few people, answers acknowledged before they are stored, and the cable pulled."""

    async def run() -> None:
        people = [asyncio.ensure_future(_one(learner, 0, only_answer, 1.0)) for learner in plant.learners(FEW, PATIENCE)]
        while len(plant.notes.acknowledged) < FEW * 3:  # some have begun to answer, nobody has ended
            await asyncio.sleep(0.01)
        room.network.cut(room.places[1])
        await asyncio.gather(*people)

    asyncio.run(run())
    return _compared(plant)


def _exam(room: Room, plant: Plant, many: int) -> Row:
    """The exam, with two workers; each begins at its time, so that some hand in while others still write."""
    plant.notes, letters = Notes(), Letters()
    crew = [Worker(room.folder / f"worker{number}", place) for number, place in enumerate(room.places[3:])]
    beats = [Beat(room.folder / f"beat{number}", place) for number, place in enumerate(room.places[3:])]

    async def run() -> float:
        people = plant.learners(many, PATIENCE)
        began = time.monotonic()
        sitting = [asyncio.ensure_future(_one(one, WINDOW * n / many, journey, THINK)) for n, one in enumerate(people)]
        await asyncio.sleep(CUT_WEB)
        room.network.cut(room.places[1])
        await asyncio.sleep(CUT_WORKER)
        await asyncio.to_thread(_worker_cut, room, letters)
        await asyncio.gather(*sitting)
        return time.monotonic() - began

    with ExitStack() as stack:
        for place in room.places[3:]:
            stack.callback(room.network.join, place)
        stack.enter_context(running(*crew, *beats))
        seconds = asyncio.run(run())
        return {"seconds": round(seconds, 1), **_compared(plant), **letters.compared(), "mails": sum(one.mails() for one in crew)}


def _worker_cut(room: Room, letters: Letters) -> None:
    """In the middle of its work."""
    from django.db import connections

    letters.write(60)
    letters.await_begun()
    room.network.cut(room.places[3])
    connections.close_all()


async def _one(learner: Learner, later: float, deed: Callable[..., Any], think: float) -> None:
    await asyncio.sleep(later)
    try:
        await deed(learner, lambda: learner.random.uniform(0.5, 1.5) * think)
    except Refused as reason:
        learner.notes.errors.append(str(reason))


def _compared(plant: Plant) -> Row:
    from django.db import connections

    found = {**Ledger(plant.notes).compared(), **told(plant.notes)}
    connections.close_all()
    return found
