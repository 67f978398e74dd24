"""The programme (活动日程): the list of events as a reader asks for it, by month, audience, place and kind, in words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.timezone import localtime, make_aware
from django.utils.translation import get_language

from core.dates import add_months, now
from events import wording
from events.models import Event
from events.states import EventState

# More stand on the next sheet.
PER_SHEET = 30


@dataclass(frozen=True)
class ToldEvent:
    """An event in words."""

    event: Event
    state: EventState

    @property
    def text(self) -> str:
        return str(wording.TEXTS[self.state])

    @property
    def button(self) -> str:
        return str(wording.BUTTONS[self.state])

    @property
    def tag(self) -> str:
        return wording.TAGS.get(self.state, ("", ""))[0]

    @property
    def icon(self) -> str:
        return wording.TAGS.get(self.state, ("", ""))[1]

    @property
    def held(self) -> str:
        return wording.held(self.event.facts)

    @property
    def sentence(self) -> str:
        return wording.sentence(self.state, self.event.facts)

    @property
    def starts(self) -> dt.datetime:
        return localtime(self.event.starts_at)

    @property
    def weekday(self) -> str:
        """Month and weekday, as they stand under the day: 9月 周六. Django has no short ones for Chinese."""
        if not (get_language() or "").startswith("zh"):
            return f"{date_format(self.starts, 'M')} {date_format(self.starts, 'D')}"
        return f"{self.starts.month}月 周{'一二三四五六日'[self.starts.weekday()]}"

    @property
    def hours(self) -> str:
        return f"{wording.hour(self.event.starts_at)}–{wording.hour(self.event.ends_at)}"

    @property
    def shows_seats(self) -> bool:
        return self.state is EventState.OPEN and self.event.seats is not None


@dataclass(frozen=True)
class Month:
    """A choice of the month filter."""

    value: str
    label: str


@dataclass(frozen=True)
class Filters:
    """What is asked for, as it stands in the address."""

    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_past(self) -> bool:
        return self.chosen.get("when") == "past"

    @property
    def narrows(self) -> bool:
        return bool(set(self.chosen) - {"when"})


def told_event(event: Event) -> ToldEvent:
    return ToldEvent(event, event.state)


def narrowed(filters: Filters) -> "QuerySet[Event]":
    """The published events that the filters leave, whenever they are."""
    events = Event.objects.public().told()
    for name in ("audience", "area", "kind"):
        if value := filters.chosen.get(name):
            events = events.filter(**{name: value})
    if month := filters.chosen.get("month"):
        first = dt.date.fromisoformat(f"{month}-01")
        span = [make_aware(dt.datetime.combine(day, dt.time.min)) for day in (first, add_months(first, 1))]
        events = events.filter(starts_at__lt=span[1], ends_at__gt=span[0])
    return events


def chosen(filters: Filters) -> "QuerySet[Event]":
    """What a reader asked for: events to come soonest first, those past latest first."""
    if filters.is_past:
        return narrowed(filters).filter(ends_at__lte=now()).order_by("-starts_at", "-pk")
    return narrowed(filters).filter(ends_at__gt=now()).order_by("starts_at", "pk")


def months(*, past: bool) -> list[Month]:
    """The months in which something is held (1 query)."""
    when = {"ends_at__lte": now()} if past else {"ends_at__gt": now()}
    found = (
        Event.objects.public().filter(**when).order_by().annotate(month=TruncMonth("starts_at")).values_list("month", flat=True)
    )
    days = sorted({localtime(month).date().replace(day=1) for month in found.distinct()}, reverse=past)
    return [Month(f"{day:%Y-%m}", date_format(day, "YEAR_MONTH_FORMAT")) for day in days]
