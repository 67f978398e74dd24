"""Reminding chosen people (催学): first who would get what, and who not and why; then sent once. Both by one function.

A task is spoken of once in three days at most, whether somebody reminds of it or the date does.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from core.audit import record
from core.dates import now, today
from courses.models import TrainingReminder, TrainingTask
from courses.training import news
from courses.training.naming import names_by_language
from notices.models import Notice
from organisations.belonging import lock
from organisations.models import Membership, Organisation

PAUSE = dt.timedelta(days=3)
MOST = 200


@dataclass(frozen=True)
class Planned:
    """One member: the tasks he would be reminded of, and those spoken of within the last three days."""

    member: Membership
    tasks: Sequence[TrainingTask]
    resting: Sequence[TrainingTask]


def plan(organisation: Organisation, members: Sequence[Membership]) -> list[Planned]:
    """Who would get what. Three queries, however many people; writes nothing."""
    tasks = list(
        TrainingTask.objects.live()
        .filter(organisation=organisation, membership__in=members, done_on=None)
        .select_related("organisation", "course", "track")
        .order_by("due_on", "pk")
    )
    spoken = _spoken(tasks)
    found = []
    for member in members:
        mine = [task for task in tasks if task.membership_id == member.pk]
        ready = [task for task in mine if task.pk not in spoken]
        found.append(Planned(member, ready, [task for task in mine if task.pk in spoken]))
    return found


def _spoken(tasks: Sequence[TrainingTask]) -> set[object]:
    """The tasks of which their people were told within the pause."""
    since = now() - PAUSE
    found: set[object] = set(TrainingReminder.objects.filter(task__in=tasks, at__gt=since).values_list("task_id", flat=True))
    by_occasion = {news.occasion(task, days): task.pk for task in tasks for days in news.SPOKEN_OF}
    told = Notice.objects.filter(code=news.DUE.code, made_at__gt=since, reader__memberships__training_tasks__in=tasks)
    found |= {by_occasion[one] for one in told.values_list("occasion", flat=True).distinct() if one in by_occasion}
    return found


@transaction.atomic
def remind(*, organisation: Organisation, members: Sequence[Membership], by: User) -> int:
    """Remind; how many people were told. The body's row is held, so a second click finds everything said."""
    lock(organisation)
    names, told = names_by_language(), 0
    for one in plan(organisation, members):
        if one.tasks and one.member.person:
            TrainingReminder.objects.bulk_create(TrainingReminder(task=task, by=by) for task in one.tasks)
            told += news.tell_reminded(one.member.person, one.tasks, by, today(), names)
    if told:
        record("training.reminded", organisation, by=by, people=told)
    return told
