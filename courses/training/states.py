"""The four states of a task, and when a track was reached. Pure rules; plain data.

done: everything required is completed. never: nothing has been begun, whatever the date. late: begun, and the date is past.
on_time: begun, and the date lies ahead or is today. So the four never overlap and their numbers add up.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from courses.tracks import Facts, Stage, Step, judge

State = Literal["done", "on_time", "late", "never"]
STATES: tuple[State, ...] = ("done", "on_time", "late", "never")
Days = Mapping[str, dt.date]


def state(*, due_on: dt.date, begun_on: dt.date | None, done_on: dt.date | None, today: dt.date) -> State:
    """Which of the four.

    >>> day = dt.date(2026, 9, 30)
    >>> [state(due_on=day, begun_on=begun, done_on=done, today=today) for begun, done, today in (
    ...     (None, None, day), (day, None, day), (day, None, day + dt.timedelta(1)), (day, day, day + dt.timedelta(9)))]
    ['never', 'on_time', 'late', 'done']
    """
    if done_on is not None:
        return "done"
    if begun_on is None:
        return "never"
    return "late" if due_on < today else "on_time"


def key(course: int | None, track: int | None) -> str:
    """The name of a column: what is assigned.

    >>> key(3, None), key(None, 3)
    ('c3', 't3')
    """
    return f"c{course}" if course is not None else f"t{track}"


def deadline(*, due_on: dt.date, came_on: dt.date | None, days: int) -> dt.date:
    """Until when a member has time. Who came after the assignment has `days` from then, if the date would be nearer.

    >>> deadline(due_on=dt.date(2026, 9, 30), came_on=dt.date(2026, 9, 25), days=30)
    datetime.date(2026, 10, 25)
    >>> deadline(due_on=dt.date(2026, 9, 30), came_on=None, days=30)
    datetime.date(2026, 9, 30)
    """
    return due_on if came_on is None else max(due_on, came_on + dt.timedelta(days=days))


@dataclass(frozen=True)
class Done:
    """On which day one completed courses and lessons, and passed exams."""

    courses: Days = field(default_factory=dict)
    lessons: Days = field(default_factory=dict)
    exams: Days = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """How far: steps, the day it was begun, the day it was done."""

    done: int
    total: int
    begun_on: dt.date | None
    done_on: dt.date | None


def of_track(stages: Sequence[Stage], done: Done, begun_on: dt.date | None) -> Progress:
    """A track: its required steps, and the day on which the last of them was met.

    >>> stages = [Stage({}, (Step("course", "Q"),)), Stage({}, (Step("lessons", need=1, of=("A", "B")),))]
    >>> first, second = dt.date(2026, 5, 1), dt.date(2026, 6, 1)
    >>> of_track(stages, Done(courses={"Q": first}), first)
    Progress(done=1, total=2, begun_on=datetime.date(2026, 5, 1), done_on=None)
    >>> of_track(stages, Done(courses={"Q": second}, lessons={"A": second, "B": first}), first).done_on
    datetime.date(2026, 6, 1)
    """
    facts = Facts(frozenset(done.courses), frozenset(done.lessons), frozenset(done.exams))
    required = [one for row in judge(stages, facts) for one in row if not one.step.optional]
    met = [one for one in required if one.have >= one.need]
    days = [_day(one.step, done) for one in met]
    is_done = bool(required) and len(met) == len(required)
    return Progress(len(met), len(required), begun_on or min(days, default=None), max(days) if is_done else None)


def _day(step: Step, done: Done) -> dt.date:
    """When a step that is met was met: electives, with the last one needed."""
    match step.kind:
        case "course":
            return done.courses[step.code]
        case "exam":
            return done.exams[step.code]
    return sorted(done.lessons[code] for code in step.of if code in done.lessons)[max(step.need, 1) - 1]
