"""Meetings as a learner sees them: in the lesson they belong to, and among his dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.dates import now
from courses.agenda import Date
from courses.catalogue import lesson_titles
from courses.models import Attendance, Meeting
from courses.showing import Shown

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class MyMeeting:
    """A meeting, and whether one was there."""

    meeting: Meeting
    there: Attendance | None

    @property
    def is_over(self) -> bool:
        return self.meeting.ends_at < now()


def dates_of(shown: Shown | None) -> list[MyMeeting]:
    """The meetings of a reader's own run for one activity. Two queries; none for who is not enrolled."""
    if shown is None or not shown.is_mine or shown.learner is None:
        return []
    of_mine = Meeting.objects.filter(run__enrolments__learner=shown.learner)
    mine = of_mine.filter(lesson_code=shown.lesson_code, activity_id=shown.id).held().select_related("teacher")
    there = {row.meeting_id: row for row in Attendance.objects.filter(learner=shown.learner, meeting__in=mine).standing()}
    return [MyMeeting(one, there.get(one.pk)) for one in mine]


def on_agenda(user: "User") -> Iterator[Date]:
    """The meetings to come: of the runs one has a seat in, and those one teaches (2 queries)."""
    seated = Q(run__places__learner=user, run__places__left_at=None, run__places__seated_at__isnull=False)
    found: Any = Meeting.objects.held().filter(seated | Q(teacher=user), ends_at__gt=now()).told().distinct()
    rows = list(found)
    titles = lesson_titles(row.lesson_code for row in rows) if rows else {}
    for row in rows:
        words = {"lesson": titles.get(row.lesson_code, row.lesson_code), "run": row.run.title}
        title = _("Face to face: %(lesson)s, %(run)s") % words
        address = row.get_absolute_url() if row.teacher_id == user.pk else row.run.get_absolute_url()
        yield Date(f"meeting-{row.pk}", title, row.starts_at, row.ends_at, row.place, address)
