"""One's dates (日程): what each room puts into a person's calendar, without this room knowing the others.

In its `AppConfig.ready()` a room appends a callable(user) to `sources`; it answers what is still to come for that person.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import local_day, now, today
from courses.catalogue import pages
from courses.models import CompletionRecord, RunPlace

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Date:
    """One thing at a time. A day without hours is a `dt.date`; `key` never changes for the same thing."""

    key: str
    title: str
    starts: dt.datetime | dt.date
    ends: dt.datetime | None = None
    place: str = ""
    address: str = ""
    description: str = ""
    is_cancelled: bool = False

    @property
    def day(self) -> dt.date:
        return local_day(self.starts) if isinstance(self.starts, dt.datetime) else self.starts

    @property
    def has_hour(self) -> bool:
        return isinstance(self.starts, dt.datetime)

    @property
    def last_day(self) -> dt.date | None:
        """The day it ends, when that is another."""
        last = local_day(self.ends) if self.ends else None
        return last if last != self.day else None


sources: list[Callable[["User"], Iterable[Date]]] = []


def of(user: "User") -> list[Date]:
    """What is to come for a person, the next first. As many queries as the rooms ask, however many dates."""
    return sorted((date for tell in sources for date in tell(user)), key=lambda date: (date.day, str(date.starts), date.key))


def runs(user: "User") -> Iterator[Date]:
    """The runs one has a seat in, until they are over (2 queries)."""
    seated = RunPlace.objects.visible_to(user).live().exclude(seated_at=None).select_related("run__course")
    places = list(seated.exclude(run__starts_at=None).filter(Q(run__ends_at=None) | Q(run__ends_at__gt=now())))
    titles = {course: page.title for course, page in pages().items()} if places else {}
    for place in places:
        run = place.run
        assert run.starts_at is not None  # noqa: S101 - the filter says so
        words = {"course": titles.get(run.course_id, run.course.code), "run": run.title}
        yield Date(
            f"run-{run.pk}", _("%(course)s, %(run)s") % words, run.starts_at, run.ends_at, run.place, run.get_absolute_url()
        )


def renewals(user: "User") -> Iterator[Date]:
    """By when a course is to be completed once more, before the last completion expires (2 queries; 1 if there are none)."""
    open_ = CompletionRecord.objects.filter(learner=user, completed_at=None, due_on__gte=today()).select_related("course")
    rows = list(open_)
    titles = {course: page.title for course, page in pages().items()} if rows else {}
    for row in rows:
        assert row.due_on is not None  # noqa: S101 - the filter says so
        title = _("Last day to complete once more: %(course)s") % {"course": titles.get(row.course_id, row.course.code)}
        yield Date(f"cycle-{row.pk}", title, row.due_on, address=reverse("courses:course", args=[row.course.slug]))
