"""Counting (统计曝光): how often each item stood on a paper in the last year, written beside the item."""

import datetime as dt

from django.db.models import Count

from exams import exposure
from exams.models import Attempt, AttemptItem, Exam, Item


def count_exposure(at: dt.datetime) -> int:
    """Bring every item's count up to date; how many have changed (4 queries). Safe to run twice and beside itself."""
    recent = Attempt.objects.filter(started_at__gte=at - exposure.WINDOW).exclude(exam__kind=Exam.Purpose.PRACTICE)
    papers = dict(recent.order_by().values_list("exam__credential").annotate(Count("pk")))
    stood: dict[int, dict[str, int]] = {}
    rows = AttemptItem.objects.filter(attempt__in=recent).order_by()
    for item, credential, times in rows.values_list("item_version__item", "attempt__exam__credential").annotate(Count("pk")):
        stood.setdefault(item, {})[credential] = times
    changed = []
    for item in Item.objects.only("used", "exposure_percent"):
        times = stood.get(item.pk, {})
        found = sum(times.values()), exposure.percent(times, papers)
        if found != (item.used, item.exposure_percent):
            item.used, item.exposure_percent = found
            changed.append(item)
    Item.objects.bulk_update(changed, ["used", "exposure_percent"], batch_size=500)
    return len(changed)
