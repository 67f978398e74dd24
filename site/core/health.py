"""Whether this process can serve (就绪): each thing it stands on is asked, and only yes or no is told.

Without its database, its tables or room on the disk a site cannot keep a promise, so nobody is sent to it. Without cache, broker
or worker it can: an exam goes on (docs/algorithms/failures.md), and what waits is done later; these are only named.
"""

import datetime as dt
import os
import secrets
import shutil
from collections.abc import Callable
from functools import cache

from celery import current_app
from django.conf import settings
from django.core.cache import cache as shared
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from kombu.exceptions import OperationalError

from core.dates import now
from core.models import Job

ESSENTIAL = frozenset({"database", "migrations", "disk"})
LATE = dt.timedelta(minutes=15)  # a job that is taken up at all begins within seconds


def told() -> dict[str, bool]:
    """Each part, the essential ones first. Where the database is away nothing more is asked of it."""
    found = {"database": _database(), "disk": _disk(), "cache": _cache(), "broker": _broker()}
    found["migrations"] = found["database"] and _safely(_migrated)
    found["jobs"] = found["database"] and _safely(_jobs_run)
    return found


def serves(found: dict[str, bool]) -> bool:
    return all(found[part] for part in ESSENTIAL)


def _safely(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except DatabaseError:
        return False


def _database() -> bool:
    def ask() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True

    return _safely(ask)


def _disk() -> bool:
    """Room where the site writes, and the right to."""
    try:
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError:
        return False
    return free >= settings.DISK_SPARE_MB << 20 and os.access(settings.DATA_DIR, os.W_OK)


def _cache() -> bool:
    """What is put there comes back. A Redis that is away is an empty cache (core/redis_cache.py)."""
    value = secrets.token_hex(8)
    try:
        shared.set("health", value, 30)
        # Another process may have put its own there in between: something came back all the same.
        return shared.get("health") is not None
    except OSError:
        return False


def _broker() -> bool:
    try:
        with current_app.connection_for_write() as there:
            there.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=1)
    except (OperationalError, OSError):
        return False
    return True


def _jobs_run() -> bool:
    """No job has waited long without being tried: there is a worker, and beat sweeps."""
    return not Job.objects.open().filter(attempts=0, created_at__lt=now() - LATE).exists()


@cache
def _newest() -> list[tuple[tuple[str, str], frozenset[tuple[str, str]]]]:
    """The last migration of each room as this program has it, and those it stands for. Asked once."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return [(leaf, frozenset(loader.disk_migrations[leaf].replaces)) for leaf in loader.graph.leaf_nodes()]


def _migrated() -> bool:
    """The tables are at least as new as the program. (Newer ones are those of the next release, which they also fit.)"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        done = set(cursor.fetchall())
    return all(leaf in done or (replaced and replaced <= done) for leaf, replaced in _newest())
