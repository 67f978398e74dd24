"""Whether a person is barred from a scheme today, because a certificate of theirs was withdrawn and not restored."""

import datetime as dt

from certificates import barring
from certificates.measures import Rules
from certificates.models import CertificateEvent, SchemeVersion
from certificates.status import State
from core.dates import local_day, today


def barred_until(holder: int, version: SchemeVersion) -> dt.date | None:
    """The last day on which this person gets no certificate by these rules; None where nothing bars (one query)."""
    withdrawn = CertificateEvent.objects.filter(
        kind=CertificateEvent.Kind.WITHDRAWN,
        certificate__holder_id=holder,
        certificate__scheme_id=version.scheme_id,
        certificate__state=State.WITHDRAWN,
        certificate__successor=None,  # restored on appeal: then the withdrawal did not stand
    )
    rules = Rules.of(version.requirements)
    waits = {"months": rules.barred_months, "after_deceit": rules.barred_months_for_fraud}
    days = [barring.until(local_day(event.at), event.reason_code, **waits) for event in withdrawn]
    last = max(days, default=None)
    return last if last is not None and last >= today() else None
