"""The outbox loses nothing: in one process, and with a real worker and broker that are killed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.db import connection, transaction
from django.test import TestCase

from core import jobs
from core.dates import now
from core.models import MAX_ATTEMPTS, Job
from tests.core.effects import effect
from tests.core.plant import ended

ROOT = Path(__file__).resolve().parents[2]


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
def test_r10_a_job_that_ends_its_worker_each_time_is_parked_and_others_go_on(tmp_path: Path, monkeypatch: Any) -> None:
    """The count is raised before the task begins, so also what kills the process is counted."""
    poison = Job.objects.create(task="tests.effect", kwargs={"path": str(tmp_path / "poison"), "key": "p"})

    sound = current_app.tasks["tests.effect"]

    def killed(path: str, key: str) -> None:
        if key == "p":
            raise SystemExit(key)
        sound(path, key)

    monkeypatch.setitem(current_app.tasks, "tests.effect", killed)
    ends = 0
    while Job.objects.due().filter(pk=poison.pk).exists():
        try:
            jobs.sweep()
        except SystemExit:
            ends += 1
        Job.objects.update(leased_until=None)
    other = Job.objects.create(task="tests.effect", kwargs={"path": str(tmp_path / "f"), "key": "a"})
    assert jobs.sweep() == 1
    other.refresh_from_db()
    assert (ends, other.done_at is not None, ended(tmp_path / "f")) == (MAX_ATTEMPTS, True, ["a"])
    assert list(Job.objects.parked()) == [poison]


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
def test_r09_a_job_delivered_three_times_at_once_has_one_effect(tmp_path: Path) -> None:
    path = tmp_path / "f"
    job = Job.objects.create(task="tests.effect", kwargs={"path": str(path), "key": "a", "seconds": 0.5})
    at_once(3, lambda: jobs.run(job.pk, 0))
    assert ended(path) == ["a"]
    jobs.run(job.pk, 0)  # and once more when it is long done
    assert ended(path) == ["a"]


@pytest.mark.django_db(transaction=True)
def test_control_a_job_whose_count_is_not_raised_has_several_effects(tmp_path: Path) -> None:
    """What run() did before it was careful: look whether the job is done, run it, mark it."""
    path = tmp_path / "f"
    job = Job.objects.create(task="tests.effect", kwargs={"path": str(path), "key": "a", "seconds": 0.5})

    def run() -> None:
        if Job.objects.get(pk=job.pk).done_at is None:
            effect(**job.kwargs)
            Job.objects.filter(pk=job.pk).update(done_at=now())

    at_once(3, run)
    assert len(ended(path)) > 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_a_job_once(tmp_path: Path) -> None:
    path = tmp_path / "f"
    Job.objects.create(task="tests.effect", kwargs={"path": str(path), "key": "a"})
    sent = at_once(4, jobs.sweep)
    assert sent.count(1) == 1
    assert sent.count(0) == 3
    assert ended(path) == ["a"]


@pytest.mark.django_db
def test_jobs_gathered_are_noted_by_one_statement_and_each_is_sent(django_assert_num_queries: Any) -> None:
    with TestCase.captureOnCommitCallbacks() as sent, django_assert_num_queries(1), jobs.gathered():
        made = [jobs.enqueue(effect, path="", key=key) for key in "ab"]
    assert sorted(job.pk for job in made) == sorted(Job.objects.values_list("pk", flat=True))
    assert len(sent) == 2


@pytest.mark.django_db
def test_of_a_block_that_fails_no_gathered_job_is_noted() -> None:
    def caller() -> None:
        with jobs.gathered():
            jobs.enqueue(effect, path="", key="a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        caller()
    assert not Job.objects.exists()
    jobs.enqueue(effect, path="", key="b")
    assert Job.objects.count() == 1, "the next one waits for no block"
