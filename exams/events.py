"""The record of an attempt (作答记录): each event carries the digest of all before it, so none can be slipped in or out."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from core.prepared import insert
from exams import rush
from exams.fingerprints import link
from exams.models import Attempt, AttemptEvent

Noted = tuple[str, Mapping[str, Any]]
"""What goes on record: its kind and its data."""
Last = tuple[int, str]
"""Number and digest of the event before: what the next one follows from."""
BEGINNING: Last = (0, "")


def note(attempt: Attempt, kind: str, at: dt.datetime, *, after: Last | None = None, **data: Any) -> AttemptEvent:
    """Add an event. The caller holds the lock on the attempt, or the numbers would collide (2 queries).

    Who wrote the event before it in the same transaction says so by `after` and spares looking it up.
    """
    return note_all(attempt, [(kind, data)], at, after=after)[0]


def note_all(attempt: Attempt, rows: Iterable[Noted], at: dt.datetime, *, after: Last | None = None) -> list[AttemptEvent]:
    """Add several events in their order, as `note` does (2 queries, however many)."""
    last = after or rush.last_event(attempt.pk)
    number, prev = last or BEGINNING
    made = []
    for kind, data in rows:
        number += 1
        digest = _digest(prev, number, kind, at, dict(data))
        fields = {"number": number, "kind": kind, "at": at, "data": dict(data), "prev_sha256": prev, "sha256": digest}
        made.append(AttemptEvent(attempt=attempt, **fields))
        prev = digest
    insert(made)
    return made


def is_intact(attempt: Attempt) -> bool:
    """Whether every event still follows from the one before it."""
    return broken_at(attempt.events.order_by("number")) is None


def broken_at(events: Iterable[AttemptEvent]) -> int | None:
    """The number of the first event that does not follow from the one before it; None when the chain is whole."""
    prev = ""
    for place, event in enumerate(events, 1):
        expected = _digest(prev, place, event.kind, event.at, event.data)
        if (event.number, event.prev_sha256, event.sha256) != (place, prev, expected):
            return place
        prev = event.sha256
    return None


def _digest(prev: str, number: int, kind: str, at: dt.datetime, data: dict[str, Any]) -> str:
    return link(prev, number, kind, at.astimezone(dt.UTC).isoformat(), data)
