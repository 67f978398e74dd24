"""Forgetting the rows of imports (清除名单内容): they name people who may never have come. The counts and the digest stay."""

import datetime as dt

from core.dates import now
from organisations.models import RosterImport

# Long enough to take the result file and mend what was in error.
KEPT = dt.timedelta(days=30)


def forget_imports() -> int:
    """Empty the rows of imports that ended, or were never confirmed, thirty days ago; how many. Safe to run twice."""
    moment = now()
    return RosterImport.objects.to_clear(moment - KEPT).update(lines=[], notes=[], cleared_at=moment)
