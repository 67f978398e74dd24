"""The hours ledger told to its owner: all of it, and a year of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from accounts.models import User
from core.dates import today
from courses import hours
from courses.allotment import cap_seconds, in_hours
from courses.catalogue import lesson_titles, pages
from courses.countability import why
from courses.models import CoursePage, CreditEntry


@dataclass(frozen=True)
class Line:
    """One entry in words."""

    entry: CreditEntry
    title: str
    page: CoursePage | None
    is_open: bool

    @property
    def minutes(self) -> int:
        return self.entry.seconds // 60

    @property
    def refused_minutes(self) -> int:
        return self.entry.refused_seconds // 60

    @property
    def why(self) -> str:
        """The reason, with what was noted of it."""
        reason, note = why(self.entry), self.entry.note
        return f"{reason}: {note}" if note and self.entry.reason != CreditEntry.Reason.UNCOUNTED else reason

    @property
    def slug(self) -> str:
        return self.entry.lesson_code.lower()


@dataclass(frozen=True)
class Ledger:
    lines: list[Line]
    minutes: int
    hours: Decimal

    @property
    def open_minutes(self) -> int:
        """Refused and not made up yet."""
        return sum(line.refused_minutes for line in self.lines if line.is_open)


@dataclass(frozen=True)
class Year:
    """Hours of one calendar year, and of today under the daily cap."""

    number: int
    hours: Decimal
    by_course: list[tuple[str, Decimal]]
    today_minutes: int
    cap_minutes: int


def of(learner: User) -> Ledger:
    """Every entry, newest first. Four queries, however many entries."""
    entries = list(CreditEntry.objects.visible_to(learner).select_related("course"))
    titles, told = lesson_titles(entry.lesson_code for entry in entries), pages()
    still_open = {entry.pk for entry in hours.outstanding(learner).values()}
    lines = [Line(entry, _title(entry, titles), told.get(entry.course_id), entry.pk in still_open) for entry in entries]
    per_course: dict[int, list[CreditEntry]] = {}
    for entry in entries:
        per_course.setdefault(entry.course.minutes_per_hour, []).append(entry)
    sums = [in_hours(sum(one.seconds for one in some), minutes) for minutes, some in per_course.items()]
    return Ledger(lines, sum(entry.seconds for entry in entries) // 60, sum(sums, Decimal(0)))


def _title(entry: CreditEntry, titles: Mapping[str, str]) -> str:
    """The lesson's; where the hours are of no lesson, what the entry says of itself."""
    return titles.get(entry.lesson_code, entry.lesson_code) or entry.note


def year(learner: User, number: int) -> Year:
    """What one year earned, course by course. Three queries."""
    within = CreditEntry.objects.visible_to(learner).filter(day__range=(dt.date(number, 1, 1), dt.date(number, 12, 31)))
    rows = (
        within.order_by("course__code")
        .values_list("course_id", "course__code", "course__minutes_per_hour")
        .annotate(seconds=Sum("seconds"))
    )
    told = pages()
    by_course = [(told[key].title if key in told else code, in_hours(seconds, minutes)) for key, code, minutes, seconds in rows]
    caps = [page.course for page in told.values()]
    cap = max((cap_seconds(one.daily_cap_hours, one.minutes_per_hour) for one in caps), default=0)
    return Year(
        number=number,
        hours=sum((amount for _title, amount in by_course), Decimal(0)),
        by_course=by_course,
        today_minutes=hours.used_on(learner, today()) // 60,
        cap_minutes=cap // 60,
    )
