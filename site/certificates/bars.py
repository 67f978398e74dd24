"""Whether a person is barred from a scheme today, because a certificate of theirs was withdrawn and not restored."""

import datetime as dt

from certificates import barring
from certificates.models import CertificateEvent
from certificates.status import State
from core.dates import local_day, today


def barred_until(holder: int, scheme: int) -> dt.date | None:
    """The last day on which this person gets no certificate of this scheme; None where nothing bars (one query)."""
    withdrawn = CertificateEvent.objects.filter(
        kind=CertificateEvent.Kind.WITHDRAWN,
        certificate__holder_id=holder,
        certificate__scheme_id=scheme,
        certificate__state=State.WITHDRAWN,
        certificate__successor=None,  # restored on appeal: then the withdrawal did not stand
    )
    days = [barring.until(local_day(event.at), event.reason_code) for event in withdrawn]
    last = max(days, default=None)
    return last if last is not None and last >= today() else None
