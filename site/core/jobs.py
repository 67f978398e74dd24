"""The outbox: no job is lost between the database and the broker.

`enqueue` writes a row in the caller's transaction and sends it once that transaction is kept. A worker
marks the row done after the task has run. Whatever has a row but no end is sent again by the sweep when
its lease runs out. So a task runs at least once: every task must be safe to run twice.
"""

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from celery import Task, current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from kombu.exceptions import OperationalError

from core import following, metrics, telemetry
from core.dates import now
from core.models import MAX_ATTEMPTS, Job
from core.prepared import insert

_gathered: ContextVar[list[Job] | None] = ContextVar("gathered jobs", default=None)
log = logging.getLogger(__name__)
# What a broker that is away raises: a socket, a folder that is gone, or the client library's own wrapping.
_BROKER_AWAY = (OperationalError, OSError)


def _lease() -> dt.datetime:
    return now() + dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def enqueue(task: Task, **kwargs: Any) -> Job:
    """Run `task(**kwargs)` soon, if and only if the surrounding transaction is kept. JSON arguments only."""
    job = Job(task=task.name, kwargs=kwargs, leased_until=_lease(), origin=following.current())
    if (waiting := _gathered.get()) is not None:
        waiting.append(job)
    else:
        _note([job])
    return job


@contextmanager
def gathered() -> Iterator[None]:
    """Jobs enqueued within are noted together at the end (one query). When the block fails none is, and neither is its deed."""
    jobs: list[Job] = []
    token = _gathered.set(jobs)
    try:
        yield
    finally:
        _gathered.reset(token)
    _note(jobs)


def _note(jobs: list[Job]) -> None:
    insert(jobs)
    for job in jobs:
        transaction.on_commit(partial(_send, job.pk, 0))


def is_waiting(task: Task, **kwargs: Any) -> bool:
    """Whether the same is already noted and still to be done."""
    return Job.objects.open().filter(task=task.name, kwargs=kwargs).exists()


@transaction.atomic
def take_up(task: Task, **kwargs: Any) -> bool:
    """Have `task(**kwargs)` done after all: given up, its job starts anew; lost, it is noted again. False: it waits."""
    same = Job.objects.select_for_update().filter(task=task.name, kwargs=kwargs, done_at=None).order_by("-pk")
    job = same.first()
    if job is None:
        enqueue(task, **kwargs)
    elif job.attempts < MAX_ATTEMPTS:
        return False
    else:
        Job.objects.filter(pk=job.pk).update(attempts=0, leased_until=None)
    return True


def _send(pk: int, tried: int) -> None:
    from core.tasks import run_job

    try:
        run_job.apply_async(args=[pk, tried], retry=False)
    except _BROKER_AWAY as reason:
        log.warning("job %s waits for the sweep: %s", pk, type(reason).__name__)


def run(pk: int, tried: int) -> None:
    """Run the job's task, which has been tried so many times before.

    A broker may deliver one message several times, even at the same moment: who raises the count of attempts
    first has the job, for the others it is no longer the one they were sent for.
    """
    mine = Job.objects.filter(pk=pk, done_at=None, attempts=tried)
    if not mine.update(attempts=tried + 1, leased_until=_lease()):
        return
    job = Job.objects.get(pk=pk)
    with following.following(job.origin or following.current()), telemetry.span(job.task, job=pk):
        try:
            current_app.tasks[job.task](**job.kwargs)
        except Exception as reason:
            # Kept beside the job for whoever looks into it; raised again, because it did not succeed.
            Job.objects.filter(pk=pk).update(error=f"{type(reason).__name__}: {reason}"[:2000])
            log.warning("job failed: %s", type(reason).__name__, extra={"task": job.task, "job": pk})
            metrics.count_task(job.task, "failed")
            raise
        Job.objects.filter(pk=pk).update(done_at=now(), error="")
        log.info("job done", extra={"task": job.task, "job": pk})
        metrics.count_task(job.task, "done")


def sweep(limit: int = 200) -> int:
    """Send again what nobody finished. Two sweeps at once send a job once: the lease is taken by one UPDATE."""
    sent = 0
    for pk, tried in Job.objects.due().values_list("pk", "attempts")[:limit]:
        mine = Job.objects.filter(pk=pk, done_at=None).filter(Q(leased_until=None) | Q(leased_until__lt=now()))
        if mine.update(leased_until=_lease()):
            _send(pk, tried)
            sent += 1
    return sent
