"""The public log: every day's signed head, for people and for programs, and the proof that one begins with the other."""

import datetime as dt
from typing import Any

from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from certificates import transparency
from certificates.models import LogHead
from cms import pagecache


@require_safe
@pagecache.tagged("log")
def log(request: HttpRequest) -> HttpResponse:
    """A year's heads, the newest first, and how anyone checks them (three queries)."""
    years = list(LogHead.objects.order_by().annotate(year=ExtractYear("day")).values_list("year", flat=True).distinct())
    years.sort(reverse=True)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else next(iter(years), None)
    heads = LogHead.objects.filter(day__year=year) if year else LogHead.objects.none()
    newest = LogHead.objects.first()
    context = {"heads": heads, "year": year, "years": years, "newest": newest, "section": "verify"}
    return render(request, "certificates/log.html", context)


@require_safe
@pagecache.tagged("log")
def heads(request: HttpRequest) -> HttpResponse:
    """All heads as data; what somebody keeps to compare with later (`verify_log --heads`)."""
    return _data({"type": transparency.TYPE, "heads": [_told(head) for head in LogHead.objects.order_by("day")]})


@require_safe
@pagecache.tagged("log")
def head(request: HttpRequest, day: str) -> HttpResponse:
    """One day's head, with the proof that the log of the day before is its beginning."""
    try:
        asked = dt.date.fromisoformat(day)
    except ValueError as reason:
        raise Http404(day) from reason
    shown = get_object_or_404(LogHead, day=asked)
    before = LogHead.objects.filter(day__lt=asked).first()
    told = {**_told(shown), "previous": before and _told(before)}
    if before and before.size:
        told["consistency"] = [whole.hex() for whole in transparency.consistency(before.size, shown.size)]
    return _data(told)


@require_safe
@pagecache.tagged("log")
def consistency(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """That the log of `second` entries begins with the log of `first`."""
    if not 0 < first <= second <= transparency.length():
        return _data({"error": {"code": "no_such_size", "message": "Sizes must be: 0 < first <= second <= entries."}}, 404)
    path = [whole.hex() for whole in transparency.consistency(first, second)]
    return _data({"first": first, "second": second, "path": path})


def _told(head: LogHead) -> dict[str, Any]:
    return {**head.told(), "jws": head.jws or None}


def _data(told: dict[str, Any], status: int = 200) -> JsonResponse:
    reply = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    reply["Access-Control-Allow-Origin"] = "*"
    return reply
