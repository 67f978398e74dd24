"""Clearing (清除申请材料): when the time for keeping an application is over, nothing of it tells about the applicant any more.

One that was granted goes with the name on its certificate (forgetting). One that was refused or taken back goes so many years
after that, as its scheme version says, and its applicant is told beforehand. The row keeps who, when and how it was decided;
every step and finding stays, without its words. Files go once that is kept, unless a reopened application still needs them.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from certificates import applying, posting, retention
from certificates.models import Application, ApplicationStep, Evidence
from core import audit
from core.dates import now, today
from core.keeping import drop_all

GONE = "*"
State = Application.State
# So long a file that should be gone is looked for again.
LOOK_BACK = dt.timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Due(retention.Due):
    """An application whose applicant is to be told, or whose words and files are to go."""

    application: Application


def due(limit: int = 500) -> Iterator[Due]:
    """The first of those that are due."""
    return islice(_due(), limit)


def _due() -> Iterator[Due]:
    """Those that ended without a certificate and whose day has come or comes within the days of notice, the oldest first.

    One query, and one for each that is due: not while an appeal against its refusal is undecided.
    """
    back = ApplicationStep.objects.filter(application=OuterRef("pk"), kind=ApplicationStep.Kind.WITHDRAWN).values("at")[:1]
    told = posting.told("application", posting.News.CLEARING)
    rows: QuerySet[Any] = (
        Application.objects.filter(state__in=[State.REFUSED, State.WITHDRAWN], forgotten_at=None)
        .select_related("scheme_version", "holder")
        .annotate(ended_at=Coalesce("decided_at", Subquery(back)), told_at=told)
        .order_by("ended_at", "pk")
    )
    for application in rows.iterator(chunk_size=500):
        on = retention.due(localdate(application.ended_at), application.scheme_version.retention_years)
        if retention.is_near(on, today()) and not _is_appealed(application):
            yield Due(application=application, on=on, told_on=application.told_at and localdate(application.told_at))


def _is_appealed(application: Application) -> bool:
    case = applying.appealed(application) if application.state == State.REFUSED else None
    return case is not None and case.is_pending


def tell_due(limit: int = 500) -> int:
    """Write to those whose application goes soon; how many letters that made (a repeat: none)."""
    written = 0
    for one in list(due(limit)):
        if one.told_on is None:
            with transaction.atomic():
                written += posting.write_of(one.application, posting.News.CLEARING, occasion=one.on)
    return written


def clear_due(limit: int = 500) -> int:
    """Clear the applications whose time is over; how many. Killed and run again it goes on; two at once clear each once."""
    clear_files()
    # Whose certificate has lost its name already: its holder was told with that.
    nameless = Q(state=State.GRANTED, certificate__name_removed_at__isnull=False, forgotten_at=None)
    gone = sum(clear(one) for one in Application.objects.filter(nameless)[:limit])
    return gone + sum(clear(one.application) for one in list(due(limit)) if one.may_go(today()))


def clear(application: Application) -> bool:
    """Take its words and files away. False: they were gone already."""
    with transaction.atomic():
        at = now()
        words = {"statement": GONE} | ({"reasons": GONE} if application.is_decided else {})
        # One conditional update: of two at once only one goes on.
        if not Application.objects.filter(pk=application.pk, forgotten_at=None).update(forgotten_at=at, **words):
            return False
        application.steps.filter(forgotten_at=None).update(text=GONE, forgotten_at=at)
        application.findings.filter(forgotten_at=None).update(note=GONE, forgotten_at=at)
        application.evidence.filter(forgotten_at=None).update(name=GONE, forgotten_at=at)
        audit.record("application.cleared", application, by=None)
        transaction.on_commit(lambda: _delete(application))
    return True


def _delete(application: Application) -> int:
    """Remove its files but for those that another application still needs; how many were still there."""
    keys = set(Evidence.objects.filter(application=application).values_list("key", flat=True))
    keys -= set(Evidence.objects.kept().filter(key__in=keys).values_list("key", flat=True))
    return drop_all(keys)


def clear_files() -> int:
    """Remove what a worker left that died between the commit and the files."""
    lately = Application.objects.filter(forgotten_at__gte=now() - LOOK_BACK)
    return sum(_delete(application) for application in lately.iterator())
