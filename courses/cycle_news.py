"""Reminders of a cycle (周期提醒): before the day on which the last completion of a course expires, and on it."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.models import CompletionRecord
from courses.training.naming import names_by_language
from courses.training.states import key
from notices.kinds import Due, Kind

# Days before the last day on which it is spoken of.
SPOKEN_OF = (30, 7, 0)


def cycles_near(start: dt.date, end: dt.date, reader: User | None) -> Iterator[Due]:
    """Cycles that are not completed, a month and a week before their last day, and on it (3 queries, and 2 for names)."""
    titles: dict[str, dict[str, str]] | None = None
    for days in SPOKEN_OF:
        step = dt.timedelta(days=days)
        due = CompletionRecord.objects.filter(completed_at=None, due_on__range=(start + step, end + step))
        rows = due.filter(cycle=F("enrolment__cycle"), learner__is_active=True).select_related("learner", "course")
        for row in rows.filter(learner=reader) if reader else rows:
            assert row.due_on is not None  # noqa: S101 - the filter says so
            titles = names_by_language() if titles is None else titles
            name = titles.get(key(row.course_id, None), {"zh-hans": row.course.code})
            address = reverse("courses:course", args=[row.course.slug])
            yield Due(
                row.due_on - step,
                row.learner,
                f"{row.pk}:{row.due_on}:{days}",
                {"course": name, "due_on": row.due_on.isoformat()},
                address,
            )


CYCLE_DUE = Kind(
    code="courses.cycle_due",
    room=_("Courses"),
    name=_("A course is to be completed once more"),
    rule=_(
        "Goes 30 days and 7 days before your last completion of a course expires, and on that day, as long as you have not "
        "completed it once more."
    ),
    # True on every day on which it is told: weeks before, on the last day, and two days late.
    subject=_("%(course)s: valid until %(due_on)s, to be completed once more"),
    text=_("What you completed before stays on record, and so do your credit hours."),
    due=cycles_near,
    late_days=2,
)
