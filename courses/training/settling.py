"""Settling (落实): who has which task follows from the assignments that stand and the people who belong today.

One function brings the two together; run twice it changes nothing. It is called when something is assigned or recalled
and when somebody joins, changes place or leaves. Lock order: the body's row, then its tasks.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from core.dates import local_day, today
from courses.models import TrainingAssignment, TrainingTask
from courses.training.counting import count
from courses.training.states import deadline, key
from organisations.belonging import lock
from organisations.departments import within_each
from organisations.models import Membership, Organisation

Ended = TrainingTask.Ended
Scope = TrainingAssignment.Scope


@dataclass
class Settled:
    """What became different."""

    made: list[TrainingTask] = field(default_factory=list)
    ended: list[TrainingTask] = field(default_factory=list)
    moved: list[TrainingTask] = field(default_factory=list)


@transaction.atomic
def settle(organisation: Organisation, members: Sequence[Membership] | None = None) -> Settled:
    """Give each member what stands for him, and end what does not (everybody, or these). Queries grow by the five hundred."""
    lock(organisation)
    people = list(Membership.objects.present().filter(organisation=organisation) if members is None else members)
    rules = _Rules(organisation)
    found = Settled()
    live: dict[object, list[TrainingTask]] = {}
    tasks = TrainingTask.objects.live().filter(organisation=organisation).select_related("assignment")
    for task in tasks if members is None else tasks.filter(membership__in=people):
        live.setdefault(task.membership_id, []).append(task)
    for member in people:
        _settle_member(member, rules.of(member), live.get(member.pk, []), found)
    TrainingTask.objects.bulk_update(found.ended, ["ended_on", "ended_because"], batch_size=100)
    TrainingTask.objects.bulk_update(found.moved, ["assignment", "due_on"], batch_size=100)
    TrainingTask.objects.bulk_create(found.made, batch_size=100)
    count(found.made)
    return found


@transaction.atomic
def end_of(member: Membership) -> int:
    """Somebody has left: what was assigned is over for him. His own record is not touched."""
    lock(member.organisation)
    mine = TrainingTask.objects.live().filter(membership=member)
    return mine.update(ended_on=member.until or today(), ended_because=Ended.LEFT)


class _Rules:
    """The assignments that stand in a body, the nearest date first (three queries)."""

    def __init__(self, organisation: Organisation) -> None:
        standing = TrainingAssignment.objects.standing().filter(organisation=organisation)
        self.assignments = list(standing.order_by("due_on", "at", "pk"))
        through = TrainingAssignment.chosen.through.objects.filter(trainingassignment__in=self.assignments)
        self.chosen = set(through.values_list("trainingassignment_id", "membership_id"))
        self.parts = within_each(organisation, {one.department_id for one in self.assignments if one.department_id})

    def of(self, member: Membership) -> dict[str, TrainingAssignment]:
        """What stands for a member who belongs and has an account; of two that assign the same, the nearer date."""
        wanted: dict[str, TrainingAssignment] = {}
        for one in self.assignments if member.is_open and member.person_id else ():
            if self._applies(one, member):
                wanted.setdefault(key(one.course_id, one.track_id), one)
        return wanted

    def _applies(self, one: TrainingAssignment, member: Membership) -> bool:
        match one.scope:
            case Scope.EVERYBODY:
                return True
            case Scope.DEPARTMENT:
                return one.department_id is not None and member.department_id in self.parts[one.department_id]
        return (one.pk, member.pk) in self.chosen


def _settle_member(
    member: Membership, wanted: dict[str, TrainingAssignment], live: Iterable[TrainingTask], found: Settled
) -> None:
    for task in live:
        one = wanted.pop(task.subject_key, None)
        if one is None:
            task.ended_on = today()
            task.ended_because = Ended.MOVED if task.assignment.is_standing else Ended.RECALLED
            found.ended.append(task)
        elif one.pk != task.assignment_id:
            task.assignment, task.due_on = one, _until(one, member.seen_from)
            found.moved.append(task)
    for one in wanted.values():
        made = TrainingTask(
            organisation_id=member.organisation_id,
            membership=member,
            assignment=one,
            course=one.course,
            track=one.track,
            due_on=_until(one, today()),
        )
        found.made.append(made)


def _until(one: TrainingAssignment, came_on: dt.date) -> dt.date:
    late = came_on > local_day(one.at)
    return deadline(due_on=one.due_on, came_on=came_on if late else None, days=one.newcomer_days)
