"""The foot of a lesson: what is still open, what the lesson earned, what was refused and when it can be made up."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum

from accounts.models import User
from courses import hours
from courses.asking import Asked
from courses.models import Course, CreditEntry, LessonProgress
from courses.showing import Shown


@dataclass(frozen=True)
class Finish:
    """Where a person stands with one lesson, in figures for sentences."""

    checks: int
    passed: int
    completed_at: dt.datetime | None
    minutes: int
    refused_minutes: int
    has_room: bool
    next_open: Asked | None = None
    next_activity: Shown | None = None

    @property
    def open_checks(self) -> int:
        return self.checks - self.passed

    @property
    def is_ready(self) -> bool:
        """Activities and checks are done; only the person's own word is missing."""
        return self.completed_at is None and not self.open_checks and self.next_activity is None


def finish(
    learner: User,
    course: Course,
    lesson_code: str,
    rows: list[Asked],
    activities: list[Shown],
    since: dt.datetime | None = None,
) -> Finish:
    progress = LessonProgress.objects.visible_to(learner).filter(lesson_code=lesson_code).first()
    completed = (progress.renewed_at or progress.completed_at) if progress and progress.counts_since(since) else None
    entries = CreditEntry.objects.visible_to(learner).filter(lesson_code=lesson_code)
    own = entries.exclude(reason__in=hours.NO_CREDIT).exclude(source_ref__startswith=hours.OF_MEETINGS)
    refused = own.order_by("-pk").first() if completed else None
    refused_seconds = refused.refused_seconds if refused else 0
    return Finish(
        checks=len(rows),
        passed=sum(row.passed for row in rows),
        completed_at=completed,
        minutes=(entries.aggregate(sum=Sum("seconds"))["sum"] or 0) // 60 if completed else 0,
        refused_minutes=refused_seconds // 60,
        has_room=bool(refused_seconds) and hours.room_today(learner, course) > 0,
        next_open=next((row for row in rows if not row.passed), None),
        next_activity=next((one for one in activities if one.activity.required and not one.is_complete), None),
    )
