"""The eight states of an event in words, the button of each, and when it is held."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.states import EventState, Facts

TEXTS = {
    EventState.OPEN: pgettext_lazy("event", "Registration is open"),
    EventState.WAITING: pgettext_lazy("event", "Waiting list"),
    EventState.NOT_YET_OPEN: pgettext_lazy("event", "Not open yet"),
    EventState.FULL: pgettext_lazy("event", "Fully booked"),
    EventState.CLOSED: pgettext_lazy("event", "Registration is closed"),
    EventState.UNDER_WAY: pgettext_lazy("event", "Taking place now"),
    EventState.OVER: pgettext_lazy("event", "Over"),
    EventState.CANCELLED: pgettext_lazy("event", "Cancelled"),
}
BUTTONS = {
    EventState.OPEN: pgettext_lazy("event", "Register"),
    EventState.WAITING: pgettext_lazy("event", "Join the waiting list"),
    EventState.NOT_YET_OPEN: pgettext_lazy("event", "See the arrangements"),
    EventState.FULL: pgettext_lazy("event", "See the arrangements"),
    EventState.CLOSED: pgettext_lazy("event", "See the arrangements"),
    EventState.UNDER_WAY: pgettext_lazy("event", "See the arrangements"),
    EventState.OVER: pgettext_lazy("event", "See what it was"),
    EventState.CANCELLED: pgettext_lazy("event", "See why"),
}
TAGS = {
    EventState.OPEN: ("is-ok", "check"),
    EventState.WAITING: ("is-warn", "clock"),
    EventState.NOT_YET_OPEN: ("", "clock"),
    EventState.UNDER_WAY: ("is-sea", ""),
    EventState.CANCELLED: ("is-bad", "cross"),
}


SENTENCES = {
    EventState.WAITING: gettext_lazy("Every seat is taken. Who is on the waiting list moves up without doing anything."),
    EventState.FULL: gettext_lazy("Every seat is taken, and there is no waiting list."),
    EventState.UNDER_WAY: gettext_lazy("It is taking place now; one can no longer register."),
    EventState.CANCELLED: gettext_lazy("This event does not take place."),
}


def sentence(state: EventState, facts: Facts) -> str:
    """What follows from the state for somebody who wants to come: until when, from when, or that it is too late."""
    if state in SENTENCES:
        return str(SENTENCES[state])
    words, at = {
        EventState.OPEN: (_("One may register until %(moment)s."), facts.closes_at or facts.starts_at),
        EventState.NOT_YET_OPEN: (_("Registration opens on %(moment)s."), facts.opens_at or facts.starts_at),
        EventState.CLOSED: (_("Registration closed on %(moment)s."), facts.closes_at or facts.starts_at),
        EventState.OVER: (_("It ended on %(moment)s."), facts.ends_at),
    }[state]
    return words % {"moment": moment(at)}


def held(facts: Facts) -> str:
    """From when to when, the day once when it is one day."""
    first, last = localtime(facts.starts_at), localtime(facts.ends_at)
    if first.date() == last.date():
        return f"{moment(first)}–{hour(last)}"
    return _("%(first)s to %(last)s") % {"first": moment(first), "last": moment(last)}


def day(at: dt.datetime) -> str:
    return date_format(localtime(at), "DATE_FORMAT")


def hour(at: dt.datetime) -> str:
    return date_format(localtime(at), "H:i")


def moment(at: dt.datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")
