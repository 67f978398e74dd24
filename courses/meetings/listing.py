"""Meetings as their teacher sees them: all of a run, who came to one, what was corrected."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core.dates import now
from courses.catalogue import lesson_titles
from courses.meetings import attending
from courses.models import Attendance, AttendanceReversal, CourseRun, CreditEntry, Meeting


@dataclass(frozen=True)
class Row:
    """One meeting of a run, with how many came."""

    meeting: Meeting
    title: str
    there: int

    @property
    def state(self) -> str:
        if self.meeting.called_off_at:
            return _("called off")
        return _("over") if self.meeting.ends_at < now() else _("to come")


@dataclass(frozen=True)
class Expected:
    """One learner of the run, and whether he was there."""

    learner: User
    attendance: Attendance | None
    credited: int

    @property
    def minutes(self) -> int:
        return self.credited // 60


def rows(run: CourseRun) -> list[Row]:
    """The meetings of a run, the next first, those that are over after them. Two queries."""
    there = Count("attendance", filter=Q(attendance__reversal=None))
    found = list(Meeting.objects.filter(run=run).select_related("teacher").annotate(there=there).order_by("starts_at", "pk"))
    titles = lesson_titles(one.lesson_code for one in found)
    told = [Row(one, titles.get(one.lesson_code, one.lesson_code), one.there) for one in found]  # type: ignore[attr-defined]  # annotated
    return sorted(told, key=lambda row: row.meeting.ends_at < now())


def title(meeting: Meeting) -> str:
    """What people meet for: the lesson's title. One query."""
    return lesson_titles([meeting.lesson_code]).get(meeting.lesson_code, meeting.lesson_code)


def people(meeting: Meeting) -> list[Expected]:
    """Everybody who is expected, by name; whoever was there and has left the run since, after them. Three queries."""
    standing = Attendance.objects.filter(meeting=meeting).standing().select_related("learner", "by")
    there = {row.learner_id: row for row in standing}
    expected = [one.learner for one in attending.people(meeting)]
    known = {one.pk for one in expected}
    gone = [row.learner for row in there.values() if row.learner_id not in known]
    refs = {f"meeting:{row.pk}": row.learner_id for row in there.values()}
    entries = CreditEntry.objects.filter(source_ref__in=refs).values_list("learner_id", "seconds") if refs else ()
    credited = dict(entries)
    return [Expected(one, there.get(one.pk), credited.get(one.pk, 0)) for one in [*expected, *gone]]


def taken_back(meeting: Meeting) -> list[AttendanceReversal]:
    """What was put down by mistake and taken back. One query."""
    rows = AttendanceReversal.objects.filter(attendance__meeting=meeting)
    return list(rows.select_related("attendance__learner", "by").order_by("-at"))


def scanned_address(meeting: Meeting, code: str) -> str:
    """Where the code leads, the same in every language."""
    with override(settings.LANGUAGE_CODE):
        return f"{settings.SITE_URL}{reverse('courses:meeting_here', args=[meeting.pk])}?c={code}"
