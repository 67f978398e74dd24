"""Submitting (申报) and moderating (审核): an event handed in by anybody is published, or returned with a reason, by another."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.codes import drawn
from core.dates import now
from events import arranging
from events.models import Event, Submission
from events.signals import submission_decided

if TYPE_CHECKING:
    from events.forms import SubmissionForm

# Somebody who hands in more than this has to wait until some are decided.
MOST_OPEN = 10


class Refused(Exception):
    """It cannot be submitted or decided so; the message says why and what to do."""


@transaction.atomic
def submit(form: "SubmissionForm", *, by: User) -> Submission:
    """Hand in a new event, or one that was returned and is mended. It is seen by nobody else until it is published."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if Submission.objects.waiting().filter(by=by).count() >= MOST_OPEN:
        raise Refused(_("%(most)s of your events wait for a decision. Hand in more when some are decided.") % {"most": MOST_OPEN})
    event = form.save(commit=False)
    if event.is_published or Submission.objects.waiting().filter(event=event).exists():
        raise Refused(_("This event is published already, or waits for a decision."))
    if event._state.adding:
        event.host, event.slug = by, _slug(event)
    event.changed_at = now()
    event.save()
    made = Submission.objects.create(event=event, by=by)
    record("event.submitted", event, by=by, submission=made.pk)
    return made


@transaction.atomic
def accept(submission: Submission, *, by: User) -> Submission:
    """Publish it."""
    decided = _decide(submission, by=by, is_accepted=True)
    arranging.publish(decided.event, by=by)
    submission_decided.send(sender=Submission, submission=decided)
    return decided


@transaction.atomic
def send_back(submission: Submission, *, by: User, reason: str) -> Submission:
    """Return it with a reason; mended, it can be handed in anew."""
    if not reason.strip():
        raise Refused(_("Say what is to be mended: the submitter is told."))
    decided = _decide(submission, by=by, is_accepted=False, reason=reason.strip()[:300])
    submission_decided.send(sender=Submission, submission=decided)
    return decided


def _decide(submission: Submission, *, by: User, is_accepted: bool, reason: str = "") -> Submission:
    Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
    mine = Submission.objects.select_related("event", "by").get(pk=submission.pk)
    if mine.decided_at is not None:
        raise Refused(_("Somebody has decided this already."))
    if mine.by_id == by.pk:
        raise Refused(_("Nobody decides on what he submitted himself."))
    mine.decided_at, mine.decided_by, mine.is_accepted, mine.reason = now(), by, is_accepted, reason
    mine.save(update_fields=["decided_at", "decided_by", "is_accepted", "reason"])
    record("event.accepted" if is_accepted else "event.returned", mine.event, by=by, submission=mine.pk, reason=reason)
    return mine


def _slug(event: Event) -> str:
    """Its day and four signs: readable, and nobody's yet."""
    signs = drawn(4).lower()
    return f"{localtime(event.starts_at):%Y-%m-%d}-{signs}"
