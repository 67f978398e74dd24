"""The rubric of a practical task (评分标准): criteria with points, and what the points given come to. No framework."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Criterion:
    """One thing that is looked at."""

    id: str
    name: str
    most: int


def of(facts: Mapping[str, Any]) -> list[Criterion]:
    """The rubric a course version froze with the activity."""
    return [Criterion(row["id"], row["name"], row["points"]) for row in facts.get("rubric", ())]


def read(criteria: Sequence[Criterion], given: Mapping[str, str]) -> tuple[dict[str, int], list[Criterion]]:
    """The points as they were written, and the criteria whose points are missing or too many.

    >>> rows = [Criterion("a", "事实", 6), Criterion("b", "措施", 4)]
    >>> read(rows, {"a": "6", "b": "5"})
    ({'a': 6}, [Criterion(id='b', name='措施', most=4)])
    """
    points, faults = {}, []
    for row in criteria:
        text = given.get(row.id, "").strip()
        if text.isascii() and text.isdigit() and len(text) < 4 and int(text) <= row.most:
            points[row.id] = int(text)
        else:
            faults.append(row)
    return points, faults


def percent(criteria: Sequence[Criterion], points: Mapping[str, int]) -> int | None:
    """The points as whole per cent of all there are, rounded down; None without a rubric.

    >>> percent([Criterion("a", "事实", 6), Criterion("b", "措施", 3)], {"a": 5, "b": 3}), percent([], {})
    (88, None)
    """
    most = sum(row.most for row in criteria)
    return sum(points.get(row.id, 0) for row in criteria) * 100 // most if most else None
