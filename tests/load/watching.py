"""Figures: `run.py bench watching`: what it costs when a thousand people watch at once, one beat each every 15 seconds.

A real server (gunicorn, as `run.py demo` starts it) is sent the beats of many sittings as fast as it takes them, and its
processor time is read from the system's books. A thousand watchers send 67 beats a second: that rate times the processor time
of one beat is the share of a core. Ends within 60 seconds, with `--quick` within 20. The last line is one JSON object.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402  # only once Django is set up
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import User  # noqa: E402
from courses import completion, viewing  # noqa: E402
from courses.activities import of as activities_of  # noqa: E402
from courses.models import Course, WatchSession  # noqa: E402
from tests.load.hammer import Request, get, hammer, post_json  # noqa: E402
from tests.load.machine import loaded_database, serving  # noqa: E402
from tests.load.processors import family, milliseconds  # noqa: E402

WATCHERS, EVERY, AIM = 1000, 15, 0.30
CONNECTIONS, LESSON = 8, "OFF-05"


@dataclass
class Watcher:
    """One person before the film of the lesson, signed in."""

    path: str
    cookie: str
    number: int = 0

    def beat(self) -> bytes:
        self.number += 1
        start = self.number * 1_000 % 30_000
        body = {"number": self.number, "ranges": [[start, start + 15_000]], "position": start + 15_000}
        return post_json(self.path, json.dumps(body).encode(), self.cookie, _CSRF)


_CSRF = "b" * 32


@transaction.atomic
def watchers(many: int) -> list[Watcher]:
    """So many people who have opened the film, each in a sitting of his own."""
    course = Course.objects.get(code="QSO")
    version = course.current
    assert version is not None
    (film,) = activities_of(version.lesson(LESSON) or {})
    found = []
    for number in range(many):
        user = User.objects.create(email=f"watcher{number}@example.org", full_name=f"学员{number}")
        mine = completion.enrol(learner=user, version=version)
        opened = viewing.open_session(enrolment=mine, lesson_code=LESSON, activity=film, device="bench")
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = browser.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={_CSRF}"
        found.append(Watcher(f"/learn/sittings/{opened.session.key}/beats/", cookie))
    return found


@contextmanager
def _server(many: int) -> Iterator[tuple[int, list[Watcher]]]:
    with loaded_database() as folder:
        people = watchers(many)
        connection.close()
        with serving(folder) as port:
            yield port, people


def _requests(people: list[Watcher]) -> list[Request]:
    """Eight connections, each going round its share of the people."""
    shares = [people[n::CONNECTIONS] for n in range(CONNECTIONS)]
    return [lambda sent, share=share: share[sent % len(share)].beat() for share in shares]  # type: ignore[misc]


def measure(quick: bool) -> dict[str, float | int | str]:
    """Processor time of the server for one beat and for the barest page there is."""
    with _server(40 if quick else 200) as (port, people):
        _myself, master, *_workers = family(os.getpid())
        seconds = 3 if quick else 10
        bare: list[Request] = [lambda sent: get("/hello")] * CONNECTIONS
        told = {}
        for name, requests in (("hello", bare), ("beat", _requests(people))):
            hammer(port, requests, 1)  # warm
            before = milliseconds(master)
            figures = hammer(port, requests, seconds)
            told[name] = (milliseconds(master) - before) / max(1, len(figures.latencies)), figures
        written = WatchSession.objects.filter(progress__version__gt=1).count()
    cost, figures = told["beat"]
    share = cost / 1000 * WATCHERS / EVERY
    return {
        "database": connection.vendor,
        "beat_cpu_ms": round(cost, 2),
        "hello_cpu_ms": round(told["hello"][0], 2),
        "beats_per_second": round(figures.rate, 1),
        "p95_ms": figures.percentile(95) or 0,
        "failures": len(figures.failures),
        "first_failure": figures.failures[0] if figures.failures else "",
        "sittings_written": written,
        "share_of_a_core": round(share, 3),
        "aim": AIM,
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench watching")
    parser.add_argument("--quick", action="store_true", help="fewer people, shorter")
    found = measure(parser.parse_args().quick)
    share = f"{found['share_of_a_core']:.0%} of one core (aim: below {AIM:.0%})"
    lines = [
        f"one beat: {found['beat_cpu_ms']} CPU-ms (the barest page: {found['hello_cpu_ms']}), p95 {found['p95_ms']} ms",
        f"{WATCHERS} people, one beat each every {EVERY} s: {share}",
        json.dumps(found),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
