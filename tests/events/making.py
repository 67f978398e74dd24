"""Events for tests: published, in ten days, open for registration, unless a test says otherwise."""

import datetime as dt
from typing import Any

from core.dates import now
from events import booking
from events.booking import Booker
from events.models import Event, Registration
from notices.models import Notice

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def make_event(seats: int | None = None, **fields: Any) -> Event:
    starts = fields.pop("starts_at", now().replace(microsecond=0) + 10 * DAY)
    number = Event.objects.count() + 1
    values: dict[str, Any] = {
        "slug": f"event-{number}",
        "title": f"质量开放日{number}",
        "summary": "走进计量实验室。",
        "organiser": "示例计量院",
        "place": "香洲实验楼",
        "starts_at": starts,
        "ends_at": starts + 2 * HOUR,
        "seats": seats,
        "published_at": now(),
    }
    return Event.objects.create(**values | fields)


def book(who: Any, event: Event, persons: int = 1, **fields: Any) -> Registration:
    return booking.book(event=event, by=Booker.of(who), persons=persons, **fields)


def guest(event: Event, box: str = "guest", persons: int = 1) -> Registration:
    return booking.book(event=event, by=Booker("访客", f"{box}@example.org"), persons=persons)


def told(who) -> list[str]:
    """The codes of what this person was told, oldest first."""
    return list(Notice.objects.filter(reader=who).order_by("made_at", "pk").values_list("code", flat=True))
