"""Seats (席位): given out by one conditional UPDATE, so that the database decides and nothing is oversold.

For tables with `seats` (None: as many as come) and `taken`. Beside this every such table has a check constraint that
`taken` never exceeds `seats`.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q


def take(rows: "models.QuerySet[Any]", pk: object, number: int = 1) -> bool:
    """Count so many more seats as taken: all of them or none."""
    free = Q(seats=None) | Q(seats__gte=F("taken") + number)
    return bool(rows.filter(free, pk=pk).update(taken=F("taken") + number))


def give_back(rows: "models.QuerySet[Any]", pk: object, number: int = 1) -> bool:
    """Count so many fewer as taken."""
    return bool(rows.filter(pk=pk, taken__gte=number).update(taken=F("taken") - number))
