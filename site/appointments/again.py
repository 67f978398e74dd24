"""Once more (重复提交): what a second click sends is what the first has written, never a second of it."""

import datetime as dt
from typing import TypeVar

from django.db.models import Model, QuerySet

from core.dates import now

AGAIN = dt.timedelta(minutes=10)
_Row = TypeVar("_Row", bound=Model)


def already(rows: "QuerySet[_Row]", moment: str, **said: object) -> _Row | None:
    """The row of these very words written within the last minutes. The caller holds the row above, so that one is first."""
    return rows.filter(**{f"{moment}__gte": now() - AGAIN}, **said).first()
