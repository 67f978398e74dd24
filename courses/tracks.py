"""Tracks for a post (学习路径): stages one after another, steps side by side, electives "any k of n". Pure; plain data.

A track's stages are kept as {"stages": [{"title": {locale: text}, "steps": [step]}]}; a step is one of
{"kind": "course", "code"}, {"kind": "lessons", "need": k, "of": [code]} and {"kind": "exam", "code"}.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["course", "lessons", "exam"]
State = Literal["met", "open", "locked"]


@dataclass(frozen=True)
class Step:
    """One thing to do."""

    kind: Kind
    code: str = ""
    need: int = 0
    of: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Stage:
    """Steps that may be taken side by side."""

    title: Mapping[str, str]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Facts:
    """What a person has: courses completed, lessons completed, exams passed."""

    courses: frozenset[str] = frozenset()
    lessons: frozenset[str] = frozenset()
    exams: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Judged:
    """A step before one person. `have` of `need` things are done."""

    step: Step
    state: State
    have: int
    need: int


@dataclass(frozen=True)
class Known:
    """What there is to point at: lessons of each course, all lessons, courses each course asks for, all exams."""

    courses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lessons: frozenset[str] = frozenset()
    exams: frozenset[str] = frozenset()


def read(data: Mapping[str, Any]) -> list[Stage]:
    """The stages as they are kept."""
    return [
        Stage(
            stage["title"],
            tuple(
                Step(
                    kind=row["kind"],
                    code=row.get("code", ""),
                    need=row.get("need", 0),
                    of=tuple(row.get("of", ())),
                    optional=row.get("optional", False),
                )
                for row in stage["steps"]
            ),
        )
        for stage in data["stages"]
    ]


def judge(stages: Sequence[Stage], facts: Facts) -> list[list[Judged]]:
    """Every step with its state: a stage is open once all that is required before it is met.

    >>> stages = [Stage({}, (Step("course", "Q"),)), Stage({}, (Step("exam", "Q"), Step("lessons", need=1, of=("A", "B"))))]
    >>> [[one.state for one in row] for row in judge(stages, Facts(lessons=frozenset("A")))]
    [['open'], ['locked', 'met']]
    >>> [[one.state for one in row] for row in judge(stages, Facts(courses=frozenset("Q")))]
    [['met'], ['open', 'open']]
    """
    is_open, rows = True, []
    for stage in stages:
        row = [_judged(step, facts, is_open) for step in stage.steps]
        rows.append(row)
        is_open = is_open and all(one.state == "met" for one in row if not one.step.optional)
    return rows


def first_unmet(rows: Sequence[Sequence[Judged]]) -> Judged | None:
    """What to do next: the first required step that is open, else the first optional one."""
    open_ = [one for row in rows for one in row if one.state == "open"]
    return next((one for one in open_ if not one.step.optional), open_[0] if open_ else None)


def is_met(rows: Sequence[Sequence[Judged]]) -> bool:
    """Whether everything required is done."""
    return all(one.state == "met" for row in rows for one in row if not one.step.optional)


def is_open_before(rows: Sequence[Sequence[Judged]], exam: str) -> bool:
    """Whether all that stands before this exam is done; of a track without it, everything required."""
    states = [one.state for row in rows for one in row if (one.step.kind, one.step.code) == ("exam", exam)]
    return "locked" not in states if states else is_met(rows)


def _judged(step: Step, facts: Facts, is_open: bool) -> Judged:
    match step.kind:
        case "course":
            have, need = int(step.code in facts.courses), 1
        case "exam":
            have, need = int(step.code in facts.exams), 1
        case _:
            have, need = len(facts.lessons.intersection(step.of)), step.need
    if have >= need:
        return Judged(step, "met", min(have, need), need)
    # Electives are lessons: they may be learned at any time.
    return Judged(step, "open" if is_open or step.kind == "lessons" else "locked", have, need)


def faults(stages: Sequence[Stage], known: Known) -> Iterator[tuple[str, str]]:
    """Rules that can never be fulfilled, as (kind of fault, what it is about).

    >>> list(faults([Stage({}, (Step("lessons", need=3, of=("A", "B")), Step("course", "X")))], Known(lessons=frozenset("AB"))))
    [('more_than_there_are', '3/2'), ('unknown_course', 'X')]
    """
    if not stages or not any(stage.steps for stage in stages):
        yield ("empty", "")
    seen: set[tuple[str, str]] = set()
    for step in (step for stage in stages for step in stage.steps):
        if step.kind == "lessons":
            yield from _lesson_faults(step, known)
            continue
        if step.kind == "course" and step.code not in known.courses:
            yield ("unknown_course", step.code)
        if step.kind == "exam" and step.code not in known.exams:
            yield ("unknown_exam", step.code)
        if (step.kind, step.code) in seen:
            yield ("twice", step.code)
        seen.add((step.kind, step.code))


def _lesson_faults(step: Step, known: Known) -> Iterator[tuple[str, str]]:
    if step.need < 1:
        yield ("none_needed", str(step.need))
    if step.need > len(set(step.of)):
        yield ("more_than_there_are", f"{step.need}/{len(set(step.of))}")
    for code in step.of:
        if code not in known.lessons:
            yield ("unknown_lesson", code)
