"""Sharing (分享): the holder makes a link that shows the full name too, renews it so that older ones stop, or ends it.

One open link per certificate; the index decides between two at once. What is printed on documents never holds a secret.
"""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from certificates.models import Certificate, ShareLink
from core import audit
from core.dates import now

if TYPE_CHECKING:
    from accounts.models import User


def renew_link(certificate: Certificate, *, by: "User") -> ShareLink:
    """A new link; whoever has an older one no longer sees the name. Of two at once both get the winner's."""
    try:
        with transaction.atomic():
            _end(certificate)
            link = ShareLink.objects.create(certificate=certificate)
            audit.record("certificate.shared", certificate, by=by)
    except IntegrityError:
        link = ShareLink.objects.open().get(certificate=certificate)
    return link


@transaction.atomic
def end_link(certificate: Certificate, *, by: "User | None") -> None:
    """No link shows the name any more. Ending twice does nothing."""
    if _end(certificate):
        audit.record("certificate.unshared", certificate, by=by)


def _end(certificate: Certificate) -> int:
    return ShareLink.objects.open().filter(certificate=certificate).update(ended_at=now())
