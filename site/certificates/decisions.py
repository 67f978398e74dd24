"""What may be decided about a certificate after it was issued: suspend, reinstate, withdraw, cancel (暂停、恢复、撤销、注销)."""

from typing import TYPE_CHECKING

from django.db import transaction

from certificates.models import Certificate, CertificateEvent
from certificates.status import TRANSITIONS, State
from core import audit
from core.dates import now

if TYPE_CHECKING:
    from accounts.models import User

_KIND = {
    State.VALID: CertificateEvent.Kind.REINSTATED,
    State.SUSPENDED: CertificateEvent.Kind.SUSPENDED,
    State.WITHDRAWN: CertificateEvent.Kind.WITHDRAWN,
    State.CANCELLED: CertificateEvent.Kind.CANCELLED,
}


class NotAllowed(Exception):
    """The certificate's state does not lead there: what has ended stays ended."""


@transaction.atomic
def retire(
    certificate: Certificate, *, by: "User | None", reason: CertificateEvent.Reason, public_note: str = ""
) -> CertificateEvent:
    """Take a live certificate off the register so that another may stand in its place. Raises NotAllowed when it is not live.

    Unlike `decide` it never finds an earlier one's work done: whoever retires it makes the successor, and only one may.
    """
    if not Certificate.objects.live().filter(pk=certificate.pk).update(state=State.SUPERSEDED):
        raise NotAllowed(f"{certificate.number} has ended or was replaced already")
    certificate.state = Certificate.State.SUPERSEDED
    return CertificateEvent.objects.create(
        certificate=certificate,
        kind=CertificateEvent.Kind.SUPERSEDED,
        at=now(),
        actor=by,
        reason_code=reason,
        public_note=public_note,
    )


@transaction.atomic
def decide(
    certificate: Certificate, to: State, *, by: "User | None", reason: CertificateEvent.Reason, public_note: str = ""
) -> CertificateEvent:
    """Move a certificate to `to`. Deciding the same again returns the first decision; the public note is shown to all."""
    before = tuple(state for state, after in TRANSITIONS.items() if to in after)
    # One conditional update: of two deciders at once only one moves it.
    moved = Certificate.objects.filter(pk=certificate.pk, state__in=before).update(state=to)
    certificate.state = Certificate.objects.values_list("state", flat=True).get(pk=certificate.pk)
    last = certificate.events.filter(kind=_KIND[to]).last()
    if not moved:
        if certificate.state == to and last is not None:
            return last
        raise NotAllowed(f"{certificate.number}: {certificate.state} does not lead to {to}")
    audit.record(f"certificate.{_KIND[to]}", certificate, by=by, reason=reason)
    return CertificateEvent.objects.create(
        certificate=certificate, kind=_KIND[to], at=now(), actor=by, reason_code=reason, public_note=public_note
    )
