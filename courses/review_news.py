"""Reminders to look pages over (复核提醒): before the day until which they are valid, and on it, to whoever keeps the courses."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.models import CoursePage, LessonPage
from notices.kinds import Delivery, Due, Kind

# Days before the last day of validity on which it is spoken of.
SPOKEN_OF = (30, 0)
MOST_NAMED = 5


def reviews_near(start: dt.date, end: dt.date, reader: User | None) -> Iterator[Due]:
    """One notice for all pages of a day (2 queries for each of the two days, and one for their readers)."""
    for days in SPOKEN_OF:
        step = dt.timedelta(days=days)
        for until, titles in _due(start + step, end + step).items():
            named, more = titles[:MOST_NAMED], "…" if len(titles) > MOST_NAMED else ""
            what = {"zh-hans": "、".join(named) + more, "zh-hant": "、".join(named) + more, "en": ", ".join(named) + more}
            facts = {"n": len(titles), "what": what, "until_on": until.isoformat()}
            for keeper in _keepers(reader):
                yield Due(until - step, keeper, f"{until}:{days}", facts, reverse("courses_office:reviews"))


def _due(first: dt.date, last: dt.date) -> dict[dt.date, list[str]]:
    """Titles of the published pages that are valid until one of these days."""
    found: dict[dt.date, list[str]] = {}
    for pages in (CoursePage.objects, LessonPage.objects):
        rows = pages.live().filter(valid_until__gte=first, valid_until__lte=last).order_by("title")
        for until, title in rows.values_list("valid_until", "title"):
            found.setdefault(until, []).append(title)
    return found


def _keepers(reader: User | None) -> list[User]:
    may = Q(groups__permissions__codename="change_course", groups__permissions__content_type__app_label="courses")
    people = User.objects.filter(may | Q(is_superuser=True), is_active=True).distinct().order_by("pk")
    return list(people.filter(pk=reader.pk) if reader else people)


REVIEW_DUE = Kind(
    code="courses.review_due",
    room=_("Courses"),
    name=_("Course pages to look over"),
    rule=_("Goes to whoever keeps the courses, 30 days before the day until which a page is valid, and on that day."),
    subject=_("Pages to look over by %(until_on)s: %(n)s"),
    text="%(what)s",
    delivery=Delivery.DIGEST,
    due=reviews_near,
    late_days=2,
)
