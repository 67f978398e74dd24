"""Belonging (归属): coming into a body, changing place in it, leaving it.

Lock order: the body's row, then memberships. A body that has members keeps somebody who answers for it.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.dates import today
from organisations.models import Membership, Organisation, Role
from organisations.refusal import Refused
from organisations.signals import member_changed, member_joined, member_left

_CHANGEABLE = ("name", "employee_number", "email", "phone", "department", "post", "role")


def lock(organisation: Organisation) -> Organisation:
    """The body's row, held: who answers for it is decided by one at a time. Within a transaction."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def check_verified(organisation: Organisation) -> None:
    """Nobody is called into a body of which nobody has made sure that it is what it says."""
    if not organisation.is_verified:
        raise Refused(_("The organisation has not been verified yet. Until it is, nobody can be called into it."))


@transaction.atomic
def add(*, organisation: Organisation, by: User, **fields: Any) -> Membership:
    """Put somebody on the roster, without an account as yet."""
    check_verified(lock(organisation))
    made = Membership.objects.create(organisation=organisation, **fields)
    record("member.added", made, by=by, organisation=str(organisation.pk))
    return made


@transaction.atomic
def join(*, membership: Membership, person: User, by: User, how: str) -> Membership:
    """Tie an account to a row of the roster. Done twice, it is done once."""
    lock(membership.organisation)
    row = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    if row.person_id == person.pk:
        return row
    if row.person_id is not None or not row.is_open:
        raise Refused(_("This place in the organisation is somebody else's, or is closed. Ask the organisation's manager."))
    if Membership.objects.open().filter(organisation=row.organisation_id, person=person).exists():
        raise Refused(_("You belong to this organisation already."))
    row.person, row.joined_on = person, today()
    row.save(update_fields=["person", "joined_on"])
    record("member.joined", row, by=by, organisation=str(row.organisation_id), how=how)
    member_joined.send(sender=Membership, membership=row)
    return row


@transaction.atomic
def change(*, membership: Membership, by: User, **fields: Any) -> Membership:
    """Write down another department, post, role, number or address of a member."""
    lock(membership.organisation)
    row = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    if not row.is_open:
        raise Refused(_("This person has left. What was written down stays as it is."))
    before = {name: getattr(row, name) for name in _CHANGEABLE if name in fields and getattr(row, name) != fields[name]}
    if not before:
        return row
    if before.get("role") == Role.MANAGER:
        _keep_a_manager(row)
    if "role" in before and row.person_id is None:
        raise Refused(_("This person has no account here yet: the invitation comes first."))
    for name in before:
        setattr(row, name, fields[name])
    row.save(update_fields=list(before))
    # Addresses and numbers are not repeated in the log: that they changed is enough.
    told = {name: str(getattr(row, name) or "") for name in before if name in ("department", "post", "role")}
    record("member.changed", row, by=by, organisation=str(row.organisation_id), fields=sorted(before), **told)
    member_changed.send(sender=Membership, membership=row, before=before)
    return row


@transaction.atomic
def leave(*, membership: Membership, by: User, on: dt.date | None = None) -> Membership:
    """End a membership; the person's record stays the person's, and the body sees it no more. Ended twice, it is ended once."""
    day = on or today()
    lock(membership.organisation)
    row = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    if not row.is_open:
        return row
    if day > today():
        raise Refused(_("The day of leaving lies ahead. Write it down on the day itself."))
    if day < row.since:
        raise Refused(_("One leaves on the day one came or later."))
    if row.role == Role.MANAGER:
        _keep_a_manager(row)
    row.until = day
    row.save(update_fields=["until"])
    record("member.left", row, by=by, organisation=str(row.organisation_id), on=day.isoformat())
    member_left.send(sender=Membership, membership=row)
    return row


def _keep_a_manager(row: Membership) -> None:
    others = Membership.objects.open().filter(organisation=row.organisation_id).exclude(pk=row.pk)
    if others.exists() and not others.filter(role=Role.MANAGER).exists():
        raise Refused(_("This is the only manager. Make another member a manager first."))
