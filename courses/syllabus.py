"""A course version drawn for one reader: units, lessons, and where he is. Pure: it reads plain data."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from courses import countable
from courses.activities import Activity
from courses.activities import of as activities_of

State = Literal["done", "started", "todo"]
SOURCE_LANGUAGE = "zh-hans"


@dataclass(frozen=True)
class Lesson:
    """One lesson in its place."""

    code: str
    slug: str
    title: str
    minutes: int
    number: int
    state: State
    split: countable.Split
    checks: tuple[str, ...]
    activities: tuple[Activity, ...] = ()
    waits_for: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """What its address ends in for who goes on with it: the page of a PDF at which he stopped, where there is one."""
        return "#on" if self.state == "started" else ""


@dataclass(frozen=True)
class Unit:
    """A unit of the course and its lessons."""

    title: str
    number: int
    lessons: tuple[Lesson, ...]

    @property
    def counted(self) -> int:
        """Minutes that count."""
        return sum(lesson.split.counted for lesson in self.lessons)

    @property
    def done(self) -> int:
        return sum(lesson.state == "done" for lesson in self.lessons)


@dataclass(frozen=True)
class Syllabus:
    """All units, and the lesson to go on with."""

    units: tuple[Unit, ...]
    next: Lesson | None

    @property
    def lessons(self) -> list[Lesson]:
        return [lesson for unit in self.units for lesson in unit.lessons]

    @property
    def total(self) -> int:
        return len(self.lessons)

    @property
    def uncounted(self) -> list[str]:
        """Kinds of activity that earn no hours."""
        return sorted({one.kind for lesson in self.lessons for one in lesson.activities if one.uncounted})

    @property
    def checks(self) -> int:
        """How many self-checks the course asks."""
        return sum(len(lesson.checks) for lesson in self.lessons)

    @property
    def done(self) -> int:
        return sum(unit.done for unit in self.units)

    @property
    def begun(self) -> bool:
        """Whether anything was done in any lesson."""
        return any(lesson.state != "todo" for lesson in self.lessons)

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 only when all is done."""
        return self.done * 100 // self.total if self.total else 0

    def at(self, slug: str) -> Lesson | None:
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)

    def first_of(self, codes: Iterable[str]) -> Lesson | None:
        """The first of these lessons, in the order of the course."""
        wanted = set(codes)
        return next((lesson for lesson in self.lessons if lesson.code in wanted), None)

    def unit_of(self, lesson: Lesson) -> Unit:
        return next(unit for unit in self.units if lesson in unit.lessons)

    def beside(self, lesson: Lesson) -> tuple[Lesson | None, Lesson | None]:
        """The lessons before and after."""
        lessons = self.lessons
        place = lessons.index(lesson)
        return (lessons[place - 1] if place else None, lessons[place + 1] if place + 1 < len(lessons) else None)


@dataclass(frozen=True)
class Step:
    """What one person did with one lesson."""

    worked_at: dt.datetime
    completed_at: dt.datetime | None


def draw(structure: Mapping[str, Any], language: str, steps: Mapping[str, Step]) -> Syllabus:
    """The syllabus of a version in a language, with the states that a person's steps give."""
    units, number = [], 0
    for place, module in enumerate(structure["modules"], start=1):
        lessons = []
        for row in module["lessons"]:
            number += 1
            lessons.append(
                Lesson(
                    code=row["code"],
                    slug=row["slug"],
                    title=told(row["title"], language),
                    minutes=row["minutes"],
                    number=number,
                    state=_state(steps.get(row["code"])),
                    checks=tuple(row["checks"]),
                    waits_for=tuple(code for code in row.get("after", ()) if _state(steps.get(code)) != "done"),
                    activities=tuple(activities_of(row)),
                    split=countable.split(row),
                )
            )
        units.append(Unit(title=told(module["title"], language), number=place, lessons=tuple(lessons)))
    return Syllabus(tuple(units), go_on_with([lesson for unit in units for lesson in unit.lessons], steps))


def _state(step: Step | None) -> State:
    if step is None:
        return "todo"
    return "done" if step.completed_at else "started"


def told(words: Mapping[str, str], language: str) -> str:
    """The words of a language, else the Chinese ones, else any."""
    return words.get(language) or words.get(SOURCE_LANGUAGE) or next(iter(words.values()), "")


def go_on_with(lessons: list[Lesson], steps: Mapping[str, Step]) -> Lesson | None:
    """The lesson to continue with: the open one last worked on, else the first open one after it, else the first open one."""
    worked = [lesson for lesson in lessons if lesson.code in steps]
    last = max(worked, key=lambda lesson: steps[lesson.code].worked_at, default=None)
    if last is not None and last.state != "done" and not last.waits_for:
        return last
    after = lessons[lessons.index(last) + 1 :] if last else []
    return next((lesson for lesson in [*after, *lessons] if lesson.state != "done" and not lesson.waits_for), None)
