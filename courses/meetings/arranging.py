"""Arranging meetings (排课): set, moved and called off by who teaches the run; everybody in the run is told."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.dates import now, today
from courses.activities import Activity
from courses.activities import of as activities_of
from courses.meetings.attending import Refused
from courses.models import CourseRun, CourseTeacher, Meeting
from courses.signals import meeting_changed
from courses.standing import content_language
from courses.syllabus import told

KIND = "session"


@dataclass(frozen=True)
class Sitting:
    """An activity of the run's version for which people can meet."""

    lesson_code: str
    lesson_title: str
    activity: Activity

    @property
    def key(self) -> str:
        return f"{self.lesson_code}/{self.activity.id}"

    @property
    def label(self) -> str:
        return f"{self.lesson_title}　{told(self.activity.titles, content_language())}"


def sittings(run: CourseRun) -> list[Sitting]:
    """What people of the run can meet for, in the order of its lessons."""
    language = content_language()
    return [
        Sitting(lesson["code"], told(lesson["title"], language), one)
        for lesson in run.version.lessons
        for one in activities_of(lesson)
        if one.kind == KIND
    ]


def teachers(run: CourseRun) -> list[User]:
    """Who can stand in front: those who teach the run, or the whole course, now."""
    rows = CourseTeacher.objects.teaching(run.course, today()).told()
    return list(dict.fromkeys(row.person for row in rows if row.run_id in (None, run.pk)))


@transaction.atomic
def save(meeting: Meeting, *, by: User) -> Meeting:
    """Set a meeting, or change one that is still to come."""
    is_new = meeting._state.adding
    if not is_new:
        _still_to_come(meeting)
    meeting.save()
    record("meeting.set" if is_new else "meeting.changed", meeting, by=by, **_facts(meeting))
    meeting_changed.send(sender=Meeting, meeting=meeting)
    return meeting


@transaction.atomic
def call_off(meeting: Meeting, *, by: User, because: str) -> None:
    """Call a meeting off, with a reason everybody reads. Who was put down already cannot be undone by it."""
    if not because.strip():
        raise Refused(_("Write the reason: everybody in the run reads it."))
    _still_to_come(meeting)
    meeting.called_off_at, meeting.called_off_because = now(), because.strip()[:200]
    meeting.save(update_fields=["called_off_at", "called_off_because"])
    record("meeting.called_off", meeting, by=by, reason=meeting.called_off_because)
    meeting_changed.send(sender=Meeting, meeting=meeting)


def _still_to_come(meeting: Meeting) -> None:
    """Locked: of two who change it at once the second sees what the first did."""
    kept = Meeting.objects.select_for_update(no_key=True, of=("self",)).get(pk=meeting.pk)
    if kept.called_off_at:
        raise Refused(_("This meeting has been called off: %(reason)s") % {"reason": kept.called_off_because})
    if kept.attendance.exists():
        raise Refused(_("People have been put down for this meeting already, so it stays as it is."))


def _facts(meeting: Meeting) -> dict[str, str]:
    return {"starts_at": meeting.starts_at.isoformat(), "place": meeting.place, "teacher": str(meeting.teacher_id)}
