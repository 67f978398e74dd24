"""The outbox loses nothing: in one process, and with a real worker and broker that are killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import IntegrityError

from core import jobs
from core.dates import now
from core.models import AuditEntry, Job
from tests.core.effects import effect

ROOT = Path(__file__).resolve().parents[2]


def ended(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return sorted(line.removeprefix("ended ") for line in lines if line.startswith("ended"))


def eventually(claim: Callable[[], bool], seconds: float = 25) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if claim():
            return True
        time.sleep(0.1)
    return False


# --- one process -----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_caller_leaves_no_job_behind(tmp_path: Path) -> None:
    def caller() -> None:
        with transaction.atomic():
            jobs.enqueue(effect, path=str(tmp_path / "f"), key="a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        caller()
    assert not Job.objects.exists()
    assert ended(tmp_path / "f") == []


@pytest.mark.django_db(transaction=True)
def test_a_kept_job_runs_and_is_marked_done(tmp_path: Path) -> None:
    with transaction.atomic():
        job = jobs.enqueue(effect, path=str(tmp_path / "f"), key="a")
        assert ended(tmp_path / "f") == []  # nothing runs before the caller's change is kept
    job.refresh_from_db()
    assert ended(tmp_path / "f") == ["a"]
    assert job.done_at is not None


@pytest.mark.django_db
def test_a_job_that_fails_keeps_its_reason_and_its_place(tmp_path: Path) -> None:
    job = Job.objects.create(task="tests.effect", kwargs={"path": str(tmp_path / "no" / "folder"), "key": "a"})
    with pytest.raises(FileNotFoundError):
        jobs.run(job.pk, 0)
    job.refresh_from_db()
    assert job.done_at is None
    assert "FileNotFoundError" in job.error
    assert job.attempts == 1


@pytest.mark.django_db
def test_a_job_is_parked_after_eight_tries() -> None:
    Job.objects.create(task="tests.effect", attempts=8)
    assert jobs.sweep() == 0
    assert Job.objects.parked().count() == 1


def at_once(count: int, deed: Callable[[], object]) -> list[object]:
    """`deed` in as many threads, all let go at the same moment; what each returned."""
    barrier, results = threading.Barrier(count), list[object]()

    def one() -> None:
        barrier.wait()
        try:
            results.append(deed())
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_a_job_delivered_three_times_at_once_has_one_effect(tmp_path: Path) -> None:
    path = tmp_path / "f"
    job = Job.objects.create(task="tests.effect", kwargs={"path": str(path), "key": "a", "seconds": 0.5})
    at_once(3, lambda: jobs.run(job.pk, 0))
    assert ended(path) == ["a"]
    jobs.run(job.pk, 0)  # and once more when it is long done
    assert ended(path) == ["a"]


@pytest.mark.django_db(transaction=True)
def test_control_a_job_whose_count_is_not_raised_has_three_effects(tmp_path: Path) -> None:
    """What run() did before it was careful: look whether the job is done, run it, mark it."""
    path = tmp_path / "f"
    job = Job.objects.create(task="tests.effect", kwargs={"path": str(path), "key": "a", "seconds": 0.5})

    def run() -> None:
        if Job.objects.get(pk=job.pk).done_at is None:
            effect(**job.kwargs)
            Job.objects.filter(pk=job.pk).update(done_at=now())

    at_once(3, run)
    assert ended(path) == ["a", "a", "a"]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_a_job_once(tmp_path: Path) -> None:
    path = tmp_path / "f"
    Job.objects.create(task="tests.effect", kwargs={"path": str(path), "key": "a"})
    sent = at_once(4, jobs.sweep)
    assert sent.count(1) == 1
    assert sent.count(0) == 3
    assert ended(path) == ["a"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sql", ["UPDATE core_auditentry SET deed = 'x'", "DELETE FROM core_auditentry"])
def test_the_database_refuses_to_change_the_audit_log(sql: str) -> None:
    AuditEntry.objects.create(deed="certificate.issued", subject="certificates.certificate:1")
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEntry.objects.get().deed == "certificate.issued"


# --- real processes --------------------------------------------------------------------------------------


class Plant:
    """A broker, a worker and a driver: real processes on this test's own database."""

    def __init__(self, folder: Path, broker: str) -> None:
        self.folder, self.broker, self.kids = folder, broker, []  # type: ignore[var-annotated]  # filled below
        self.port = _free_port()
        url = f"redis://127.0.0.1:{self.port}/0" if broker == "redis" else "filesystem://"
        self.env = {
            **os.environ,
            "DATABASE_URL": _database_url(),
            "CELERY_BROKER_URL": url,
            "CELERY_TASK_ALWAYS_EAGER": "0",
            "HAIZHUN_DATA": str(folder),
            "HAIZHUN_JOB_LEASE_SECONDS": "2",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        }

    def start_broker(self) -> subprocess.Popen[bytes] | None:
        if self.broker != "redis":
            return None
        words = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        kid = self._start(words)
        assert eventually(lambda: _answers(self.port), 10)
        return kid

    def start_worker(self) -> subprocess.Popen[bytes]:
        words = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "-I",
            "tests.core.effects",
            "-P",
            "threads",
            "-c",
            "2",
            "-l",
            "ERROR",
        ]
        return self._start(words)

    def drive(self, *words: str) -> None:
        subprocess.run([sys.executable, "-m", "tests.core.driver", *words], cwd=ROOT, env=self.env, check=True, timeout=30)

    def kill(self, kid: subprocess.Popen[bytes] | None) -> None:
        if kid is not None:
            os.killpg(kid.pid, signal.SIGKILL)
            kid.wait()

    def close(self) -> None:
        for kid in self.kids:
            if kid.poll() is None:
                self.kill(kid)

    def _start(self, words: list[str]) -> subprocess.Popen[bytes]:
        kid = subprocess.Popen(words, cwd=ROOT, env=self.env, start_new_session=True, stdout=subprocess.DEVNULL)
        self.kids.append(kid)
        return kid


