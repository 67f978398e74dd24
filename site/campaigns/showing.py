"""What a year's page says of the day: its state in words, three figures, and September as a graduated scale."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.models import CampaignPage, Contest
from campaigns.seasons import DAYS, MONTH, Season, State
from events.models import Event
from events.programme import ToldEvent
from events.states import EventState

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True)
class Figure:
    value: int
    unit: str
    label: "Promise | str"


@dataclass(frozen=True)
class Scale:
    """September: a tick for each day; `d` a day that is over, `t` today, `e` a day on which something is on."""

    ticks: list[str]
    label: str


def kicker(season: Season, moment: dt.datetime) -> str:
    """The state in one line."""
    match season.state(moment):
        case State.UPCOMING:
            return _("Coming up: it begins on 1 September")
        case State.LIVE:
            today = date_format(localtime(moment), "MONTH_DAY_FORMAT")
            return _("Under way: %(date)s, day %(day)s") % {"date": today, "day": season.day(moment)}
        case State.CLOSED:
            return _("Over: it ended on 30 September")
        case State.ARCHIVED:
            return _("Archived")


def figures(page: CampaignPage, moment: dt.datetime, events: Sequence[ToldEvent] = (), pledges: int = 0) -> list[Figure]:
    """At most three, each true at this moment; what there is none of is no figure."""
    season, taking_place = page.season, [told for told in events if told.state is not EventState.CANCELLED]
    unit = pgettext("unit of a count", "events")
    match season.state(moment):
        case State.UPCOMING:
            days = season.days_to_start(moment)
            return [Figure(days, _("days"), _("until it begins")), *_some(len(taking_place), unit, _("announced so far"))]
        case State.LIVE:
            week = sum(_is_in_week_of(told, moment) for told in taking_place)
            free = sum(told.state.is_open for told in taking_place)
            left = Figure(season.days_left(moment), _("days"), _("left after today"))
            return [*_some(week, unit, _("on this week")), *_some(free, unit, _("open for registration")), left]
    signed = _some(pledges, pgettext("unit of a count", "signatures"), _("under the pledge"))
    return [*_some(len(taking_place), unit, _("held in September")), *signed]


def _some(value: int, unit: str, label: str) -> list[Figure]:
    return [Figure(value, unit, label)] if value else []


def _is_in_week_of(told: ToldEvent, moment: dt.datetime) -> bool:
    """Of the seven days from Monday, as the calendar here counts them."""
    today = localtime(moment).date()
    monday = today - dt.timedelta(days=today.weekday())
    return told.starts.date() < monday + dt.timedelta(days=7) and localtime(told.event.ends_at).date() >= monday


def marked(season: Season, contest: Contest | None, events: Iterable[Event] = ()) -> set[int]:
    """The days of September on which something begins or ends."""
    moments = [contest.opens_at, contest.closes_at - dt.timedelta(seconds=1)] if contest else []
    moments += [event.starts_at for event in events]
    days = [localtime(moment).date() for moment in moments]
    return {day.day for day in days if (day.year, day.month) == (season.year, MONTH)}


def scale(season: Season, moment: dt.datetime, marked: Collection[int] = ()) -> Scale:
    today, over = season.day(moment), season.state(moment) in (State.CLOSED, State.ARCHIVED)
    ticks = []
    for day in range(1, DAYS + 1):
        signs = ["d"] if over or day < today else ["t"] if day == today else []
        ticks.append(" ".join(signs + (["e"] if day in marked else [])))
    return Scale(ticks, _label(today, sorted(marked)))


def _label(today: int, marked: list[int]) -> str:
    """The scale in words, for whoever cannot see it."""
    days = ", ".join(map(str, marked))
    if today and marked:
        return _("September as a scale: today is day %(today)s; something is on on %(days)s") % {"today": today, "days": days}
    if today:
        return _("September as a scale: today is day %(today)s") % {"today": today}
    if marked:
        return _("September as a scale: something is on on %(days)s") % {"days": days}
    return _("September as a scale")
