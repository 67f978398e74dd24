"""The calendar others subscribe to (RFC 5545): stable UIDs, a SEQUENCE that rises with each change, local time."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F
from icalendar import Calendar, Event, Timezone

from cms.feeds import carried
from core.dates import now
from core.text import unescape_breaks
from courses.agenda import Date
from courses.models import CalendarStamp

# How often a program should look again.
PAUSE = dt.timedelta(hours=1)


def calendar(dates: Sequence[Date], *, name: str) -> bytes:
    """The dates as an iCalendar file."""
    made, zone = Calendar(), ZoneInfo(settings.TIME_ZONE)
    made.add("prodid", "-//Haizhun//Calendar//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", " ".join(_said(name).split()))
    made.add("refresh-interval", PAUSE, parameters={"VALUE": "DURATION"})
    made.add_component(Timezone.from_tzinfo(zone, first_date=dt.date(2020, 1, 1), last_date=dt.date(2038, 1, 1)))
    stamps = _stamps(dates)
    for date in dates:
        made.add_component(_event(date, stamps[date.key], zone))
    return bytes(made.to_ical())


def _event(date: Date, stamp: CalendarStamp, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", f"{date.key}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("summary", _said(date.title))
    event.add("dtstamp", stamp.changed_at)
    event.add("last-modified", stamp.changed_at)
    event.add("sequence", stamp.sequence)
    event.add("dtstart", _moment(date.starts, zone))
    if date.ends:
        event.add("dtend", _moment(date.ends, zone))
    if date.place:
        event.add("location", _said(date.place))
    if date.address:
        event.add("url", settings.SITE_URL + date.address)
    if date.description:
        event.add("description", _said(date.description))
    if date.is_cancelled:
        event.add("status", "CANCELLED")
    return event


def _said(words: str) -> str:
    """A return alone ends a line for some programs, and what follows would be a property of its own."""
    return str(carried(unescape_breaks(words)))


def _moment(moment: dt.datetime | dt.date, zone: ZoneInfo) -> dt.datetime | dt.date:
    return moment.astimezone(zone) if isinstance(moment, dt.datetime) else moment


@transaction.atomic
def _stamps(dates: Sequence[Date]) -> dict[str, CalendarStamp]:
    """What was told of each date before, brought up to date: one query when nothing has changed.

    Two who read at once tell the same: the change is counted by who finds the old digest.
    """
    digests = {date.key: _digest(date) for date in dates}
    known = CalendarStamp.objects.in_bulk(digests)
    fresh = [CalendarStamp(key=key, digest=digest) for key, digest in digests.items() if key not in known]
    changed = [stamp for stamp in known.values() if stamp.digest != digests[stamp.key]]
    CalendarStamp.objects.bulk_create(fresh, ignore_conflicts=True)
    for stamp in changed:
        mine = CalendarStamp.objects.filter(key=stamp.key, digest=stamp.digest)
        mine.update(digest=digests[stamp.key], sequence=F("sequence") + 1, changed_at=now())
    return CalendarStamp.objects.in_bulk(digests) if fresh or changed else known


def _digest(date: Date) -> str:
    """Of what a change means something to whoever goes there; the title may stand in another language."""
    told = f"{date.starts.isoformat()}|{date.ends}|{date.place}" + ("|cancelled" if date.is_cancelled else "")
    return hashlib.sha256(told.encode()).hexdigest()
