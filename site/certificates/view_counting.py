"""Who looked (查看次数): how often a day strangers looked at a certificate. Counts only; nothing about who they were.

A look costs no write to the database: it draws a ticket in the cache, and beat turns tickets into rows every few minutes. A
cache that is away, or one that is a folder and asked twice in the same instant, loses looks; it never invents any. Programs
that say what they are, and the holder, are not counted.
"""

import datetime as dt
import re
from collections import Counter
from typing import NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Q, Sum
from django.http import HttpRequest

from certificates.models import Certificate, ViewCount
from cms import pagecache
from core.dates import today

_LAST, _DONE = "looks-last", "looks-done"
_DAYS = 2 * 86_400
MOST = 50_000
_BATCH = 1000
_BOTS = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|scrap|headless|lighthouse|facebookexternal", re.I)


def looked(request: HttpRequest, certificate: str, holder: int | None = None) -> None:
    """Note one look at the certificate with this key. `holder` is asked for only where somebody is signed in."""
    agent = request.headers.get("User-Agent", "")
    if request.method == "HEAD" or not agent or _BOTS.search(agent):
        return
    if not pagecache.is_plain(request) and request.user.pk == holder:
        return
    cache.add(_LAST, 0, _DAYS)
    try:
        ticket = cache.incr(_LAST)
    except ValueError:  # thrown out between the two lines: this look is lost
        return
    cache.set(_ticket(ticket), (certificate, today()), _DAYS)


class Looks(NamedTuple):
    """How often, for the holder."""

    today: int
    week: int
    total: int


def looks(certificate: Certificate) -> Looks:
    """What has been counted so far (one query)."""
    since = today() - dt.timedelta(days=6)
    sums = certificate.view_counts.aggregate(
        today=Sum("count", filter=Q(day=today())), week=Sum("count", filter=Q(day__gte=since)), total=Sum("count")
    )
    return Looks(sums["today"] or 0, sums["week"] or 0, sums["total"] or 0)


def flush() -> int:
    """Turn the tickets drawn since the last time into rows; how many there were. Two at once: one of them does it."""
    if not cache.add("looks-flushing", 1, 60):
        return 0
    try:
        return _flush()
    finally:
        cache.delete("looks-flushing")


def _flush() -> int:
    last, done = int(cache.get(_LAST, 0)), int(cache.get(_DONE, 0))
    done = done if done <= last else 0  # the cache was emptied and counts from the start again
    end = min(last, done + MOST)
    seen: Counter[tuple[str, dt.date]] = Counter()
    for start in range(done + 1, end + 1, _BATCH):
        tickets = [_ticket(at) for at in range(start, min(start + _BATCH, end + 1))]
        found = cache.get_many(tickets)
        seen.update(found.values())
        # Before they are written down: a crash in between loses looks, the other way round would count them twice.
        cache.delete_many(tickets)
    cache.set(_DONE, end, _DAYS)
    _write(seen)
    return sum(seen.values())


def _write(seen: Counter[tuple[str, dt.date]]) -> None:
    there = {str(pk) for pk in Certificate.objects.filter(pk__in={pk for pk, _day in seen}).values_list("pk", flat=True)}
    with transaction.atomic():
        for (certificate, day), count in sorted(seen.items()):
            if certificate in there:
                row, _created = ViewCount.objects.get_or_create(certificate_id=certificate, day=day)
                ViewCount.objects.filter(pk=row.pk).update(count=F("count") + count)


def _ticket(number: int) -> str:
    return f"look:{number}"
