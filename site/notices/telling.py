"""Telling (告知): write a notice once, in the caller's transaction, and let it go by mail as its reader wants.

Nobody is flooded: past a few mails an hour the rest waits for the day's one mail, except what is owed.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count

from accounts.models import User
from core.dates import now
from core.jobs import enqueue
from notices import tasks
from notices.kinds import Delivery, Kind
from notices.kinds import kind as kind_of
from notices.models import Notice, Preference

MOST_AN_HOUR = 6
# Rows of one insert: SQLite takes a bounded number of values in a statement.
AT_A_TIME = 500


def tell(code: str, reader: User, *, occasion: object, facts: Mapping[str, Any] | None = None, address: str = "") -> bool:
    """Tell one person. False: this was told before (4 queries, 5 with a mail)."""
    return tell_all(code, [reader], occasion=occasion, facts=facts, address=address) == 1


def tell_all(
    code: str, readers: Iterable[User], *, occasion: object, facts: Mapping[str, Any] | None = None, address: str = ""
) -> int:
    """Tell many the same; how many had not been told. Queries do not grow with the readers but by the five hundred."""
    kind, ways = kind_of(code), list[str]()
    people = list(dict.fromkeys(readers))
    for start in range(0, len(people), AT_A_TIME):
        ways += _write(kind, people[start : start + AT_A_TIME], str(occasion), dict(facts or {}), address)
    if Delivery.AT_ONCE in ways:
        enqueue(tasks.post_notices, code=code, occasion=str(occasion))
    return len(ways)


def _write(kind: Kind, readers: list[User], occasion: str, facts: dict[str, Any], address: str) -> list[str]:
    """Write the rows; how each of them goes."""
    keys = [reader.pk for reader in readers]
    before = set(Notice.objects.filter(reader__in=keys, code=kind.code, occasion=occasion).values_list("reader_id", flat=True))
    delivery = _deliveries(kind, [key for key in keys if key not in before])
    rows = [
        Notice(reader_id=key, code=kind.code, occasion=occasion, facts=facts, address=address, delivery=way)
        for key, way in delivery.items()
    ]
    # Somebody may tell the same this very moment: the constraint keeps the first.
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return [row.delivery for row in rows]


def _deliveries(kind: Kind, keys: list[int]) -> dict[int, str]:
    """How each of these people gets it."""
    if kind.is_fixed:
        return dict.fromkeys(keys, Delivery.LETTER if kind.delivery == Delivery.LETTER else Delivery.AT_ONCE)
    chosen = Preference.objects.of(keys, kind.code)
    ways = {key: chosen.get(key, kind.delivery) for key in keys}
    for key in _flooded([key for key, way in ways.items() if way == Delivery.AT_ONCE]):
        ways[key] = Delivery.DIGEST
    return ways


def _flooded(keys: list[int]) -> list[int]:
    """Who has had as many mails within the hour as one should."""
    if not keys:
        return []
    since = now() - dt.timedelta(hours=1)
    had = Notice.objects.filter(reader__in=keys, delivery=Delivery.AT_ONCE, made_at__gt=since).values("reader_id")
    return list(had.annotate(number=Count("pk")).filter(number__gte=MOST_AN_HOUR).values_list("reader_id", flat=True))
