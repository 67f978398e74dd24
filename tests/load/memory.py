"""`run.py bench memory` (R26): how much a web process and a worker grow over thousands of pages and hundreds of documents.

Each is warmed first: what a process reads once is no leak. gunicorn's renewal of processes is off meanwhile.
"""

import argparse
import json
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402  # only once Django is set up

from certificates.editions import edition  # noqa: E402  # only once Django is set up
from certificates.models import Artefact  # noqa: E402
from certificates.rendering import render  # noqa: E402
from tests.load.certificates import certified  # noqa: E402
from tests.load.hammer import get, hammer  # noqa: E402
from tests.load.machine import loaded_database, serving  # noqa: E402
from tests.load.processors import family  # noqa: E402

REQUESTS, DOCUMENTS, WARM = 5_000, 300, 0.2
MOST_MIB = 20
CONNECTIONS, SECONDS = 8, 5


def resident(pid: int | str) -> float:
    """MiB in memory, as the kernel counts them."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def web(folder: Path, requests: int) -> tuple[int, float]:
    """How many pages were made anew, and by how much the largest of the web processes grew after the first fifth."""
    unique = iter(range(10**9))
    with serving(folder) as port:
        workers = family(_listening(port))[1:]
        done, before = 0, dict.fromkeys(workers, 0.0)
        while done < requests * (1 + WARM):
            figures = hammer(port, [lambda sent: get(f"/?n={next(unique)}")] * CONNECTIONS, SECONDS)
            if done < requests * WARM:
                before = {pid: resident(pid) for pid in workers}
            done += len(figures.latencies)
        return done, max(resident(pid) - before[pid] for pid in workers)


def _listening(port: int) -> int:
    """The process that was started for this port."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"127.0.0.1:{port}".encode() in path.read_bytes() and _parent(path.parent) == os.getpid():
                return int(path.parent.name)
        except OSError:
            continue
    raise RuntimeError("the server is gone")


def _parent(process: Path) -> int:
    return int((process / "stat").read_text().rpartition(")")[2].split()[1])


def documents(many: int) -> float:
    """By how much this process grew over so many certificates drawn, after the first fifth."""
    one = certified(1, 0)[0]
    facts, shown = one.facts(), edition(one, Artefact.Language.ZH_HANS)
    for _ in range(int(many * WARM)):
        render(facts, shown)
    before = resident("self")
    for _ in range(many):
        render(facts, shown)
    return resident("self") - before


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench memory")
    parser.add_argument("--quick", action="store_true")
    part = 10 if parser.parse_args().quick else 1
    with loaded_database() as folder:
        drawn = round(documents(DOCUMENTS // part), 1)
        connection.close()
        pages, grown = web(folder, REQUESTS // part)
    sys.stdout.write(
        f"{pages:,} pages: {grown:+.1f} MiB; {DOCUMENTS // part} documents: {drawn:+.1f} MiB (aim: at most {MOST_MIB})\n\n"
    )
    sys.stdout.write(json.dumps({"pages": pages, "web_mib": round(grown, 1), "documents_mib": drawn}) + "\n")
    return 0 if max(grown, drawn) <= MOST_MIB else 1


if __name__ == "__main__":
    sys.exit(main())
