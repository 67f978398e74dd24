"""Covenants (公约): written by an association, let in by the office, signed by enterprises, withdrawn in sight."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import Covenant, CovenantSignature
from cms import pagecache
from core.audit import record
from core.dates import now
from organisations.models import Organisation

TAG = "covenants"


class Refused(Exception):
    """It cannot be done; the message says why and what helps."""


def associations(person: User) -> QuerySet[Organisation]:
    """For which associations this person may write covenants: verified ones he answers for."""
    return Organisation.objects.managed_by(person).verified().filter(kind=Organisation.Kind.ASSOCIATION).order_by("name")


def signers(person: User) -> QuerySet[Organisation]:
    """For which enterprises this person may sign: verified ones he answers for."""
    return Organisation.objects.managed_by(person).verified().filter(kind=Organisation.Kind.ENTERPRISE).order_by("name")


@transaction.atomic
def hand_in(covenant: Covenant, *, by: User) -> None:
    """Give a draft to the office. Handed in twice changes nothing."""
    locked = Covenant.objects.select_for_update().get(pk=covenant.pk)
    if locked.handed_in_at is not None:
        return
    locked.handed_in_at, locked.returned = now(), ""
    locked.save(update_fields=["handed_in_at", "returned"])
    record("covenant.handed_in", locked, by=by)


@transaction.atomic
def decide(covenant: Covenant, *, publish: bool, reason: str, by: User) -> None:
    """Publish it, or give it back with a reason. What is decided stays so."""
    locked = Covenant.objects.select_for_update().get(pk=covenant.pk)
    if not locked.is_waiting:
        raise Refused(_("This covenant does not wait for a decision any more."))
    if Organisation.objects.managed_by(by).filter(pk=locked.association_id).exists():
        raise Refused(_("You answer for this association yourself: let somebody else decide."))
    if publish:
        locked.published_at = now()
        locked.save(update_fields=["published_at"])
    elif not reason.strip():
        raise Refused(_("Say why it is returned: the association has to mend it."))
    else:
        locked.handed_in_at, locked.returned = None, reason.strip()[:200]
        locked.save(update_fields=["handed_in_at", "returned"])
    record("covenant.decided", locked, by=by, published=publish, reason=reason)
    pagecache.purge(TAG, "map")


@transaction.atomic
def sign(covenant: Covenant, *, body: Organisation, by: User) -> CovenantSignature:
    """Sign for an enterprise. Signed twice, the first signature stands."""
    if not covenant.is_published:
        raise Refused(_("This covenant is not published: nobody can sign it yet."))
    if not signers(by).filter(pk=body.pk).exists():
        raise Refused(_("Only who answers for a verified enterprise may sign for it."))
    standing = CovenantSignature.objects.standing().filter(covenant=covenant, organisation=body)
    if mine := standing.first():
        return mine
    try:
        with transaction.atomic():
            made = CovenantSignature.objects.create(covenant=covenant, organisation=body, by=by)
    except IntegrityError:  # the other of two clicks was first
        return standing.get()
    record("covenant.signed", covenant, by=by, organisation=str(body.pk))
    pagecache.purge(TAG)
    return made


@transaction.atomic
def withdraw(signature: CovenantSignature, *, by: User, reason: str) -> CovenantSignature:
    """Take a signature back; it stays in the list as withdrawn. Twice changes nothing. The office strikes one with a reason."""
    mine = CovenantSignature.objects.select_for_update(of=("self",)).get(pk=signature.pk)
    if mine.withdrawn_at is not None:
        return mine
    is_own = signers(by).filter(pk=mine.organisation_id).exists()
    if not is_own and not reason.strip():
        raise Refused(_("Say why this signature is struck: it stands beside it in the list."))
    mine.withdrawn_at, mine.withdrawn_by, mine.reason = now(), by, reason.strip()[:200]
    mine.save(update_fields=["withdrawn_at", "withdrawn_by", "reason"])
    record("covenant.withdrawn", mine.covenant, by=by, organisation=str(mine.organisation_id), reason=mine.reason)
    pagecache.purge(TAG)
    return mine
