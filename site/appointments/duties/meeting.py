"""Monthly meeting (月调度): chaired by the head; minutes, attendance, tasks. What came of a task is written once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from appointments.appointing import Refused
from appointments.duties.expecting import month_after
from appointments.duties.models import MonthPresence, MonthRecord, MonthTask, MonthTaskDone, RiskList
from appointments.duties.permissions import Post, Standing
from appointments.models import Appointment
from core.audit import record
from core.dates import today
from organisations.models import Membership, Organisation, Role


@dataclass(frozen=True)
class Task:
    """What is to be done, as it was filled in."""

    text: str
    owner: str
    due: dt.date


@dataclass(frozen=True)
class Minutes:
    """A meeting as it was held."""

    held_on: dt.date
    chair: User
    present: Sequence[User]
    others_present: str
    text: str
    tasks: Sequence[Task]


def heads(firm: Organisation) -> QuerySet[User]:
    """Those who answer for the firm: one of them chairs."""
    managers = Membership.objects.present().filter(organisation=firm, role=Role.MANAGER)
    return User.objects.filter(pk__in=managers.values("person")).order_by("full_name", "pk")


def invited(firm: Organisation) -> QuerySet[User]:
    """The heads, and who holds a post of quality today."""
    posts = Appointment.objects.in_force().filter(organisation=firm)
    both = Q(pk__in=heads(firm).order_by().values("pk")) | Q(pk__in=posts.order_by().values("person"))
    return User.objects.filter(both).order_by("full_name", "pk")


@transaction.atomic
def note(
    *, standing: Standing, risk_list: RiskList, month: dt.date, minutes: Minutes, corrects: MonthRecord | None = None
) -> MonthRecord:
    """Write the month's record, or the entry that corrects it. Raises Refused."""
    if not standing.may_write_months:
        raise Refused(_("The head or the quality safety director in post writes the minutes."))
    if not heads(standing.firm).filter(pk=minutes.chair.pk).exists():
        raise Refused(_("The head of the firm chairs the monthly meeting."))
    if minutes.held_on > today() or not month <= minutes.held_on < month_after(month_after(month)):
        raise Refused(_("A month's meeting is held in that month or the next, and not after today."))
    row = MonthRecord(
        organisation=standing.firm,
        risk_list=risk_list,
        appointment=standing.post(Post.QSD),
        month=month,
        held_on=minutes.held_on,
        chair=minutes.chair,
        others_present=minutes.others_present,
        minutes=minutes.text,
        corrects=corrects,
        written_by=standing.user,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused(_("The record of this month is written already. What you add now is a further entry.")) from twice
    people = dict.fromkeys([minutes.chair, *minutes.present])
    MonthPresence.objects.bulk_create(MonthPresence(record=row, person=person) for person in people)
    for task in minutes.tasks:
        _take_up(task, row, corrects)
    record("month.noted", row, by=standing.user, tasks=len(minutes.tasks))
    return row


def _take_up(task: Task, row: MonthRecord, corrects: MonthRecord | None) -> None:
    """Write a task; one that stood word for word in the corrected record and was done stays done."""
    made = MonthTask.objects.create(record=row, text=task.text, owner=task.owner, due=task.due)
    same = MonthTaskDone.objects.filter(task__record=corrects, task__text=task.text, task__owner=task.owner) if corrects else None
    before = same.filter(task__due=task.due).first() if same is not None else None
    if before is not None:
        MonthTaskDone.objects.create(task=made, done_on=before.done_on, outcome=before.outcome, by_id=before.by_id, at=before.at)


@transaction.atomic
def finish(*, standing: Standing, task: MonthTask, done_on: dt.date, outcome: str) -> MonthTaskDone:
    """Say that a task is done, and what came of it. Raises Refused."""
    if not standing.may_write_months:
        raise Refused(_("The head or the quality safety director in post writes what came of a task."))
    try:
        with transaction.atomic():
            done = MonthTaskDone.objects.create(task=task, done_on=done_on, outcome=outcome, by=standing.user)
    except IntegrityError as twice:
        raise Refused(_("This task was finished already.")) from twice
    record("task.finished", task, by=standing.user)
    return done


def open_tasks(firm: Organisation) -> QuerySet[MonthTask]:
    """The tasks of meetings as they stand that nobody has finished, the most urgent first (one query)."""
    there = MonthTask.objects.filter(record__organisation=firm, record__correction=None, done=None)
    return there.select_related("record", "done").order_by("due", "pk")
