"""Forgetting a name (去除姓名): when the time for keeping it is over, nothing of a certificate names its holder any more.

The row keeps number, dates, state and digests, the log keeps its entries without the salt that sealed the name. Free texts and
files of its proceedings, corrections and application go as well, for they name whom they are about. Each certificate is a
transaction of its own; files go once that is kept, and a file that a dead worker left is found by the next run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from certificates import clearing, posting, retention
from certificates.badges import awarding
from certificates.clearing import GONE, LOOK_BACK
from certificates.models import (
    Application,
    Artefact,
    Certificate,
    CertificateEvent,
    Correction,
    Enclosure,
    LogEntry,
    Proceeding,
    ShareLink,
    Step,
)
from certificates.status import State
from core import audit
from core.dates import now, today
from core.keeping import drop_all

_ENDINGS = (CertificateEvent.Kind.WITHDRAWN, CertificateEvent.Kind.SUPERSEDED, CertificateEvent.Kind.CANCELLED)


@dataclass(frozen=True, kw_only=True)
class Due(retention.Due):
    """A certificate whose holder is to be told, or whose name is to go."""

    certificate: Certificate


def due(limit: int = 500) -> Iterator[Due]:
    """The first of those that are due."""
    return islice(_due(), limit)


def _due() -> Iterator[Due]:
    """Those whose day has come or comes within the days of notice, the oldest first (one query).

    Not while a proceeding or a correction of theirs is undecided: whoever decides has to know about whom.
    """
    ended = CertificateEvent.objects.filter(certificate=OuterRef("pk"), kind__in=_ENDINGS).order_by("-pk").values("at")[:1]
    told = posting.told("certificate", posting.News.FORGETTING)
    open_ = Exists(Proceeding.objects.pending().filter(certificate=OuterRef("pk")))
    asked = Exists(Correction.objects.pending().filter(certificate=OuterRef("pk")))
    ends = Q(valid_until__lt=today()) | Q(state__in=[State.WITHDRAWN, State.SUPERSEDED, State.CANCELLED])
    rows: QuerySet[Any] = (
        Certificate.objects.filter(ends, ~open_, ~asked, name_removed_at=None)
        .select_related("scheme_version", "holder")
        .annotate(ended_at=Subquery(ended), told_at=told)
        .order_by("valid_until", "pk")
    )
    for certificate in rows.iterator(chunk_size=500):
        end = retention.end(certificate.state, certificate.valid_until, certificate.ended_at and localdate(certificate.ended_at))
        if end is None:
            continue
        on = retention.due(end, certificate.scheme_version.retention_years)
        if retention.is_near(on, today()):
            yield Due(certificate=certificate, on=on, told_on=certificate.told_at and localdate(certificate.told_at))


def tell_due(limit: int = 500) -> int:
    """Write to those whose name goes soon; how many letters that made (a repeat: none)."""
    written = 0
    for one in list(due(limit)):
        if one.told_on is None:
            with transaction.atomic():
                written += posting.write(one.certificate, posting.News.FORGETTING, occasion=one.on)
    return written


def forget_due(limit: int = 500) -> int:
    """Take off the names whose time is over; how many. Killed and run again it goes on; two at once take each name off once."""
    clear_files()
    return sum(forget(one.certificate) for one in list(due(limit)) if one.may_go(today()))


def forget(certificate: Certificate) -> bool:
    """Take the name off the register and out of everything kept of this certificate. False: it was gone already."""
    with transaction.atomic():
        at = now()
        # One conditional update: of two at once only one goes on.
        if not Certificate.objects.filter(pk=certificate.pk, name_removed_at=None).update(holder_name=GONE, name_removed_at=at):
            return False
        certificate.holder_name, certificate.name_removed_at = GONE, at
        awarding.forget(certificate)
        LogEntry.objects.filter(event__certificate=certificate).update(facts_salt="")
        ShareLink.objects.open().filter(certificate=certificate).update(ended_at=at)
        Step.objects.filter(proceeding__certificate=certificate, forgotten_at=None).update(text=GONE, forgotten_at=at)
        proceedings = Proceeding.objects.filter(certificate=certificate, forgotten_at=None)
        proceedings.update(reasons=GONE, decision_reasons=GONE, forgotten_at=at)
        corrections = _corrections(certificate).filter(forgotten_at=None)
        corrections.update(name=GONE, text=GONE, reasons=GONE, forgotten_at=at)
        _enclosures(certificate).filter(forgotten_at=None).update(name=GONE, forgotten_at=at)
        for application in Application.objects.filter(certificate=certificate):
            clearing.clear(application)
        kind, reason = CertificateEvent.Kind.NAME_REMOVED, CertificateEvent.Reason.RETENTION
        CertificateEvent.objects.create(certificate=certificate, kind=kind, at=at, reason_code=reason)
        audit.record("certificate.name_removed", certificate, by=None)
        transaction.on_commit(lambda: _delete(certificate))
    return True


def _corrections(certificate: Certificate) -> QuerySet[Correction]:
    """What was asked about its name, and what led to it: both hold the name it bears."""
    return Correction.objects.filter(Q(certificate=certificate) | Q(successor=certificate))


def _enclosures(certificate: Certificate) -> QuerySet[Enclosure]:
    about = Q(step__proceeding__certificate=certificate) | Q(correction__certificate=certificate)
    return Enclosure.objects.filter(pk__in=Enclosure.objects.filter(about | Q(correction__successor=certificate)).values("pk"))


def _delete(certificate: Certificate) -> int:
    """Remove its files; how many were still there."""
    keys = [*Artefact.objects.filter(certificate=certificate).values_list("key", flat=True)]
    keys += _enclosures(certificate).values_list("key", flat=True)
    return drop_all(keys)


def clear_files() -> int:
    """Remove what a worker left that died between the commit and the files."""
    lately = Certificate.objects.filter(name_removed_at__gte=now() - LOOK_BACK)
    return sum(_delete(certificate) for certificate in lately.iterator())