def _database_url() -> str:
    name = settings.DATABASES["default"]["NAME"]
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}" if connection.vendor == "postgresql" else f"sqlite:///{name}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(params=["filesystem", pytest.param("redis", marks=pytest.mark.redis)])
def plant(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Plant]:
    made = Plant(tmp_path, request.param)
    yield made
    made.close()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_no_job(plant: Plant, tmp_path: Path) -> None:
    path = tmp_path / "f"
    plant.start_broker()
    worker = plant.start_worker()
    plant.drive("enqueue", str(path), "a", "3")
    assert eventually(path.exists), "the worker never began"
    plant.kill(worker)
    assert ended(path) == []
    plant.start_worker()
    time.sleep(2)  # the lease runs out

    def swept() -> bool:
        plant.drive("sweep", str(path))
        return eventually(lambda: ended(path) == ["a"], 5)

    assert any(swept() for _ in range(4))
    assert eventually(lambda: Job.objects.filter(done_at=None).count() == 0, 5)


@pytest.mark.django_db(transaction=True)
def test_control_without_the_outbox_the_killed_workers_task_is_lost(tmp_path: Path) -> None:
    plant = Plant(tmp_path, "filesystem")
    try:
        path = tmp_path / "f"
        worker = plant.start_worker()
        plant.drive("plain", str(path), "a", "3")
        assert eventually(path.exists), "the worker never began"
        plant.kill(worker)
        plant.start_worker()
        assert not eventually(lambda: ended(path) == ["a"], 6)
    finally:
        plant.close()


@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_delays_jobs_and_loses_none(tmp_path: Path) -> None:
    plant = Plant(tmp_path, "redis")
    try:
        path = tmp_path / "f"
        plant.kill(plant.start_broker())
        began = time.monotonic()
        plant.drive("enqueue", str(path), "a")
        plant.drive("enqueue", str(path), "b")
        assert time.monotonic() - began < 20  # a missing broker does not hold the caller up
        assert Job.objects.open().count() == 2
        plant.start_broker()
        plant.start_worker()
        time.sleep(2)
        plant.drive("sweep", str(path))
        assert eventually(lambda: ended(path) == ["a", "b"])
    finally:
        plant.close()


def test_the_worker_is_never_started_deaf() -> None:
    """Celery 5.7 hears nothing after a Redis restart when remote control and gossip are both off."""
    run = (ROOT / "run.py").read_text(encoding="utf-8")
    assert current_app.conf.worker_enable_remote_control
    assert "--without-gossip" not in run
