"""What courses remind people of: the kinds of notice this room registers, and when they are due."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.dates import local_day
from courses.models import CoursePage, Enrolment, LessonProgress
from notices.kinds import Delivery, Due, Kind

ROOM = _("Courses")
# After so many days without work on any lesson; the second reminder is the last, for who stops means it.
QUIET_DAYS = (14, 30)


def courses_left(start: dt.date, end: dt.date, reader: User | None) -> Iterator[Due]:
    """Courses begun and left alone for a fortnight, and for a month (2 queries)."""
    titles = _titles()
    for days in QUIET_DAYS:
        since = [start - dt.timedelta(days=days), end - dt.timedelta(days=days - 1)]
        for enrolment in _quiet(since[0], since[1], reader):
            worked = local_day(enrolment.last_worked)  # type: ignore[attr-defined]  # annotated below
            yield Due(
                on=worked + dt.timedelta(days=days),
                reader=enrolment.learner,
                occasion=f"{enrolment.pk}:{worked}:{days}",
                facts={"course": titles.get(enrolment.course_id, enrolment.course.code), "days": days},
                address=reverse("courses:dashboard"),
            )


def _quiet(start: dt.date, end: dt.date, reader: User | None) -> "list[Enrolment]":
    """Enrolments under way whose learner last worked on any lesson between two midnights."""
    midnights = [make_aware(dt.datetime.combine(day, dt.time.min)) for day in (start, end)]
    last = LessonProgress.objects.filter(learner=OuterRef("learner")).order_by().values("learner")
    begun = Enrolment.objects.filter(completed_at=None).annotate(
        last_worked=Subquery(last.annotate(at=Max("worked_at")).values("at"))
    )
    quiet = begun.filter(last_worked__gte=midnights[0], last_worked__lt=midnights[1]).select_related("learner", "course")
    return list(quiet.filter(learner=reader) if reader else quiet)


def _titles() -> dict[int, dict[str, str]]:
    """Each course's name in every language (one query)."""
    titles: dict[int, dict[str, str]] = {}
    for course, language, title in CoursePage.objects.live().values_list("course_id", "locale__language_code", "title"):
        titles.setdefault(course, {})[language] = title
    return titles


LEFT_ALONE = Kind(
    code="courses.left_alone",
    room=ROOM,
    name=_("A course I began"),
    rule=_("Goes when you have not worked on any lesson for 14 days, and once more after 30."),
    subject=_("Go on with %(course)s"),
    text=_("Your last lesson was %(days)s days ago. What you have learned and your credit hours are kept."),
    delivery=Delivery.DIGEST,
    due=courses_left,
)
KINDS = (LEFT_ALONE,)
