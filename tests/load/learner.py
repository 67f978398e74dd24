"""A virtual learner: starts, answers page by page as the exam page's script does, hands in, reads the result.

An answer is owed until the server has acknowledged it; whatever fails is sent again with the same number. What was
acknowledged is kept, so that it can be compared with what is stored.
"""

import asyncio
import json
import math
import random
import re
import secrets
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from tests.load.cohort import Cohort, Seat
from tests.load.wire import Answered, Broken, Pool

_SLOT = re.compile(rb'data-slot="(\d+)" data-kind="(\w+)"')
_OPTION = re.compile(rb'name="q(\d+)" value="([^"]+)"')
_HEAD = re.compile(rb'data-exam="([0-9a-f-]{36})" data-epoch="(\d+)"')
EASE = 1.0  # seconds by which what is said of the time left may be wrong
# As the proxy before the site passes a browser's request on.
PROXY = {"X-Forwarded-Proto": "https", "Origin": "https://127.0.0.1"}


class Refused(AssertionError):
    """The server said something that has no place in this journey."""


@dataclass
class Notes:
    """What a whole run came to: seconds by operation, what was acknowledged, what went wrong and was mended."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)
    acknowledged: dict[tuple[str, int], dict[int, Any]] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    heard: list[float] = field(default_factory=list)  # when an answer was acknowledged
    astray: list[str] = field(default_factory=list)  # what the site said of the time left, and was not so

    def take(self, other: "Notes") -> None:
        """Add what another part of the run came to."""
        for name, seconds in other.seconds.items():
            self.seconds[name] += seconds
        self.errors += other.errors
        self.repeats += other.repeats
        self.acknowledged |= other.acknowledged
        self.results |= other.results
        self.heard += other.heard
        self.astray += other.astray


class Learner:
    """One person at one browser."""

    def __init__(self, pool: Pool, cohort: Cohort, seat: Seat, notes: Notes, *, waits: float = 1.0) -> None:
        self.pool, self.cohort, self.seat, self.notes, self.waits = pool, cohort, seat, notes, waits
        self.csrf = secrets.token_hex(16)
        self.cookies = {settings.SESSION_COOKIE_NAME: seat.session, settings.CSRF_COOKIE_NAME: self.csrf}
        self.random = random.Random(seat.person)
        self.attempt = ""
        self.epoch = 0
        self.options: dict[int, tuple[str, list[str]]] = {}
        self.seqs: dict[int, int] = defaultdict(int)
        self.ends = (0.0, math.inf)

    async def start(self) -> None:
        """From the declaration to the first page with the whole paper in it."""
        began = time.perf_counter()
        form = urlencode({"csrfmiddlewaretoken": self.csrf, "in_person": "on", "no_copying": "on"}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        begun = await self._insist("start", "POST", self.cohort.start, kind, form, expect=(302,))
        page = await self._insist("start", "GET", begun.location, {}, expect=(200,))
        self.notes.seconds["start"].append(time.perf_counter() - began)
        self._read(page.body)

    async def answer(self, slots: Iterable[int]) -> None:
        """Another answer to each of these questions, sent in one request, again and again until it is acknowledged."""
        owed = {}
        for slot in slots:
            self.seqs[slot] += 1
            owed[slot] = {"slot": slot, "seq": self.seqs[slot], "value": self._value(slot)}
        began = time.perf_counter()
        body = json.dumps({"epoch": self.epoch, "answers": list(owed.values())}).encode()
        reply = await self._insist("save", "POST", f"{self.attempt}responses/", self._script(), body, expect=(200,))
        self.notes.seconds["save"].append(time.perf_counter() - began)
        self.notes.heard.append(time.monotonic())
        told = json.loads(reply.body)
        self._look_at_the_clock(told, began)
        for ack in told["acks"]:
            entry = owed.pop(ack["slot"])
            if ack["stale"] or ack["seq"] != entry["seq"]:
                raise Refused(f"acknowledged otherwise: {ack}")
            self.notes.acknowledged.setdefault((self.attempt, ack["slot"]), {})[ack["seq"]] = entry["value"]
        if owed:
            raise Refused(f"not acknowledged: {sorted(owed)}")

    async def hand_in(self) -> None:
        """Hand in and read the result."""
        began = time.perf_counter()
        body = json.dumps({"epoch": self.epoch, "pending": []}).encode()
        reply = await self._insist("submit", "POST", f"{self.attempt}submission/", self._script(), body, expect=(200,))
        address = json.loads(reply.body)["result_url"]
        page = await self._insist("submit", "GET", address, {}, expect=(200, 302))
        while page.status == 302:
            address = page.location
            page = await self._insist("submit", "GET", address, {}, expect=(200, 302))
        self.notes.seconds["submit"].append(time.perf_counter() - began)
        self.notes.results[self.attempt] = address

    def _look_at_the_clock(self, told: dict[str, Any], began: float) -> None:
        """The exam ends when it did a moment ago: between sending and hearing some clock said how much time was left."""
        if "remaining_ms" not in told:
            return
        left = told["remaining_ms"] / 1000
        earliest, latest = began + left - EASE, time.perf_counter() + left + EASE
        if latest < self.ends[0] or earliest > self.ends[1]:
            self.notes.astray.append(f"{left} s left, {self.ends[0] - began:.0f} s before")
        else:
            self.ends = max(earliest, self.ends[0]), min(latest, self.ends[1])

    @property
    def slots(self) -> list[int]:
        return sorted(self.options)

    async def _insist(
        self, name: str, method: str, path: str, headers: dict[str, str], body: bytes = b"", *, expect: tuple[int, ...]
    ) -> Answered:
        """Send until a proper answer comes. 503 and a broken line are tried again, everything else is an error."""
        wait = 0.2
        while True:
            try:
                reply = await self.pool.send(method, path, {**headers, **PROXY, "Cookie": self._cookie()}, body)
            except Broken as reason:
                fault = f"{name}: {reason}"
            else:
                self.cookies.update(reply.cookies)
                if reply.status in expect:
                    return reply
                fault = f"{name}: {reply.status} {reply.body[:120]!r}"
                if reply.status != 503:
                    self.notes.errors.append(fault)
                    raise Refused(fault)
            self.notes.repeats.append(fault)
            await asyncio.sleep(wait * self.random.uniform(0.5, 1.5))
            wait = min(wait * 2, self.waits)

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _script(self) -> dict[str, str]:
        return {"Accept": "application/json", "Content-Type": "application/json", "X-CSRFToken": self.csrf}

    def _read(self, page: bytes) -> None:
        found = _HEAD.search(page)
        if not found:
            raise Refused("no exam page")
        self.attempt, self.epoch = f"/exams/attempts/{found[1].decode()}/", int(found[2])
        self.options = {int(slot): (kind.decode(), []) for slot, kind in _SLOT.findall(page)}
        for slot, option in _OPTION.findall(page):
            self.options[int(slot)][1].append(option.decode())

    def _value(self, slot: int) -> Any:
        kind, options = self.options[slot]
        choice = self.random.choice(options)
        if kind == "truefalse":
            return choice == "true"
        return sorted(self.random.sample(options, min(2, len(options)))) if kind == "multiple" else choice
