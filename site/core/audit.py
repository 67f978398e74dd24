"""The audit log: one line for each deed that someone may have to answer for."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from core.dates import now
from core.models import AuditEntry
from core.prepared import insert


def record(deed: str, subject: models.Model, *, by: AbstractBaseUser | None, **data: Any) -> AuditEntry:
    """Note that `by` (None: the system) did `deed` ("certificate.issued") to `subject`.

    Call it inside the transaction of the deed itself: both are kept or neither is.
    """
    entry = AuditEntry(deed=deed, actor_id=by.pk if by else None, subject=f"{subject._meta.label_lower}:{subject.pk}", data=data)
    insert([entry])
    return entry


def forget(entries: "models.QuerySet[AuditEntry]", *, by: AbstractBaseUser | None) -> int:
    """Empty what these lines tell beside who, what and when; how many were. The deed is noted, and the chain still holds."""
    numbers = list(entries.filter(forgotten_at=None).exclude(data={}).values_list("pk", flat=True))
    for entry in AuditEntry.objects.filter(pk__in=numbers):
        record("audit.forgotten", entry, by=by)
    AuditEntry.objects.filter(pk__in=numbers).update(data={}, forgotten_at=now())
    return len(numbers)
