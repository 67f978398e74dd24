"""Where an application stands, in words: the one thing to know, and how it looks in a list."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from certificates import applying
from certificates.models import Application

State = Application.State
_LOOKS = {
    State.DRAFT: ("is-sea", "doc"),
    State.SUBMITTED: ("is-sea", "clock"),
    State.RETURNED: ("is-warn", "warn"),
    State.GRANTED: ("is-ok", "seal"),
    State.REFUSED: ("is-bad", "slash"),
    State.WITHDRAWN: ("", "slash"),
}


@dataclass(frozen=True)
class Row:
    """An application in a list: where it leads, what it says, how it looks."""

    application: Application
    url: str
    word: str
    tone: str
    icon: str


def row(application: Application) -> Row:
    """One to write in leads to where one writes."""
    tone, icon = _LOOKS[State(application.state)]
    return Row(application, address(application), application.get_state_display(), tone, icon)


def address(application: Application) -> str:
    """Where its holder goes on with it."""
    if application.state == State.DRAFT:
        return reverse("certificates:apply", args=[application.scheme.code.lower()])
    return application.get_absolute_url()


def headline(application: Application) -> str:
    """The state of the matter in one sentence, with the day until which something happens."""
    match application.state:
        case State.SUBMITTED:
            return _("It is decided by %(day)s, by somebody who neither trained you nor marked your work.") % {
                "day": _day(application.due_at)
            }
        case State.RETURNED:
            return _("Add what is missing and submit it again; what you handed in before is kept.")
        case State.GRANTED:
            return _("The certificate is issued.")
        case State.REFUSED:
            words = {"day": _day(applying.appeal_until(application))}
            return _("The reasons stand below. You can appeal until %(day)s, or apply again.") % words
        case State.WITHDRAWN:
            return _("You took it back. You can apply again at any time.")
    return _("Nobody but you can read it yet.")


def reopened() -> str:
    """The same of a refused one whose appeal was upheld."""
    return _("Your appeal was upheld: the application goes on, and nobody who refused it decides again.")


def _day(moment: object) -> str:
    return date_format(localtime(moment), "DATE_FORMAT") if moment else ""  # type: ignore[arg-type]  # a moment or nothing
