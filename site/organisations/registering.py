"""Registering a body (单位登记), and what an operator decides about it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from organisations import news
from organisations.belonging import lock
from organisations.models import Membership, Organisation, OrganisationDecision, Role
from organisations.refusal import Refused

# Nobody registers bodies by the dozen; who has many goes to the operator.
MOST_AWAITING = 3


@transaction.atomic
def register(*, organisation: Organisation, by: User) -> Organisation:
    """Propose a body to the operator. Whoever does so answers for it from then on."""
    awaiting = Organisation.objects.filter(registered_by=by, state=Organisation.State.PROPOSED)
    if awaiting.count() >= MOST_AWAITING:
        raise Refused(_("Three organisations of yours await verification already. Wait for the decisions first."))
    organisation.registered_by, organisation.state = by, Organisation.State.PROPOSED
    organisation.save()
    Membership.objects.create(organisation=organisation, person=by, name=by.full_name, email=by.email, role=Role.MANAGER)
    record("organisation.registered", organisation, by=by, kind=organisation.kind)
    return organisation


def decide(*, organisation: Organisation, outcome: str, reason: str, by: User) -> OrganisationDecision:
    """Verify or refuse a body, with the reason. Decided otherwise later, that is one more decision."""
    try:
        return _decide(organisation, outcome, reason.strip(), by)
    except IntegrityError as taken:
        raise Refused(_("An organisation with this code is verified already.")) from taken


@transaction.atomic
def _decide(organisation: Organisation, outcome: str, reason: str, by: User) -> OrganisationDecision:
    locked = lock(organisation)
    if not reason:
        raise Refused(_("Write the reason: what was compared with what."))
    if locked.registered_by_id == by.pk:
        raise Refused(_("You registered this organisation yourself. Somebody else has to verify it."))
    made = OrganisationDecision.objects.create(organisation=locked, outcome=outcome, reason=reason, by=by)
    locked.state = Organisation.State(outcome)
    locked.save(update_fields=["state"])
    record("organisation.decided", locked, by=by, outcome=outcome, reason=reason)
    news.tell_decided(made)
    return made
