"""Practical works as their learner and their teachers see them."""

import datetime as dt
from dataclasses import dataclass, field

from core.dates import now
from courses.catalogue import lesson_titles
from courses.models import Work, WorkFile, WorkMark
from courses.showing import Shown
from courses.standing import content_language
from courses.syllabus import told
from courses.works import rubric


@dataclass(frozen=True)
class Round:
    """One round of a task: what was handed in, and what became of it."""

    work: Work
    files: list[WorkFile] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.work.handed_in_at is None

    @property
    def mark(self) -> WorkMark | None:
        mark: WorkMark | None = getattr(self.work, "mark", None)
        return mark

    @property
    def is_waiting(self) -> bool:
        return not self.is_open and self.mark is None

    @property
    def is_returned(self) -> bool:
        return self.mark is not None and not self.mark.is_accepted


@dataclass(frozen=True)
class Given:
    """One criterion with the points it got."""

    criterion: rubric.Criterion
    points: int | None


def rounds_of(shown: Shown | None) -> list[Round]:
    """The rounds of a reader's own work at one activity, in this cycle, the newest first. Two queries."""
    if shown is None or not shown.is_mine or shown.learner is None:
        return []
    mine = Work.objects.visible_to(shown.learner).filter(lesson_code=shown.lesson_code, activity_id=shown.id)
    mine = mine.select_related("mark__by")
    if shown.since:
        mine = mine.filter(begun_at__gte=shown.since)
    return with_files(list(mine.order_by("-number")))


def with_files(works: list[Work]) -> list[Round]:
    """Each with the files that stand. One query, however many."""
    files: dict[object, list[WorkFile]] = {}
    for file in WorkFile.objects.standing().filter(work__in=works) if works else ():
        files.setdefault(file.work_id, []).append(file)
    return [Round(one, files.get(one.pk, [])) for one in works]


def points_of(work: Work) -> list[Given]:
    """The rubric of a work, with the points where it has been marked."""
    mark = getattr(work, "mark", None)
    points = mark.points if mark else {}
    return [Given(one, points.get(one.id)) for one in rubric.of(work.terms.get("facts", {}))]


@dataclass(frozen=True)
class Waiting:
    """A line of the marking queue."""

    work: Work
    lesson: str

    @property
    def title(self) -> str:
        return title_of(self.work)

    @property
    def days(self) -> int:
        waited: dt.timedelta = now() - (self.work.handed_in_at or now())
        return waited.days


def title_of(work: Work) -> str:
    """What the task is called, in the reader's language."""
    return told(work.terms.get("title", {}), content_language())


def queue(works: list[Work]) -> list[Waiting]:
    """A page of the queue in words. One query."""
    titles = lesson_titles(work.lesson_code for work in works)
    return [Waiting(work, titles.get(work.lesson_code, work.lesson_code)) for work in works]
