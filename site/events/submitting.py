"""Submitting (申报) and moderating (审核): an event handed in by anybody is published, or returned with a reason, by another."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.submissions import MOST_OPEN, Refused
from core.audit import record
from core.codes import drawn
from core.dates import now
from events import arranging
from events.models import Event, Submission
from events.signals import submission_decided

if TYPE_CHECKING:
    from events.forms import SubmissionForm


@transaction.atomic
def submit(form: "SubmissionForm", *, by: User) -> Submission:
    """Hand in a new event, or one that was returned and is mended. It is seen by nobody else until it is published."""
    if Submission.objects.is_full_for(by):
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
    decided = submission.decide(by=by, is_accepted=True)
    record("event.accepted", decided.event, by=by, submission=decided.pk)
    arranging.publish(decided.event, by=by)
    submission_decided.send(sender=Submission, submission=decided)
    return decided


@transaction.atomic
def send_back(submission: Submission, *, by: User, reason: str) -> Submission:
    """Return it with a reason; mended, it can be handed in anew."""
    decided = submission.decide(by=by, is_accepted=False, reason=reason)
    record("event.returned", decided.event, by=by, submission=decided.pk, reason=decided.reason)
    submission_decided.send(sender=Submission, submission=decided)
    return decided


def _slug(event: Event) -> str:
    """Its day and four signs: readable, and nobody's yet."""
    signs = drawn(4).lower()
    return f"{localtime(event.starts_at):%Y-%m-%d}-{signs}"
