"""Working on activities: what was done is kept as evidence, what is reached grows, what is completed stays completed."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from core.dates import now
from courses import hours, logbook
from courses.activities import Activity, Reached, added, is_fulfilled
from courses.models import ActivityEvidence, ActivityProgress, LessonProgress
from courses.signals import activity_completed


@transaction.atomic
def note(
    *,
    learner: User,
    lesson_code: str,
    activity: Activity,
    deed: str,
    reached: Reached | None = None,
    by: User | None = None,
    data: dict[str, Any] | None = None,
    since: dt.datetime | None = None,
) -> ActivityProgress:
    """Keep a deed in an activity, and complete the activity once its rule is fulfilled. Asked again it only adds evidence.

    `reached` is what else there is to report: a score, a percentage, seconds. `by` is whoever says so for the learner.
    `since` is when the cycle began in which it is done (`Enrolment.counts_from`).
    """
    hours.lock(learner)
    work_on(learner, lesson_code)
    progress = start(learner, lesson_code, activity, since)
    more = reached or Reached()
    was_complete = progress.completed_at is not None
    rise(progress, activity, Reached(more.deeds | {deed}, more.percent, more.score, more.seconds))
    completed = not was_complete and progress.completed_at is not None
    ActivityEvidence.objects.create(
        learner=learner,
        lesson_code=lesson_code,
        activity_id=activity.id,
        kind=activity.kind,
        deed=deed,
        rule=activity.rule.data,
        data=data or {},
        completed=completed,
        by=by,
    )
    logbook.worked(learner, lesson_code, activity, deed, more, completes=completed)
    if completed:
        activity_completed.send(sender=ActivityProgress, progress=progress)
    return progress


def start(learner: User, lesson_code: str, activity: Activity, since: dt.datetime | None = None) -> ActivityProgress:
    """The person's row for an activity in a cycle, the completed one if there is one; a new round if there is none."""
    rounds = ActivityProgress.objects.visible_to(learner).filter(lesson_code=lesson_code, activity_id=activity.id)
    here = rounds.counting(since).order_by(F("completed_at").desc(nulls_last=True), "-round").first()
    if here is not None:
        return here
    row, created = ActivityProgress.objects.get_or_create(
        learner=learner,
        lesson_code=lesson_code,
        activity_id=activity.id,
        round=rounds.count() + 1,
        defaults={"kind": activity.kind},
    )
    if created:
        logbook.opened(learner, lesson_code, activity.id, activity.kind)
    return row


def rise(progress: ActivityProgress, activity: Activity, more: Reached) -> None:
    """Add what was reached to a row held under the learner's lock. What is complete is not judged again."""
    progress.reached = added(progress.reached, more)
    progress.worked_at = now()
    progress.version += 1
    changed = ["deeds", "percent", "score", "seconds", "worked_at", "version"]
    if progress.completed_at is None:
        is_complete = is_fulfilled(activity.rule, progress.reached)
        progress.state = ActivityProgress.State.COMPLETED if is_complete else ActivityProgress.State.IN_PROGRESS
        progress.completed_at = progress.worked_at if is_complete else None
        changed += ["state", "completed_at"]
    progress.save(update_fields=changed)


def done(learner: User, lesson_code: str, since: dt.datetime | None = None) -> set[str]:
    """The activities of a lesson this person has completed, in this cycle if it is a later one."""
    mine = ActivityProgress.objects.visible_to(learner).counting(since)
    rows = mine.filter(lesson_code=lesson_code).exclude(completed_at=None)
    return set(rows.values_list("activity_id", flat=True))


def work_on(learner: User, lesson_code: str) -> LessonProgress:
    """Note that the lesson was worked on now."""
    progress, created = LessonProgress.objects.get_or_create(learner=learner, lesson_code=lesson_code)
    if not created:
        progress.worked_at = now()
        progress.save(update_fields=["worked_at"])
    return progress
