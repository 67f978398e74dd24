"""Which minutes of a lesson a course counts (计学时的活动). Pure: it reads what a version keeps.

A course may name kinds of activity that earn no hours. Of the lesson's minutes an author says how many such an activity takes;
those are not credited, all the others are. A version keeps `uncounted` with each activity that its course did not count when
it was frozen, and nothing at all where everything counts. docs/algorithms/hours.md
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Split:
    """The minutes of a lesson: those that count, those that do not, and the kinds for whose sake they do not."""

    counted: int
    refused: int = 0
    kinds: tuple[str, ...] = ()


def split(lesson: Row) -> Split:
    """
    >>> split({"minutes": 40})
    Split(counted=40, refused=0, kinds=())
    >>> quiz = {"id": "q", "kind": "quiz", "minutes": 10, "uncounted": True}
    >>> split({"minutes": 40, "activities": [quiz, {"id": "f", "kind": "video", "minutes": 20}]})
    Split(counted=30, refused=10, kinds=('quiz',))
    """
    without = [one for one in lesson.get("activities", ()) if one.get("uncounted")]
    refused = min(lesson["minutes"], sum(one.get("minutes") or 0 for one in without))
    kinds = tuple(dict.fromkeys(one["kind"] for one in without if one.get("minutes")))
    return Split(lesson["minutes"] - refused, refused, kinds)


def under(lesson: Row, uncounted: Collection[str]) -> dict[str, Any]:
    """The lesson as a course has it that does not count these kinds.

    >>> under({"minutes": 40, "activities": [{"kind": "quiz"}]}, ["quiz"])["activities"]
    [{'kind': 'quiz', 'uncounted': True}]
    """
    return _marked(lesson, lambda row: _without(row) | ({"uncounted": True} if row["kind"] in uncounted else {}))


def as_in(older: Row, lesson: Row) -> dict[str, Any]:
    """The lesson with the minutes that an older version of it counts: a correction of words changes no hours.

    >>> older = {"activities": [{"id": "q", "kind": "quiz", "minutes": 5}]}
    >>> as_in(older, {"activities": [{"id": "q", "kind": "quiz", "minutes": 9, "uncounted": True}]})["activities"]
    [{'id': 'q', 'kind': 'quiz', 'minutes': 5}]
    """
    kept = {one["id"]: one for one in older.get("activities", ())}

    def mark(row: Row) -> dict[str, Any]:
        was = kept.get(row["id"], {})
        return _without(row, "minutes") | {name: was[name] for name in ("minutes", "uncounted") if name in was}

    return _marked(lesson, mark)


def _without(row: Row, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("uncounted", *names)}


def _marked(lesson: Row, mark: Callable[[Row], dict[str, Any]]) -> dict[str, Any]:
    if not lesson.get("activities"):
        return dict(lesson)
    return {**lesson, "activities": [mark(one) for one in lesson["activities"]]}


def total(lessons: Collection[Row]) -> int:
    """The minutes that count of all these lessons."""
    return sum(split(one).counted for one in lessons)


@dataclass(frozen=True)
class Fault:
    """Why a lesson cannot be counted by a rule: `activity` does not say its minutes, or (None) nothing would be credited."""

    activity: Row | None


def fault(lesson: Row) -> Fault | None:
    """What is wrong with a lesson under the rule it is marked with.

    >>> quiz = {"id": "q", "kind": "quiz", "uncounted": True}
    >>> def lesson(minutes, own): return {"minutes": minutes, "activities": [quiz | {"minutes": own}]}
    >>> fault(lesson(40, None)) == Fault(lesson(40, None)["activities"][0]), fault(lesson(40, 40))
    (True, Fault(activity=None))
    >>> fault(lesson(40, 10)), fault(lesson(0, 0))
    (None, None)
    """
    for one in lesson.get("activities", ()):
        if one.get("uncounted") and one.get("required", True) and one.get("minutes") is None:
            return Fault(one)
    return Fault(None) if lesson["minutes"] and not split(lesson).counted else None
