"""Questions at a moment of a film (随堂题): self-checks that belong to an activity, answered and kept like all others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from courses.activities import Activity
from courses.checks import Check
from courses.checks import of as checks_of


@dataclass(frozen=True)
class Checkpoint:
    """One question and when it is asked. Its check's id is that of the Chinese text, in every language."""

    activity_id: str
    milliseconds: int
    check: Check


def in_milliseconds(text: str) -> int | None:
    """A moment as an editor writes it.

    >>> in_milliseconds("1:05"), in_milliseconds("90"), in_milliseconds("1:02:05"), in_milliseconds("1:75"), in_milliseconds("x")
    (65000, 90000, 3725000, None, None)
    """
    parts = text.strip().replace("：", ":").split(":")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if any(int(part) > 59 for part in parts[1:]):
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return seconds * 1000


def ids(value: Any) -> list[str]:
    """The ids of a block's checkpoints, in the order of the text."""
    return [question.id for row in value.get("checkpoints") or [] for question in row["question"]]


def of(body: Any, activities: Sequence[Activity]) -> list[Checkpoint]:
    """The checkpoints of all films of a lesson's text, in a reader's language, under the ids a version froze."""
    frozen = {block: one for one in activities if one.facts.get("checkpoints") for block in {one.id, *one.blocks.values()}}
    found = []
    for block in body if frozen else ():
        one = frozen.get(block.id)
        if one is not None:
            found += of_value(block.value, one)
    return found


def of_value(value: Any, activity: Activity, learner_id: int | None = None) -> list[Checkpoint]:
    """The checkpoints of one film; with a learner, at the moments drawn for him."""
    kept: list[str] = activity.facts.get("checkpoints", [])
    rows = [(row, question) for row in value.get("checkpoints") or [] for question in row["question"]]
    found = []
    for name, (row, question) in zip(kept, rows, strict=False):
        (check,) = checks_of([question])
        first, last = in_milliseconds(row["at"]) or 0, in_milliseconds(row.get("until") or "") or 0
        found.append(Checkpoint(activity.id, drawn(first, last, f"{learner_id}/{name}"), replace(check, id=name)))
    return sorted(found, key=lambda one: one.milliseconds)


def drawn(first: int, last: int, seed: str) -> int:
    """A moment between the two, to the second: the same whenever one comes back, and nobody knows another's.

    >>> drawn(60_000, 0, "7/q"), drawn(60_000, 60_000, "7/q")
    (60000, 60000)
    >>> moments = {drawn(60_000, 120_000, f"{learner}/q") for learner in range(2_000)}
    >>> min(moments), max(moments), len(moments)
    (60000, 120000, 61)
    """
    if last <= first:
        return first
    spread = (last - first) // 1000 + 1
    return first + int.from_bytes(sha256(seed.encode()).digest()[:8]) % spread * 1000
