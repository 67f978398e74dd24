"""Lapsing (失效): that a certificate expired or lapsed is derived from the calendar; here its holder is told, once.

Nothing is written into the certificate. The one that has run out stays in the index of live certificates until the next
one takes its place (issuing, renewing), so that there is at most one at any moment.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from certificates import posting
from certificates.models import Certificate, CertificateLetter, SchemeVersion
from certificates.status import State
from core.dates import today

News = posting.News
# A site that was down for so long still tells; what ended earlier, before there were such letters, is not told.
_LOOK_BACK = dt.timedelta(days=30)
_DAY = dt.timedelta(days=1)


def tell_ended(limit: int = 500) -> int:
    """Write to those whose certificate expired or lapsed in the last days; how many letters that made (a repeat: none).

    One query for the terms of grace, one for each kind of end, then each letter in a transaction of its own.
    """
    terms = SchemeVersion.objects.values_list("grace_days", flat=True).distinct().order_by()
    lapsed = Q(pk=None)
    for grace in terms:
        lapsed |= Q(scheme_version__grace_days=grace, valid_until__range=_window(grace))
    return _tell(Q(valid_until__range=_window(0)), News.EXPIRED, limit) + _tell(lapsed, News.LAPSED, limit)


def _window(grace: int) -> tuple[dt.date, dt.date]:
    """The last good days of those whose end, or end of grace, lies in the last days."""
    last = today() - dt.timedelta(days=grace)
    return last - _LOOK_BACK, last - _DAY


def _tell(ended: Q, news: CertificateLetter.News, limit: int) -> int:
    written = CertificateLetter.objects.filter(certificate=OuterRef("pk"), news=news)
    untold = Certificate.objects.filter(ended, ~Exists(written), state=State.VALID).select_related("holder")
    count = 0
    for certificate in untold.order_by("valid_until", "pk")[:limit]:
        with transaction.atomic():
            count += posting.write(certificate, news, occasion=certificate.valid_until)
    return count
