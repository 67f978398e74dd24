"""Figures for Prometheus (指标): how many requests, how fast, what the jobs do, whether the site is ready. Off without a token.

Every process of a machine writes its counts to files in DATA_DIR/metrics; whichever web process is asked adds them up. What the
database knows (waiting jobs) is asked of it then. No label names a person or an address, only the view.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min, Q

from core import health
from core.dates import now
from core.models import MAX_ATTEMPTS, Job

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Figures:
    requests: "Counter"
    seconds: "Histogram"
    tasks: "Counter"


@cache
def figures() -> Figures:
    """Made when first asked for: the library looks for its folder while it is imported."""
    folder = settings.DATA_DIR / "metrics"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(folder))
    from prometheus_client import Counter, Histogram

    return Figures(
        Counter("haizhun_requests", "Requests answered", ["view", "method", "status"]),
        Histogram("haizhun_request_seconds", "Seconds to answer", ["view"], buckets=BUCKETS),
        Counter("haizhun_tasks", "Tasks run by this machine's workers", ["task", "outcome"]),
    )


def on() -> bool:
    return bool(settings.METRICS_TOKEN)


def count_request(view: str, method: str, status: int, seconds: float) -> None:
    figures().requests.labels(view, method if method in ("GET", "POST", "HEAD") else "other", str(status)).inc()
    figures().seconds.labels(view).observe(seconds)


def count_task(task: str, outcome: str) -> None:
    if on():
        figures().tasks.labels(task, outcome).inc()


def exposed() -> bytes:
    """The text Prometheus reads."""
    figures()
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's
    registry.register(_Asked())
    return bytes(generate_latest(registry))


class _Asked:
    """What is not counted but asked at the moment."""

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily

        found = health.told()
        ready = GaugeMetricFamily("haizhun_ready", "1: this part answers", labels=["part"])
        for part, answers in found.items():
            ready.add_metric([part], float(answers))
        yield ready
        for name, (text, value) in _jobs().items():
            yield GaugeMetricFamily(f"haizhun_jobs_{name}", text, value=value)


def _jobs() -> dict[str, tuple[str, float]]:
    """Nothing while the database is away: an absent figure raises its alarm by being absent."""
    open_, parked = Q(attempts__lt=MAX_ATTEMPTS), Q(attempts__gte=MAX_ATTEMPTS)
    try:
        told = Job.objects.filter(done_at=None).aggregate(
            waiting=Count("pk", filter=open_), parked=Count("pk", filter=parked), oldest=Min("created_at", filter=open_)
        )
    except DatabaseError:
        return {}
    age = (now() - told["oldest"]).total_seconds() if told["oldest"] else 0.0
    return {
        "waiting": ("Jobs not done yet", float(told["waiting"])),
        "parked": ("Jobs given up: a person has to look", float(told["parked"])),
        "oldest_seconds": ("Age of the oldest job not done", age),
    }
