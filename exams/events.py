"""The record of an attempt (作答记录): each event carries the digest of all before it, so none can be slipped in or out."""

import datetime as dt
from typing import Any

from exams.fingerprints import link
from exams.models import Attempt, AttemptEvent


def note(attempt: Attempt, kind: str, at: dt.datetime, **data: Any) -> AttemptEvent:
    """Add an event. The caller holds the lock on the attempt, or the numbers would collide (2 queries)."""
    last = attempt.events.order_by("-number").values_list("number", "sha256").first()
    number, prev = (last[0] + 1, last[1]) if last else (1, "")
    return AttemptEvent.objects.create(
        attempt=attempt,
        number=number,
        kind=kind,
        at=at,
        data=data,
        prev_sha256=prev,
        sha256=_digest(prev, number, kind, at, data),
    )


def is_intact(attempt: Attempt) -> bool:
    """Whether every event still follows from the one before it."""
    prev = ""
    for place, event in enumerate(attempt.events.order_by("number"), 1):
        expected = _digest(prev, place, event.kind, event.at, event.data)
        if (event.number, event.prev_sha256, event.sha256) != (place, prev, expected):
            return False
        prev = event.sha256
    return True


def _digest(prev: str, number: int, kind: str, at: dt.datetime, data: dict[str, Any]) -> str:
    return link(prev, number, kind, at.astimezone(dt.UTC).isoformat(), data)
