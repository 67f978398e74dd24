"""Joining by code (凭码加入): who has the code asks, a manager decides; the code can be renewed or shut off."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.codes import typed
from core.dates import now
from organisations import news
from organisations.belonging import check_verified, join, lock
from organisations.models import JoinRequest, Membership, Organisation
from organisations.models.organisation import new_join_code
from organisations.refusal import Refused


def by_code(written: str) -> Organisation | None:
    """The body whose code this is, if it lets people in by code."""
    code = typed(written)
    return Organisation.objects.verified().told().filter(join_code=code, is_joining_open=True).first() if code else None


def ask(*, organisation: Organisation, person: User) -> JoinRequest:
    """Ask to join. Asked twice, it is the same request."""
    check_verified(organisation)
    if Membership.objects.open().filter(organisation=organisation, person=person).exists():
        raise Refused(_("You belong to this organisation already."))
    try:
        return _ask(organisation, person)
    except IntegrityError:
        return JoinRequest.objects.waiting().get(organisation=organisation, person=person)


@transaction.atomic
def _ask(organisation: Organisation, person: User) -> JoinRequest:
    made = JoinRequest.objects.create(organisation=organisation, person=person)
    record("member.asked", made, by=person, organisation=str(organisation.pk))
    news.tell_asked(made)
    return made


@transaction.atomic
def let_in(*, request: JoinRequest, by: User) -> Membership:
    """Let somebody in: on the row of the roster that bears the person's own address, else on a new one."""
    lock(request.organisation)
    held = _waiting(request)
    rows = Membership.objects.open().filter(organisation=held.organisation, person=None)
    row = rows.filter(email__iexact=held.person.email).first() or _row_for(held)
    membership = join(membership=row, person=held.person, by=by, how="code")
    held.decided_at, held.decided_by, held.membership = now(), by, membership
    held.save(update_fields=["decided_at", "decided_by", "membership"])
    news.tell_let_in(held)
    return membership


def _row_for(request: JoinRequest) -> Membership:
    taken = Membership.objects.open().filter(organisation=request.organisation, email__iexact=request.person.email).exists()
    email = "" if taken else request.person.email
    return Membership.objects.create(organisation=request.organisation, name=request.person.full_name, email=email)


@transaction.atomic
def turn_away(*, request: JoinRequest, by: User, reason: str) -> JoinRequest:
    """Do not let somebody in; the person reads why."""
    lock(request.organisation)
    held = _waiting(request)
    if not reason.strip():
        raise Refused(_("Write why, so that the person knows."))
    held.decided_at, held.decided_by, held.reason = now(), by, reason.strip()[:200]
    held.save(update_fields=["decided_at", "decided_by", "reason"])
    record("member.turned_away", held, by=by, organisation=str(held.organisation_id))
    news.tell_turned_away(held)
    return held


def _waiting(request: JoinRequest) -> JoinRequest:
    held = (
        JoinRequest.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "organisation")
        .get(pk=request.pk)
    )
    if held.decided_at is not None:
        raise Refused(_("Somebody has decided on this request already."))
    return held


@transaction.atomic
def set_code(*, organisation: Organisation, by: User, is_open: bool, renew: bool = False) -> Organisation:
    """Open or shut the way in by code; renewed, the old code is worth nothing from this moment."""
    locked = lock(organisation)
    if is_open:
        check_verified(locked)
    locked.is_joining_open = is_open
    if renew:
        locked.join_code = new_join_code()
    locked.save(update_fields=["is_joining_open", "join_code"])
    record("organisation.join_code", locked, by=by, open=is_open, renewed=renew)
    return locked
