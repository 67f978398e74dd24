"""`run.py bench contest`: a thousand players at one contest (`--players`), all of them at once, without an account.

Brings servers of its own. Each player asks for a try, waits in the queue as long as it is told to, answers every question and
reads the result, by plain forms as a browser without scripts does. It must slow down to a queue and never to an error: a status
other than 200, 202 (the queue) and the redirect after a form is a fault, and so are more players at once than there are seats,
and a request longer than a proxy waits. With `--quick` within half a minute. The last line is one JSON object.
"""

import argparse
import asyncio
import json
import os
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from tests.load.servers import Gunicorn, Postgres, Redis, running
from tests.load.site import settled
from tests.load.wire import Answered, Broken, Pool

# Half of what a proxy waits for an answer before it says 504.
LONGEST = 30.0
# As the proxy before the site passes a browser's request on.
PROXY = {"X-Forwarded-Proto": "https", "Origin": "https://127.0.0.1"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_SLOT = re.compile(rb'name="slot" value="(\d+)"')
_OPTION = re.compile(rb'name="(q\d+)" value="([^"]+)"')


@dataclass
class Told:
    """What all players together came to."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    finished: int = 0


class Player:
    """One browser without scripts and without an account."""

    def __init__(self, pool: Pool, year: int, told: Told) -> None:
        self.pool, self.told = pool, told
        self.door = f"/quality-month/{year}/contest/tries/"
        self.cookies: dict[str, str] = {}

    async def play(self) -> None:
        """From the door to the result; whatever has no place on the way is noted and ends it."""
        try:
            began = time.perf_counter()
            address = (await self._send(self.door, await self._ask(self.door))).location
            page = await self._ask(address)
            while page.status == 202:
                await asyncio.sleep(int(page.headers["retry-after"]))
                page = await self._ask(address)
            self.told.waited.append(time.perf_counter() - began)
            while slot := _SLOT.search(page.body):
                name, value = _OPTION.findall(page.body)[0]
                await self._send(f"{address}answers/", page, slot=slot[1].decode(), **{name.decode(): value.decode()})
                page = await self._ask(address)
            self.told.finished += 1
        except (Broken, LookupError, TypeError) as reason:
            self.told.faults.append(f"{type(reason).__name__}: {reason}")

    async def _ask(self, address: str) -> Answered:
        return await self._exchange("GET", address, (200, 202))

    async def _send(self, address: str, page: Answered, **fields: str) -> Answered:
        token = _TOKEN.search(page.body)
        sent = urlencode({"csrfmiddlewaretoken": token[1].decode() if token else "", **fields})
        return await self._exchange("POST", address, (302,), sent.encode())

    async def _exchange(self, method: str, address: str, expected: tuple[int, ...], body: bytes = b"") -> Answered:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.perf_counter()
        answer = await self.pool.send(method, address, {**PROXY, **(FORM if body else {}), "Cookie": cookies}, body)
        self.told.seconds.append(time.perf_counter() - began)
        self.told.statuses[answer.status] += 1
        self.cookies |= answer.cookies
        if answer.status not in expected:
            raise LookupError(f"{method} {address}: {answer.status}")
        return answer


async def crowd(pool: Pool, year: int, many: int) -> Told:
    """All of them at once."""
    told = Told()
    await asyncio.gather(*(Player(pool, year, told).play() for _ in range(many)))
    pool.close()
    return told


def opened(questions: int, seats: int) -> int:
    """A contest that is open now, with a bank of its own; its year."""
    import datetime as dt

    from core.dates import now
    from tests.campaigns.making import contest_of

    hour = dt.timedelta(hours=1)
    moment = now()
    contest_of(moment.year, 3 * questions, opens_at=moment - hour, closes_at=moment + hour, questions=questions, seats=seats)
    return moment.year


def most_at_once() -> int:
    """The most tries that ran at the same time, from what is stored."""
    from campaigns.models import Play

    turns: list[tuple[Any, int]] = []
    for start, end in Play.objects.exclude(started_at=None).values_list("started_at", "finished_at"):
        turns += [(start, 1), *([(end, -1)] if end else [])]
    running_now = most = 0
    for _moment, step in sorted(turns):
        running_now += step
        most = max(most, running_now)
    return most


def measure(options: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="haizhun-contest-") as name:
        folder = Path(name)
        postgres, redis = Postgres(folder), Redis(folder)
        with settled(folder, postgres, redis):
            year = opened(options.questions, options.seats)
        web = Gunicorn(folder, workers=options.workers)
        with running(postgres, redis, web):
            before = web.milliseconds()
            began = time.monotonic()
            # Half as many connections as players: a proxy holds the others until one is free.
            pool = Pool(web.port, size=max(64, options.players // 2), patience=120)
            told = asyncio.run(crowd(pool, year, options.players))
            taken, spent = time.monotonic() - began, web.milliseconds() - before
            most = most_at_once()
            from django.db import connections

            connections.close_all()
    return {
        "players": options.players,
        "seats": options.seats,
        "questions": options.questions,
        "finished": told.finished,
        "most_at_once": most,
        "looked_again_in_the_queue": told.statuses[202],
        "statuses": {str(status): count for status, count in sorted(told.statuses.items())},
        "seconds": round(taken, 1),
        "requests_per_second": round(sum(told.statuses.values()) / taken, 1),
        "cpu_ms_a_request": round(spent / max(1, sum(told.statuses.values())), 2),
        **_spread("answer_s", told.seconds),
        "answer_s_most": round(max(told.seconds, default=0), 2),
        **_spread("until_seated_s", told.waited),
        "faults": len(told.faults),
        "first_fault": told.faults[0] if told.faults else "",
    }


def _spread(name: str, seconds: list[float]) -> dict[str, float | None]:
    cuts = quantiles(seconds, n=100) if len(seconds) > 1 else None
    return {f"{name}_p50": round(cuts[49], 2) if cuts else None, f"{name}_p99": round(cuts[98], 2) if cuts else None}


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench contest", description=__doc__)
    parser.add_argument("--players", type=int, default=1000)
    parser.add_argument("--seats", type=int, default=300)
    parser.add_argument("--questions", type=int, default=5)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--quick", action="store_true", help="60 players, 20 seats, 3 questions")
    options = parser.parse_args()
    if options.quick:
        options.players, options.seats, options.questions = min(options.players, 60), min(options.seats, 20), 3
    found = measure(options)
    lines = [
        f"{found['finished']} of {found['players']} players finished in {found['seconds']} s; at most {found['most_at_once']} at "
        f"once on {found['seats']} seats",
        f"statuses {found['statuses']}; faults {found['faults']} {found['first_fault']}",
        f"an answer took {found['answer_s_p50']} s (99 %: {found['answer_s_p99']} s, at most {found['answer_s_most']} s); "
        f"a seat came after {found['until_seated_s_p50']} s (99 %: {found['until_seated_s_p99']} s)",
        json.dumps({"quick": options.quick, "contest": found}),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sound = found["finished"] == found["players"] and found["most_at_once"] <= found["seats"]
    return 0 if sound and not found["faults"] and found["answer_s_most"] <= LONGEST else 1


if __name__ == "__main__":
    sys.exit(main())
