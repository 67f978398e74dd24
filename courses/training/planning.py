"""The training plan of a year (年度培训计划): lines are added, assigned when their time has come, compared with what was done.

What was done is not written here: it is counted from the tasks of the people whom a line means, whoever assigned them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.dates import today
from courses.models import Course, Track, TrainingAssignment, TrainingPlanLine, TrainingTask
from courses.training import assigning
from courses.training.assigning import Wanted
from courses.training.naming import names
from courses.training.states import key
from organisations.belonging import check_verified, lock
from organisations.departments import within_each
from organisations.models import Department, Membership, Organisation
from organisations.refusal import Refused

MOST_LINES = 200
Standing = Literal["planned", "due", "late", "under_way", "done"]
# (subject, department, post in small letters): tasks, and how many of them are done. Without a post, of everybody.
_Numbers = Mapping[tuple[str, int | None, str], tuple[int, int]]


@dataclass(frozen=True)
class Wish:
    """What a line says."""

    month: int
    subject: Course | Track
    department: Department | None = None
    post: str = ""
    hours: Decimal | None = None
    budget: int | None = None


@dataclass(frozen=True)
class Compared:
    """A line with what came of it: people who have the task, and who have done it."""

    line: TrainingPlanLine
    title: str
    people: int
    done: int

    @property
    def standing(self) -> Standing:
        """Whether it is done, under way, or still to be assigned, and whether its month is over."""
        if self.people and self.done == self.people:
            return "done"
        is_over = self.line.due_on < today()
        if self.people:
            return "late" if is_over else "under_way"
        return "due" if is_over or (self.line.year, self.line.month) == (today().year, today().month) else "planned"

    @property
    def for_whom(self) -> str:
        """Whom it means, in words."""
        where = str(self.line.department) if self.line.department else _("Everybody in the organisation")
        return f"{where} · {self.line.post}" if self.line.post else where

    @property
    def words(self) -> str:
        """How it stands, in words."""
        words = {
            "planned": _("Planned, not assigned"),
            "due": _("To be assigned now"),
            "under_way": _("Assigned, under way"),
            "late": _("The month is over, not all have done it"),
            "done": _("All have done it"),
        }
        return words[self.standing]


@dataclass(frozen=True)
class Plan:
    """A year, line by line."""

    year: int
    rows: Sequence[Compared]

    @property
    def budget(self) -> int:
        return sum(row.line.budget or 0 for row in self.rows)

    @property
    def done(self) -> int:
        return sum(row.standing == "done" for row in self.rows)


def years() -> tuple[int, int, int]:
    """Which years one plans for."""
    this = today().year
    return this - 1, this, this + 1


@transaction.atomic
def add(*, organisation: Organisation, year: int, wish: Wish, by: User) -> TrainingPlanLine:
    """Add a line; the same once more is the one there is. Raises Refused."""
    body = lock(organisation)
    check_verified(body)
    if year not in years():
        raise Refused(_("A plan is for last year, this year or the next."))
    if wish.department and wish.department.organisation_id != body.pk:
        raise Refused(_("This department is not one of yours."))
    lines = TrainingPlanLine.objects.filter(organisation=body, year=year)
    if lines.count() >= MOST_LINES:
        raise Refused(_("A plan holds at most %(most)s lines. Put together what belongs together.") % {"most": MOST_LINES})
    course, track = (wish.subject, None) if isinstance(wish.subject, Course) else (None, wish.subject)
    what = {"month": wish.month, "course": course, "track": track, "department": wish.department, "post": wish.post.strip()}
    if same := lines.filter(**what).first():
        return same
    made = TrainingPlanLine.objects.create(organisation=body, year=year, by=by, hours=wish.hours, budget=wish.budget, **what)
    record("training_plan.added", made, by=by, organisation=str(body.pk), year=year, month=wish.month, learn=made.subject_key)
    return made


@transaction.atomic
def remove(*, line: TrainingPlanLine, by: User) -> None:
    """Take a line out. What was assigned is recalled first, with its reason. Raises Refused."""
    lock(line.organisation)
    held = TrainingPlanLine.objects.select_related("organisation", "assignment").get(pk=line.pk)
    if held.is_assigned:
        raise Refused(_("This is assigned. Recall the assignment first; its people read why."))
    record("training_plan.removed", held, by=by, year=held.year, month=held.month, learn=held.subject_key)
    held.delete()


@transaction.atomic
def assign(*, line: TrainingPlanLine, by: User) -> int:
    """Assign what a line plans, until the last day of its month; how many have a new task. Raises Refused."""
    body = lock(line.organisation)
    held = TrainingPlanLine.objects.told().get(pk=line.pk)
    if held.is_assigned:
        return 0
    made, number = _standing(held), 0
    if made is None:
        made, number = assigning.assign(organisation=body, wanted=_wanted(held), by=by)
    held.assignment = made
    held.save(update_fields=["assignment"])
    record("training_plan.assigned", held, by=by, assignment=str(made.pk), people=number)
    return number


def _wanted(line: TrainingPlanLine) -> Wanted:
    subject = line.course or line.track
    assert subject is not None  # noqa: S101 - the database says so
    members = _of_post(line) if line.post else ()
    if line.post and not members:
        raise Refused(
            _("Nobody with an account has the post “%(post)s” there. Correct the posts of your people first.")
            % {"post": line.post}
        )
    reason = _("Training plan %(year)s, month %(month)s") % {"year": line.year, "month": line.month}
    return Wanted(subject, line.due_on, reason, None if members else line.department, members)


def _of_post(line: TrainingPlanLine) -> Sequence[Membership]:
    """Who has the post now, in the department with its parts where one is named."""
    people = Membership.objects.present().filter(organisation=line.organisation_id, post__iexact=line.post)
    if line.department:
        people = people.filter(department__in=within_each(line.organisation, [line.department.pk])[line.department.pk])
    return list(people)


def _standing(line: TrainingPlanLine) -> TrainingAssignment | None:
    """What is assigned to exactly these people already, whatever its date: a plan made later knows it again."""
    if line.post:
        return None
    there = TrainingAssignment.objects.standing().filter(
        organisation=line.organisation_id, course=line.course_id, track=line.track_id, department=line.department_id
    )
    return there.exclude(scope=TrainingAssignment.Scope.CHOSEN).first()


def of_year(body: Organisation, year: int) -> Plan:
    """The plan of a year with what came of it (six queries)."""
    lines = list(TrainingPlanLine.objects.filter(organisation=body, year=year).told())
    titles, numbers = names(), _numbers(body, lines)
    parts = within_each(body, {line.department_id for line in lines if line.department_id})
    rows = []
    for line in lines:
        inside = None if line.department_id is None else parts[line.department_id]
        people, done = _sum(line, inside, numbers)
        rows.append(Compared(line, titles.get(line.subject_key, "—"), people, done))
    return Plan(year, rows)


def _sum(line: TrainingPlanLine, inside: set[int] | None, numbers: _Numbers) -> tuple[int, int]:
    found = [
        pair
        for (subject, department, post), pair in numbers.items()
        if subject == line.subject_key and post == line.post.lower() and (inside is None or department in inside)
    ]
    return sum(people for people, _done in found), sum(done for _people, done in found)


def _numbers(body: Organisation, lines: Iterable[TrainingPlanLine]) -> _Numbers:
    """Tasks that stand, by subject and department; and by post, for the posts that are named (two queries)."""
    there = list(lines)
    tasks = TrainingTask.objects.live().filter(organisation=body).order_by()
    tasks = tasks.filter(course__in={one.course_id for one in there}) | tasks.filter(track__in={one.track_id for one in there})
    counts = {"n": Count("pk"), "n_done": Count("done_on")}
    place = ("course_id", "track_id", "membership__department_id")
    found: dict[tuple[str, int | None, str], tuple[int, int]] = {}
    for course, track, department, people, done in tasks.values_list(*place).annotate(**counts):
        found[key(course, track), department, ""] = (people, done)
    posts = {one.post.lower() for one in there if one.post}
    by_post = tasks.annotate(small=Lower("membership__post")).filter(small__in=posts)
    for course, track, department, post, people, done in by_post.values_list(*place, "small").annotate(**counts):
        found[key(course, track), department, post] = (people, done)
    return found
