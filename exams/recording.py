"""The record of a sitting (考场记录): who did what, when, about whom. The caller is in the transaction of the deed."""

from accounts.models import User
from core.clock import now
from exams.models import Registration, Sitting, SittingEntry

LONGEST = 500


def enter(
    sitting: Sitting, kind: str, *, by: User | None, registration: Registration | None = None, text: str = ""
) -> SittingEntry:
    """Add a line (1 query)."""
    said = text[:LONGEST]
    return SittingEntry.objects.create(sitting=sitting, registration=registration, kind=kind, by=by, text=said, at=now())
