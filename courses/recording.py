"""Taking out a learning record (开具学习档案): what of a person's learning is told on its day."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from courses import record, taking_out
from courses.models import LearningRecord


def take_out(user: User) -> LearningRecord:
    """The record of this moment, printed. Raises TooMany, Unprintable as `taking_out` does."""
    facts = _facts(user)
    title = _("Learning record of %(name)s") % {"name": facts["name"]}
    return taking_out.take_out(LearningRecord, owner=user, facts=facts, sheet="pdf/record.html", title=title, folder="records")


def _facts(user: User) -> dict[str, Any]:
    """What the record says; the daily figures of the parts that a page shows."""
    return {"name": user.full_name, "hours": record.shown(record.total_hours(user)), "parts": record.told(record.of(user))}
