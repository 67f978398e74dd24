"""The foot of a lesson: what is still open, what the lesson earned, what was refused and when it can be made up."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from courses import hours
from courses.asking import Asked
from courses.models import Course, CreditEntry
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
    uncounted_minutes: int = 0
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
    completed: dt.datetime | None,
) -> Finish:
    """`completed`: when the lesson was, in the present cycle. No query before; one after, more while minutes are refused."""
    mine = CreditEntry.objects.visible_to(learner).filter(lesson_code=lesson_code).order_by("-pk")
    entries = list(mine) if completed else []
    own = (entry for entry in entries if not entry.source_ref.startswith(hours.OF_MEETINGS))
    refused = next((entry for entry in own if entry.reason not in hours.NO_CREDIT), None)
    refused_seconds = refused.refused_seconds if refused else 0
    return Finish(
        checks=len(rows),
        passed=sum(row.passed for row in rows),
        completed_at=completed,
        minutes=sum(entry.seconds for entry in entries) // 60,
        refused_minutes=refused_seconds // 60,
        uncounted_minutes=sum(one.refused_seconds for one in entries if one.reason == CreditEntry.Reason.UNCOUNTED) // 60,
        has_room=bool(refused_seconds) and hours.room_today(learner, course) > 0,
        next_open=next((row for row in rows if not row.passed), None),
        next_activity=next((one for one in activities if one.activity.required and not one.is_complete), None),
    )
