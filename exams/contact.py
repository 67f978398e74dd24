"""When a candidate's device was last heard of (最近联系). Answers tell by themselves; this keeps the calls between them.

In the cache, not in the database: three thousand devices that call each minute must not slow a single save. What is
lost with the cache is back with the next call.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.core.cache import cache

from core.clock import now

KEPT = 6 * 3600


def note(attempt: UUID) -> None:
    """The device called just now."""
    cache.set(_key(attempt), now(), KEPT)


def last(attempts: Iterable[UUID]) -> dict[UUID, dt.datetime]:
    """When each device called last; those never heard of are left out (one look into the cache)."""
    keys = {_key(attempt): attempt for attempt in attempts}
    return {keys[key]: moment for key, moment in cache.get_many(keys).items()}


def _key(attempt: UUID) -> str:
    return f"contact:{attempt}"
