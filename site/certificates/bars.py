"""Whether a person is barred from a scheme, because a certificate of theirs was withdrawn and not restored.

Asked where one registers for the exam or starts it, where one applies, and once more where a certificate is issued.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import BigIntegerField, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates import barring
from certificates.measures import Rules
from certificates.models import CertificateEvent, Scheme, SchemeVersion
from core.dates import local_day, today
from core.prepared import Given, Rows
from exams.conditions import Condition
from exams.models import ExamVersion


def barred_until(holder: int, version: SchemeVersion) -> dt.date | None:
    """The last day on which this person gets no certificate by these rules; None where nothing bars (one query)."""
    last = _last(CertificateEvent.objects.barring(holder).filter(certificate__scheme_id=version.scheme_id), version)
    return last if last is not None and last >= today() else None


def before_exam(candidate: User, version: ExamVersion, at: dt.datetime) -> Condition | None:
    """That no exam is sat which could earn nothing (one query; two where something was withdrawn, three where it bars)."""
    events = _withdrawn.all(holder=candidate.pk)
    schemes = set(Scheme.objects.filter(exam_code=version.exam.code).values_list("pk", flat=True)) if events else set()
    withdrawn = [event for event in events if event.certificate.scheme_id in schemes]
    if not withdrawn:
        return None
    day = local_day(at)
    rules = SchemeVersion.objects.filter(scheme=withdrawn[0].certificate.scheme_id).in_force(day).first()
    last = _last(withdrawn, rules) if rules else None
    if last is None or last < day:
        return None
    again = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), get_current_timezone())
    said = _("A certificate of yours was withdrawn. You can take this exam again from %(day)s.")
    return Condition(False, said % {"day": date_format(again, "DATE_FORMAT")}, allowed_from=again, key="bar")


def _barring() -> "QuerySet[CertificateEvent]":
    return CertificateEvent.objects.barring(Given("holder", BigIntegerField()))


# Asked at every start and on every page of a failed result (docs/algorithms/cost.md), so of the person alone: hardly anybody
# has such an event, and to look at scheme and exam as well took PostgreSQL three times as long to plan as to carry out.
_withdrawn: Rows[CertificateEvent] = Rows(_barring)


def _last(withdrawn: Iterable[CertificateEvent], version: SchemeVersion) -> dt.date | None:
    rules = Rules.of(version.requirements)
    waits = {"months": rules.barred_months, "after_deceit": rules.barred_months_for_fraud}
    return max((barring.until(local_day(event.at), event.reason_code, **waits) for event in withdrawn), default=None)
