"""Reporting an error (报告错误), settling it, and forgetting who asked for an answer.

Settled once, by whoever comes first, under his name: answered, or set aside without an answer (sent twice, not about this site).
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import User
from core.audit import record
from core.dates import now
from core.jobs import enqueue
from notices.telling import tell_all
from pages import tasks
from pages.models import ErrorReport, ReportLetter
from pages.news import REPORTED

SETTLE = "pages.change_errorreport"
EDIT = "wagtailsnippets_pages_errorreport:edit"
_NOWHERE = gettext_lazy("no page named")
# An answer may lead to another question; after that the address serves nothing. What nobody settles keeps it for a year.
KEPT, KEPT_OPEN = dt.timedelta(days=90), dt.timedelta(days=365)


class Refused(Exception):
    """It cannot be settled so; the message says why."""


@transaction.atomic
def hand_in(report: ErrorReport) -> ErrorReport:
    """Keep what a reader reported and tell whoever settles reports."""
    report.save()
    facts = {
        "number": report.code,
        "title": report.page or _in_each(_NOWHERE),
        "what": _in_each(ErrorReport.Kind(report.kind).label),
    }
    tell_all(REPORTED.code, editors(), occasion=report.pk, facts=facts, address=reverse(EDIT, args=[report.pk]))
    return report


@transaction.atomic
def settle(report: ErrorReport, *, by: User, state: str, answer: str) -> ErrorReport:
    """Answer a report or set it aside, once. Who left an address is written to."""
    words = answer.strip()
    if state == ErrorReport.State.ANSWERED and not words:
        raise Refused(_("Write the answer: whoever reported it reads it."))
    mine = ErrorReport.objects.waiting().filter(pk=report.pk)
    # One conditional update: of two at once only one goes on.
    if not mine.update(state=state, answer=words, closed_at=now(), closed_by=by):
        raise Refused(_("Somebody has settled this already."))
    report.refresh_from_db()
    record("report.settled", report, by=by, state=state)
    if state == ErrorReport.State.ANSWERED and report.contact:
        letter = ReportLetter.objects.create(report=report)
        enqueue(tasks.post_answer, letter=str(letter.pk))
    return report


def editors() -> "QuerySet[User]":
    """Who may settle reports: whoever was given that, and administrators."""
    app, codename = SETTLE.split(".")
    allowed = {"codename": codename, "content_type__app_label": app}
    by_group = Q(**{f"groups__permissions__{name}": value for name, value in allowed.items()})
    by_name = Q(**{f"user_permissions__{name}": value for name, value in allowed.items()})
    return User.objects.filter(by_group | by_name | Q(is_superuser=True), is_active=True).distinct()


def forget_contacts() -> int:
    """Blank the addresses that have served: of reports settled three months ago, and of any a year old; how many."""
    at = now()
    over = Q(closed_at__lt=at - KEPT) | Q(made_at__lt=at - KEPT_OPEN)
    return ErrorReport.objects.filter(over).exclude(contact="").update(contact="")


def forget_address(email: str) -> int:
    """Blank this address wherever it was left; how many reports."""
    return ErrorReport.objects.filter(contact__iexact=email).update(contact="")


def _in_each(words: "str | Promise") -> dict[str, str]:
    """In each language, for a notice that is read in its reader's."""
    told = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            told[language] = str(words)
    return told
