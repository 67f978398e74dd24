"""A site of many pages: what its pages cost in statements at 10, 1,000 and 10,000 pages, and how soon a publication is seen."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from pages.models import NotePage
from tests.load import seeding
from tests.load.hammer import Request, get, hammer
from tests.load.processors import family, milliseconds

Row = dict[str, Any]
MOST = 12  # statements of a page nobody has asked for before
SECOND = 1000
# What shows every page there is, or leads to it, beside pages that should not notice.
ADDRESSES = {
    "home": "/",
    "a note": seeding.address(3),
    "shelf of notes": "/pages/",
    "last sheet of the shelf": "/pages/?page=9999",
    "search": "/search/?q=首席质量官",
    "search, common word": "/search/?q=现场&page=2",
    "search, nothing": "/search/?q=犭犮",
    "sitemap.xml": "/sitemap.xml",
    "site map": "/sitemap/",
    "feed": "/feed.atom",
    "wrong address": "/pages/seedd-7/",
    "Regulation": "/law/zhuhai-quality/",
    "courses": "/courses/",
    "Quality Month": "/quality-month/2026/",
    "events": "/events/",
    "English home": "/en/",
    "feed of events": "/events/feed.atom",
    "calendar of events": "/events/calendar.ics",
    "cases": "/cases/",
    "feed of cases": "/cases/feed.atom",
    "resources": "/resources/",
    "feed of resources": "/resources/feed.atom",
    "policies": "/policies/",
    "covenants": "/quality-month/covenants/",
    "a field": "/fields/product/",
    "Traditional search": "/zh-hant/search/?q=質量",
    "English site map": "/en/sitemap/",
}
_fresh = count(time.time_ns())


def fresh(path: str) -> str:
    """An address nobody asked for before, of the same page."""
    return f"{path}{'&' if '?' in path else '?'}n={next(_fresh)}"


def cost(client: Client, path: str) -> int:
    """Statements of one request."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    if answer.status_code not in (200, 404):
        raise RuntimeError(f"{path}: {answer.status_code}")
    return len(asked)


def costs() -> dict[str, tuple[int, int]]:
    """For each address: statements just after a publication, and of the next page made for somebody else."""
    client = Client()
    client.get(fresh("/"))
    return {name: (cost(client, fresh(path)), cost(client, fresh(path))) for name, path in ADDRESSES.items()}


def kept() -> int:
    """Statements of a page that is given out from where it is kept."""
    client, path = Client(), fresh("/")
    client.get(path)
    return cost(client, path)


def statements(sizes: tuple[int, ...]) -> list[Row]:
    """The same addresses at each size of the site."""
    found: dict[str, dict[str, tuple[int, int]]] = {name: {} for name in ADDRESSES}
    for size in sizes:
        seeding.grow(size)
        for name, told in costs().items():
            found[name][str(size)] = told
    rows: list[Row] = [
        {
            "name": name,
            "statements": {size: later for size, (_first, later) in told.items()},
            "just_published": {size: first for size, (first, _later) in told.items()},
            "aim_statements": MOST,
            "missed": max(max(both) for both in told.values()) > MOST,
        }
        for name, told in found.items()
    ]
    given = kept()
    return [{"name": "page, kept", "statements": {str(sizes[-1]): given}, "aim_statements": 0, "missed": given > 0}, *rows]


def processor(port: int, seconds: float) -> Row:
    """Processor time of the server for a kept page, from the system's books."""
    _myself, master, *_workers = family(os.getpid())
    requests: list[Request] = [lambda sent: get("/")] * 8
    hammer(port, requests, 0.5)
    before = milliseconds(master)
    figures = hammer(port, requests, seconds)
    spent = (milliseconds(master) - before) / max(1, len(figures.latencies))
    return {"name": "page, cached", "cpu_ms": round(spent, 2), "aim_cpu_ms": 1}


@contextmanager
def sharing(folder: Path) -> Iterator[None]:
    """The stamps of the running server: a publication in this process is one of the site's own."""
    caches = deepcopy(settings.CACHES)
    for name, place in (("default", "cache"), ("stamps", "stamps")):
        if "filebased" in str(caches[name]["BACKEND"]):
            caches[name]["LOCATION"] = str(folder / place)
    with override_settings(CACHES=caches):
        yield


def publishing(port: int, folder: Path, rounds: int) -> Row:
    """From the end of a publication until a reader reads it: on the page itself, and in the list above it."""
    readers = [HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(8)]
    own, above = seeding.address(1), "/pages/"
    waits, stale = [], 0
    with sharing(folder):
        for number in range(rounds):
            for reader in readers:
                for path in (own, above, own):
                    _read(reader, path)
            note, title = NotePage.objects.get(slug=own.strip("/").rpartition("/")[2]), f"第{number}次修订的说明"
            note.title = title
            note.save_revision().publish()
            done = time.perf_counter()
            while title not in _read(readers[0], own):
                if time.perf_counter() - done > 5:
                    break
            waits.append((time.perf_counter() - done) * 1000)
            stale += sum(title not in _read(reader, path) for reader in readers for path in (own, above))
    for reader in readers:
        reader.close()
    worst = max(waits)
    return {
        "name": "published, then read",
        "ms": round(sorted(waits)[len(waits) // 2], 1),
        "worst_ms": round(worst, 1),
        "read_old_ones": stale,
        "aim_ms": SECOND,
        "missed": worst > SECOND or stale > 0,
    }


def _read(reader: HTTPConnection, path: str) -> str:
    reader.request("GET", path)
    return reader.getresponse().read().decode()
