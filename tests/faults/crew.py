"""The worker behind the pages, killed while it sends letters. A supervisor has the next at once; beat sweeps, as on a site."""

import datetime as dt
import os
import secrets
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.faults.kinds import Kind, Row, Trial
from tests.load.exam_start import Plant
from tests.load.servers import HERE, ROOT, Place, Server, running

AT_ONCE = 10  # letters written before each kill
PATIENCE = 120.0  # until the last job must have ended
REVIVAL = 30.0  # after a kill, until the next worker must have done something


class Celery(Server):
    """Celery as site/config/deploy starts it; what it says tells that it has begun."""

    deed: tuple[str, ...] = ()
    begun = ""

    def __init__(self, folder: Path, place: Place = HERE) -> None:
        folder.mkdir(exist_ok=True)
        super().__init__(folder, place)
        self.said = 0

    def words(self) -> list[str]:
        return [sys.executable, "-m", "celery", "-A", "config", *self.deed, "-l", "INFO"]

    def env(self) -> dict[str, str]:
        own = {"HAIZHUN_EMAIL_BACKEND": "tests.faults.post.Backend", "FAULT_POST": str(self.folder / "post")}
        path = {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
        return {**os.environ, **path, **own, "HAIZHUN_DATA": str(self.folder / "data")}

    def answers(self) -> bool:
        return self.begun in self.log()[self.said :]

    def _spawn(self, log: int) -> "subprocess.Popen[bytes]":
        self.said = len(self.log())
        return super()._spawn(log)


class Worker(Celery):
    begun = " ready."

    @property
    def deed(self) -> tuple[str, ...]:  # type: ignore[override]  # a name of its own for each
        return ("worker", *self.manner)

    @property
    def manner(self) -> tuple[str, ...]:
        return ("-P", "threads", "-c", "2", "-n", f"worker{self.port}@%h")

    def mails(self) -> int:
        """How many letters have left here."""
        path = self.folder / "post"
        return len(path.read_text(encoding="utf-8").splitlines()) if path.exists() else 0


class Reared(Worker):
    """A worker whose supervisor has the next one ready (tests/faults/nursery.py)."""

    def words(self) -> list[str]:
        return [sys.executable, "-m", "tests.faults.nursery", *self.manner, "-l", "INFO"]

    def strike(self, seconds: float = 60) -> None:
        """The worker dies, not its supervisor; until the next one says that it is ready."""
        self.said = len(self.log())
        for pid in self.children():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        limit = time.monotonic() + seconds
        while not self.answers():
            if time.monotonic() > limit:
                raise RuntimeError(f"no worker after a kill:\n{self.log()[-2000:]}")
            time.sleep(0.02)


class Beat(Celery):
    begun = "beat: Starting"

    @property
    def deed(self) -> tuple[str, ...]:  # type: ignore[override]  # it writes where it runs
        return ("beat", "--pidfile", "", "--schedule", str(self.folder / "beat"))


class Letters:
    """Letters written while the exam goes on, and what has become of all jobs afterwards."""

    def __init__(self) -> None:
        from core.dates import now
        from core.models import Job

        self.name, self.rounds, self.since = secrets.token_hex(8), 0, now()
        self.revivals: list[float] = []
        # What earlier exams left, which had no worker, is none of this one's business.
        Job.objects.filter(done_at=None).update(done_at=self.since)

    def write(self, many: int = AT_ONCE) -> None:
        """One for each of so many registrations; each is a job of its own."""
        from django.db import transaction

        from exams import posting
        from exams.models import Letter, Registration

        self.rounds += 1
        with transaction.atomic():
            for one in Registration.objects.select_related("candidate")[:many]:
                posting.about_registration(one, Letter.News.REGISTERED, occasion=f"{self.name} {self.rounds}")

    def await_begun(self, seconds: float = 5) -> None:
        """Until a worker has a job in hand: then a kill strikes something."""
        from core.models import Job

        limit = time.monotonic() + seconds
        while not Job.objects.filter(attempts__gt=0, done_at=None).exists() and time.monotonic() < limit:
            time.sleep(0.01)

    def await_done(self, since: dt.datetime, began: float) -> bool:
        """Until something has been done since the worker was killed: the next one is at work."""
        from core.models import Job

        while not (is_done := Job.objects.filter(done_at__gt=since).exists()) and time.monotonic() - began < REVIVAL:
            time.sleep(0.02)
        self.revivals.append(time.monotonic() - began)
        return is_done

    def compared(self, seconds: float = PATIENCE) -> Row:
        """What is left undone after so long, and which letters have more or less than one line in their reader's inbox."""
        from core.models import Job
        from exams.models import Letter
        from notices.models import Notice

        limit, mine = time.monotonic() + seconds, Job.objects.filter(created_at__gte=self.since)
        while (undone := mine.filter(done_at=None).count()) and time.monotonic() < limit:
            time.sleep(0.2)
        waited = [done - made for made, done in mine.values_list("created_at", "done_at") if done]
        lines = Counter(Notice.objects.filter(code__startswith="exams.").values_list("occasion", flat=True))
        letters = dict(Letter.objects.filter(made_at__gte=self.since).values_list("pk", "sent_at"))
        return {
            "letters": len(letters),
            "letters_unsent": sum(sent is None for sent in letters.values()),
            "lines_astray": sum(lines[str(pk)] != 1 for pk, sent in letters.items() if sent),
            "jobs_undone": undone,
            "jobs_again": mine.filter(attempts__gt=1).count(),
            "slowest_job_s": round(max(waited).total_seconds(), 1) if waited else 0.0,
            "recovered": self.revivals,
        }


def crew_killed(*, swept: bool = True) -> Kind:
    """A worker killed again and again in the middle of its letters. Without a sweep (the control) some are never done."""

    @contextmanager
    def kind(plant: Plant) -> Iterator[Trial]:
        from django.db import connections

        from core.dates import now

        letters = Letters()
        worker, beat = Reared(plant.web.folder / "crew"), Beat(plant.web.folder / "beat")
        before = worker.mails()  # the control writes into the same folder

        def fault(there: Plant) -> float:
            letters.write()
            letters.await_begun()
            killed, over = now(), time.monotonic()
            worker.strike()
            if not letters.await_done(killed, over):
                there.notes.errors.append(f"no job was done for {REVIVAL} s")
            connections.close_all()
            return over

        def after() -> Row:
            row = letters.compared(PATIENCE if swept else 20)
            connections.close_all()
            return {**row, "mails": worker.mails() - before}

        with running(worker, *([beat] if swept else [])):
            yield Trial(plant, fault, after)

    return kind
