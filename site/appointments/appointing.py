"""Appointing (聘任): proposed by the firm, accepted by the person, ended with a day and a reason.

Lock order: the organisation's row, then the appointment's. One chief quality officer of a firm is kept by a partial unique
constraint; whose days are over is closed before the next is accepted (docs/algorithms/appointments.md).
"""

import datetime as dt

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from appointments import lettering, news
from appointments.models import Appointment
from appointments.models.appointments import TERM_OVER
from appointments.states import State
from core.audit import record
from core.dates import now, today
from organisations.models import Membership, Organisation


class Refused(Exception):
    """It cannot be done now; the message says why and what to do, in the reader's language."""


@transaction.atomic
def propose(
    *,
    organisation: Organisation,
    person: User,
    post: str,
    duties: str,
    since: dt.date,
    until: dt.date | None,
    deputy: User | None,
    by: User,
) -> Appointment:
    """Propose somebody for a post. Asked again with the same person and post: the open proposal. Raises Refused."""
    _lock(organisation)
    _close_run_out(organisation, by=by)
    open_ones = Appointment.objects.filter(organisation=organisation, post=post, declined_at=None, ended_on=None)
    if same := open_ones.filter(person=person).first():
        return same
    for who in filter(None, [person, deputy]):
        if not Membership.objects.present().filter(organisation=organisation, person=who).exists():
            raise Refused(_("%(name)s is no member of this organisation. Invite the person first.") % {"name": who.full_name})
    if post == Appointment.Post.CQO:
        _check_free(organisation, since)
    there = Appointment(
        organisation=organisation,
        person=person,
        post=post,
        duties=duties,
        since=since,
        until=until,
        deputy=deputy,
        proposed_by=by,
    )
    there.full_clean(exclude=["organisation", "person", "deputy", "proposed_by"])
    there.save(force_insert=True)
    record("appointment.proposed", there, by=by, post=post)
    news.tell_proposed(there)
    return there


@transaction.atomic
def accept(*, appointment: Appointment, by: User) -> Appointment:
    """The person takes the post; the letter is printed. Accepted before: it stays as it is. Raises Refused."""
    _lock(appointment.organisation)
    there = _locked(appointment)
    if there.person_id != by.pk:
        raise Refused(_("Only the person who is to be appointed accepts."))
    if there.accepted_at and there.is_open:
        return there
    if not there.awaits_answer:
        raise Refused(_("This proposal is closed: it was declined, taken back or has ended."))
    if there.until and there.until < today():
        raise Refused(_("The last day of this appointment is over. Ask for a new proposal."))
    _close_run_out(there.organisation, by=by)
    if there.post == Appointment.Post.CQO:
        _check_free(there.organisation, there.since)
    there.accepted_at = now()
    there.save(update_fields=["accepted_at"])
    record("appointment.accepted", there, by=by)
    lettering.write(appointment=there)
    news.tell_answered(there)
    return there


@transaction.atomic
def decline(*, appointment: Appointment, by: User, reason: str) -> Appointment:
    """The person does not take the post. Raises Refused."""
    there = _locked(appointment)
    if there.person_id != by.pk:
        raise Refused(_("Only the person who is to be appointed declines."))
    if there.declined_at:
        return there
    if not there.awaits_answer:
        raise Refused(_("This proposal is closed: it was accepted or taken back."))
    there.declined_at, there.decline_reason = now(), reason
    there.save(update_fields=["declined_at", "decline_reason"])
    record("appointment.declined", there, by=by)
    news.tell_answered(there)
    return there


@transaction.atomic
def end(*, appointment: Appointment, by: User, last_day: dt.date, reason: str) -> Appointment:
    """End it, or take back a proposal: by the firm or by the person. Its authorisations end with it. Raises Refused."""
    there = _locked(appointment)
    if there.ended_on is not None or there.declined_at is not None:
        raise Refused(_("This appointment has ended already."))
    if there.state == State.ACTIVE and last_day < there.since:
        raise Refused(_("The last day lies before the first."))
    if last_day > today():
        raise Refused(_("The last day is today or lies behind us. For a later end propose an appointment with that last day."))
    there.ended_on, there.ended_by, there.end_reason = last_day, by, reason
    there.save(update_fields=["ended_on", "ended_by", "end_reason"])
    record("appointment.ended", there, by=by, last_day=last_day.isoformat())
    news.tell_ended(there, by=by)
    return there


def _check_free(organisation: Organisation, since: dt.date) -> None:
    """No chief quality officer stays beyond the day before `since`. Raises Refused."""
    accepted = Appointment.objects.filter(organisation=organisation, post=Appointment.Post.CQO, accepted_at__isnull=False)
    for holder in accepted.select_related("person"):
        last = min((day for day in (holder.ended_on, holder.until) if day), default=None)
        if holder.ended_on is None and holder.is_open:
            words = {"name": holder.person.full_name}
            raise Refused(_("%(name)s is chief quality officer now. End that appointment first.") % words)
        if last is not None and last >= max(since, holder.since):
            words = {"name": holder.person.full_name, "day": date_format(last, "DATE_FORMAT")}
            raise Refused(_("%(name)s is chief quality officer up to %(day)s. Choose a later first day.") % words)


def _lock(organisation: Organisation) -> None:
    Organisation.objects.select_for_update(no_key=True, of=("self",)).get(pk=organisation.pk)


def _locked(appointment: Appointment) -> Appointment:
    there = Appointment.objects.select_for_update(no_key=True, of=("self",))
    return there.select_related("organisation", "person", "proposed_by").get(pk=appointment.pk)


def _close_run_out(organisation: Organisation, *, by: User) -> None:
    """What has run out by its own last day is closed with that day, so that the post is free for the constraint too."""
    over = Appointment.objects.filter(organisation=organisation, ended_on=None, declined_at=None, until__lt=today())
    for there in over.select_for_update(no_key=True, of=("self",)):
        there.ended_on, there.end_reason = there.until, TERM_OVER
        there.save(update_fields=["ended_on", "end_reason"])
        record("appointment.run_out", there, by=by)
