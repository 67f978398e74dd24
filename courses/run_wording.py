"""The eight states of a run in words, and the button of each."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.run_states import Dates, RunState

TEXTS = {
    RunState.ONGOING_OPEN: gettext_lazy("Under way; one may still join"),
    RunState.FUTURE_OPEN: gettext_lazy("Enrolment is open"),
    RunState.ARCHIVED_OPEN: gettext_lazy("Held; the lessons can be taken at any time"),
    RunState.FUTURE_NOT_YET_OPEN: gettext_lazy("Enrolment opens later"),
    RunState.FUTURE_CLOSED: gettext_lazy("Enrolment is closed, not begun yet"),
    RunState.ONGOING_CLOSED: gettext_lazy("Under way, enrolment is closed"),
    RunState.ARCHIVED_CLOSED: gettext_lazy("This run is over"),
    RunState.TO_BE_SCHEDULED: gettext_lazy("Dates to be announced"),
}
BUTTONS = {
    RunState.ONGOING_OPEN: gettext_lazy("Join this run"),
    RunState.FUTURE_OPEN: gettext_lazy("Enrol in this run"),
    RunState.ARCHIVED_OPEN: gettext_lazy("Study its lessons"),
    RunState.FUTURE_NOT_YET_OPEN: gettext_lazy("See the arrangements"),
    RunState.FUTURE_CLOSED: gettext_lazy("See the arrangements"),
    RunState.ONGOING_CLOSED: gettext_lazy("See the arrangements"),
    RunState.ARCHIVED_CLOSED: gettext_lazy("See what it was"),
    RunState.TO_BE_SCHEDULED: gettext_lazy("See what is planned"),
}
TAGS = {
    RunState.ONGOING_OPEN: "is-sea",
    RunState.FUTURE_OPEN: "is-sea",
    RunState.ARCHIVED_OPEN: "is-sea",
    RunState.FUTURE_NOT_YET_OPEN: "is-brass",
}


def sentence(state: RunState, dates: Dates) -> str:
    """What follows from the state for somebody who wants to join: until when, from when, or that it is too late."""
    match state:
        case RunState.ONGOING_OPEN | RunState.FUTURE_OPEN | RunState.ARCHIVED_OPEN:
            if dates.enrolment_closes_at:
                return _("One may enrol until %(moment)s.") % {"moment": moment(dates.enrolment_closes_at)}
            return _("One may enrol at any time.")
        case RunState.FUTURE_NOT_YET_OPEN if dates.enrolment_opens_at:
            return _("Enrolment opens on %(moment)s.") % {"moment": moment(dates.enrolment_opens_at)}
        case RunState.FUTURE_CLOSED | RunState.ONGOING_CLOSED if dates.enrolment_closes_at:
            return _("Enrolment closed on %(moment)s.") % {"moment": moment(dates.enrolment_closes_at)}
        case RunState.ARCHIVED_CLOSED if dates.ends_at:
            return _("It ended on %(day)s.") % {"day": day(dates.ends_at)}
    return _("The dates are not fixed yet.")


def held(dates: Dates) -> str:
    """From when to when it is held."""
    if dates.starts_at is None:
        return _("Dates to be announced")
    if dates.ends_at is None:
        return _("from %(day)s on") % {"day": day(dates.starts_at)}
    return _("%(first)s to %(last)s") % {"first": day(dates.starts_at), "last": day(dates.ends_at)}


def day(at: dt.datetime) -> str:
    return date_format(localtime(at), "DATE_FORMAT")


def moment(at: dt.datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")
