"""The outbox loses nothing when a worker or a broker is killed. Real processes, real kills."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app

from core import jobs
from core.models import Job
from tests.core import effects
from tests.core.plant import ROOT, Plant, ended, eventually


@pytest.fixture(params=["filesystem", pytest.param("redis", marks=pytest.mark.redis)])
def plant(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Plant]:
    made = Plant(tmp_path, request.param)
    yield made
    made.close()


@pytest.mark.django_db(transaction=True)
def test_r05_a_worker_killed_in_the_middle_loses_no_job(plant: Plant, tmp_path: Path) -> None:
    path = tmp_path / "f"
    plant.start_broker()
    worker = plant.start_worker()
    plant.drive("enqueue", str(path), "a", "60")
    assert eventually(path.exists), "the worker never began"
    plant.kill(worker)
    assert ended(path) == []
    plant.start_worker()
    time.sleep(2)  # the lease runs out

    def swept() -> bool:
        plant.drive("sweep", str(path))
        return eventually(lambda: ended(path) == ["a"], 5)

    assert any(swept() for _ in range(6))
    assert eventually(lambda: not Job.objects.filter(done_at=None).exists())
    assert ended(path) == ["a"]


@pytest.mark.django_db(transaction=True)
def test_control_without_the_outbox_the_killed_workers_task_is_lost(tmp_path: Path) -> None:
    plant = Plant(tmp_path, "filesystem")
    try:
        path = tmp_path / "f"
        worker = plant.start_worker()
        plant.drive("plain", str(path), "a", "60")
        assert eventually(path.exists), "the worker never began"
        plant.kill(worker)
        plant.start_worker()
        plant.drive("plain", str(path), "b")
        assert eventually(lambda: ended(path) == ["b"])  # the new worker works, and knows nothing of the old one's task
    finally:
        plant.close()


@pytest.mark.django_db(transaction=True)
def test_r08_a_caller_that_dies_between_keeping_and_sending_has_its_job_done(tmp_path: Path) -> None:
    path = tmp_path / "f"
    Plant(tmp_path, "filesystem").drive("die", str(path), "a")
    assert Job.objects.open().get().task == effects.effect.name
    assert not path.exists()  # the control: nothing had been sent
    Job.objects.update(leased_until=None)
    assert jobs.sweep() == 1
    assert ended(path) == ["a"]


@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_r07_a_broker_that_is_away_delays_jobs_and_loses_none(tmp_path: Path) -> None:
    plant = Plant(tmp_path, "redis")
    try:
        path = tmp_path / "f"
        plant.kill(plant.start_broker())
        held_up = [float(plant.drive("enqueue", str(path), key)) for key in ("a", "b")]
        assert max(held_up) < 5  # a missing broker does not hold the caller up: five seconds each without our settings
        assert Job.objects.open().count() == 2
        plant.start_broker()
        plant.start_worker()
        time.sleep(2)
        plant.drive("sweep", str(path))
        assert eventually(lambda: ended(path) == ["a", "b"])
    finally:
        plant.close()


@pytest.mark.redis
@pytest.mark.parametrize("seconds", [0, 3], ids=["at-rest", "in-the-middle"])
@pytest.mark.django_db(transaction=True)
def test_r06_a_worker_hears_again_after_its_broker_was_killed_and_restarted(tmp_path: Path, seconds: int) -> None:
    plant = Plant(tmp_path, "redis")
    try:
        path = tmp_path / "f"
        broker = plant.start_broker()
        worker = plant.start_worker()
        plant.drive("enqueue", str(path), "before", str(seconds))
        assert eventually(path.exists if seconds else lambda: ended(path) == ["before"])
        plant.kill(broker)
        time.sleep(seconds + 1)
        plant.start_broker()
        plant.drive("enqueue", str(path), "after")
        assert eventually(lambda: ended(path) == ["after", "before"])
        assert worker.poll() is None
    finally:
        plant.close()


def test_the_worker_is_never_started_deaf() -> None:
    """Celery 5.7 hears nothing after a Redis restart when remote control and gossip are both off."""
    run = (ROOT / "run.py").read_text(encoding="utf-8")
    assert current_app.conf.worker_enable_remote_control
    assert "--without-gossip" not in run
