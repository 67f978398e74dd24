"""The matrix (培训矩阵): people by what is assigned to them, with the sums. As many queries for ten people as for ten thousand.

Cells, sums and exports read the same counted rows (counting.py), so their figures cannot differ.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from courses.models import TrainingAssignment, TrainingTask
from courses.models.training import of_state
from courses.training.naming import names
from courses.training.states import STATES, key
from organisations.departments import Line, tree, within
from organisations.models import Department, Membership, Organisation

if TYPE_CHECKING:
    Members = QuerySet[Membership]

# "overdue" is no fifth state: never begun or begun, the date is past.
FILTERS = ("all", *STATES, "overdue")


@dataclass(frozen=True)
class Asked:
    """What the address asks for; whatever it asks for that is not there means all."""

    words: str = ""
    department: int | None = None
    state: str = "all"
    subject: str = ""

    @classmethod
    def read(cls, asked: QueryDict) -> "Asked":
        state, department = asked.get("state", "all"), asked.get("department", "")
        number = int(department) if department.isascii() and department.isdigit() and len(department) < 10 else None
        words, subject = asked.get("q", "").replace("\0", "").strip()[:60], asked.get("subject", "")[:20]
        return cls(words, number, state if state in FILTERS else "all", subject)


@dataclass(frozen=True)
class Counts:
    """How many tasks, or people, are in each state."""

    done: int = 0
    on_time: int = 0
    late: int = 0
    never: int = 0
    overdue: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.done + other.done,
            self.on_time + other.on_time,
            self.late + other.late,
            self.never + other.never,
            self.overdue + other.overdue,
        )

    def __mul__(self, people: int) -> "Counts":
        return Counts(self.done * people, self.on_time * people, self.late * people, self.never * people, self.overdue * people)

    @property
    def total(self) -> int:
        return self.done + self.on_time + self.late + self.never

    @property
    def percent(self) -> int:
        """Done of all, rounded down: a hundred means everybody."""
        return 100 * self.done // self.total if self.total else 0


@dataclass(frozen=True)
class Column:
    """One thing assigned, and how it stands with everybody."""

    key: str
    title: str
    counts: Counts


@dataclass(frozen=True)
class Part:
    """A department with its parts, or who is in none, and how it stands there."""

    path: str
    depth: int
    department: Department | None
    people: int
    counts: Counts


@dataclass(frozen=True)
class Row:
    """One member and his cells, in the order of the columns."""

    member: Membership
    cells: Sequence[tuple[Column, TrainingTask | None]]


@dataclass(frozen=True)
class Sums:
    """The body as a whole: tasks by state, people who have a task of a state, departments."""

    tasks: Counts
    people: Counts
    learners: int
    parts: list[Part] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def columns(body: Organisation) -> list[Column]:
    """What is assigned in this body, the nearest date first (4 queries)."""
    standing = TrainingAssignment.objects.standing().filter(organisation=body).order_by("due_on", "at")
    keys = dict.fromkeys(key(course, track) for course, track in standing.values_list("course_id", "track_id"))
    titles, counts = names(), _by_subject(body)
    return [Column(one, titles.get(one, "—"), counts.get(one, Counts())) for one in keys]


def _by_subject(body: Organisation) -> dict[str, Counts]:
    rows = _counted(body).values_list("course_id", "track_id").annotate(**_numbers())
    return {key(course, track): Counts(*numbers) for course, track, *numbers in rows.order_by()}


def sums(body: Organisation) -> Sums:
    """All sums from one grouped query, where each member is, and the tree of departments (3 queries).

    Many members stand alike, so their numbers are added up once and taken as often as there are such members.
    """
    lines, own, people = tree(body), dict[int | None, _Own](), Counts()
    places = dict(Membership.objects.filter(organisation=body).exclude(department=None).values_list("pk", "department_id"))
    rows = _counted(body).values_list("membership_id").annotate(**_numbers()).order_by()
    alike = Counter((places.get(member), tuple(numbers)) for member, *numbers in rows)
    for (department, numbers), many in alike.items():
        there = own.setdefault(department, _Own())
        there.people += many
        there.counts += Counts(*numbers) * many
        people += Counts(*(int(number > 0) for number in numbers)) * many
    total = sum((one.counts for one in own.values()), Counts())
    return Sums(total, people, sum(one.people for one in own.values()), _parts(lines, own), lines)


@dataclass
class _Own:
    """Who stands in a department itself, without its parts."""

    people: int = 0
    counts: Counts = field(default_factory=Counts)


def _parts(lines: list[Line], own: Mapping[int | None, _Own]) -> list[Part]:
    """Each department with its parts, in the order of the tree; at the end who is in none."""
    found = []
    for at, line in enumerate(lines):
        inside = [line]
        for later in lines[at + 1 :]:
            if later.depth <= line.depth:
                break
            inside.append(later)
        there = [own[one.department.pk] for one in inside if one.department.pk in own]
        if there:
            counts = sum((one.counts for one in there), Counts())
            found.append(Part(line.path, line.depth, line.department, sum(one.people for one in there), counts))
    if None in own:
        found.append(Part("", 0, None, own[None].people, own[None].counts))
    return found


def _counted(body: Organisation) -> "QuerySet[TrainingTask]":
    """Tasks that stand: they end with the membership."""
    return TrainingTask.objects.live().filter(organisation=body)


def _numbers() -> dict[str, Count]:
    """Rows of each state, counted by the day, which none is without and both indexes hold: no row itself is read."""
    return {f"n_{state}": Count("due_on", filter=of_state(state)) for state in (*STATES, "overdue")}


def members(body: Organisation, asked: Asked) -> "Members":
    """The rows that are asked for: people with an account who have a task (one query, two with a department)."""
    tasks = TrainingTask.objects.live().filter(membership=OuterRef("pk"))
    if asked.subject:
        tasks = tasks.filter(_of_subject(asked.subject))
    if asked.state != "all":
        tasks = tasks.of_state(asked.state)
    rows = Membership.objects.present().filter(Exists(tasks), organisation=body).select_related("department", "person")
    if asked.words:
        rows = rows.filter(
            Q(name__icontains=asked.words) | Q(post__icontains=asked.words) | Q(employee_number__iexact=asked.words)
        )
    if asked.department is not None:
        top = Department.objects.filter(organisation=body, pk=asked.department).first()
        rows = rows.filter(department__in=within(body, top)) if top else rows.none()
    return rows.order_by("name", "pk")


def _of_subject(subject: str) -> Q:
    kind, number = subject[:1], subject[1:]
    if kind not in ("c", "t") or not (number.isascii() and number.isdigit() and len(number) < 10):
        return Q(pk=None)
    return Q(course=int(number)) if kind == "c" else Q(track=int(number))


def rows(people: Iterable[Membership], shown: Sequence[Column]) -> list[Row]:
    """These people with their cells (one query)."""
    there = list(people)
    tasks = TrainingTask.objects.live().filter(membership__in=[one.pk for one in there])
    cells = {(task.membership_id, task.subject_key): task for task in tasks}
    return [Row(one, [(column, cells.get((one.pk, column.key))) for column in shown]) for one in there]


def counted_at(shown: Iterable[Row]) -> dt.datetime | None:
    """When one of these people was counted last. Of the whole body it could be told only by reading every row."""
    return max((task.counted_at for row in shown for _column, task in row.cells if task and task.counted_at), default=None)
