"""Cancelling (注销): a holder gives a certificate up. No measure that is under way can be escaped by it."""

from typing import TYPE_CHECKING

from django.db import transaction

from certificates import decisions, posting
from certificates.models import Certificate, CertificateEvent, Proceeding
from certificates.status import State

if TYPE_CHECKING:
    from accounts.models import User


class NotPossible(Exception):
    """It has ended already, or a measure against it is under way."""


def cancel(certificate: Certificate, *, by: "User") -> CertificateEvent:
    """Cancel one's own certificate, for good. Cancelling twice returns the first cancellation."""
    with transaction.atomic():
        # Announcing a measure inserts a row that refers to this one; the lock lets only one of the two go first.
        Certificate.objects.select_for_update().get(pk=certificate.pk)
        if certificate.holder_id != by.pk or _is_under_way(certificate):
            raise NotPossible(certificate.number)
        try:
            event = decisions.decide(certificate, State.CANCELLED, by=by, reason=CertificateEvent.Reason.REQUEST)
        except decisions.NotAllowed as reason:
            raise NotPossible(str(reason)) from reason
        posting.write(certificate, posting.News.CANCELLED, occasion=event.pk)
    return event


def _is_under_way(certificate: Certificate) -> bool:
    held = Proceeding.objects.filter(certificate__holder_id=certificate.holder_id, certificate__scheme_id=certificate.scheme_id)
    return held.pending().exists()
