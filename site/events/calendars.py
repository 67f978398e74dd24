"""Events as dates (日程): one event, the public calendar, and a person's own. The same event has the same UID in all."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from cms.templatetags.ui import chinese
from core.dates import now
from courses.agenda import Date
from events.models import Event, Registration

# What a calendar that is subscribed to still shows of the past, and how much at all.
LOOK_BACK, MOST = dt.timedelta(days=60), 500


def date_of(event: Event) -> Date:
    title = chinese(event.title)
    return Date(
        key=f"event-{event.pk}",
        title=_("Cancelled: %(title)s") % {"title": title} if event.is_cancelled else title,
        starts=event.starts_at,
        ends=event.ends_at,
        place=chinese(event.where),
        address=event.get_absolute_url(),
        description=chinese(event.summary),
        is_cancelled=event.is_cancelled,
    )


def public(events: "QuerySet[Event]") -> list[Date]:
    """What the calendar tells of these events (1 query)."""
    return [date_of(event) for event in events.filter(ends_at__gt=now() - LOOK_BACK).order_by("starts_at", "pk")[:MOST]]


def of_person(user: User) -> Iterator[Date]:
    """The events one has a seat at, until they are over (1 query)."""
    seated = Registration.objects.of(user).seated().filter(event__ends_at__gt=now())
    for one in seated.select_related("event__cancellation"):
        yield date_of(one.event)
