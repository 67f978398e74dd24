"""Health, figures and the plain error pages. When the database is down an error page asks it nothing, or does without."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db.utils import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from core import health, metrics

# Rooms above tell which pages lie near to an address that leads nowhere: (title, address), the nearest first.
nearest: list[Callable[[str], list[tuple[str, str]]]] = []


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Whether to send people here: 503 without database, tables or disk. Each part is named with yes or no; no detail is told."""
    found = health.told()
    serves = health.serves(found)
    return JsonResponse({"ready": serves, **found}, status=200 if serves else 503, headers={"Cache-Control": "no-store"})


def metrics_text(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, for whoever has the token. Without one there is no such page."""
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    given = request.headers.get("Authorization", "")
    if not metrics.on() or not constant_time_compare(given.encode(), wanted.encode()):
        raise Http404
    return HttpResponse(
        metrics.exposed(), content_type="text/plain; version=0.0.4; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


def hello(request: HttpRequest) -> HttpResponse:
    """The barest page there is: the yardstick `run.py bench` measures every other page against."""
    return HttpResponse("hello", content_type="text/plain")


def _error(
    request: HttpRequest, status: int, title: str, sentence: str, near: list[tuple[str, str]] | None = None
) -> HttpResponse:
    context = {"status": status, "title": title, "sentence": sentence, "near": near}
    return render(request, "error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(
        request, 400, _("This request cannot be read"), _("Go back, reload the page and try again. Nothing was changed.")
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(
        request, 403, _("This page is not open to you"), _("Sign in with another account, or ask whoever sent you the address.")
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(
        request,
        404,
        _("No page at this address"),
        _("The address may be mistyped, or the page has moved. Search, or start from the home page."),
        _near(request.path),
    )


def _near(path: str) -> list[tuple[str, str]]:
    """What may have been meant. Without a database, or with nothing near, the page is as helpful without it."""
    try:
        return [pair for ask in nearest for pair in ask(path)]
    except DatabaseError:
        logging.getLogger(__name__).exception("no pages near %s could be named", path)
        return []


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """The rest of the request is read by nobody, so the line ends with this answer."""
    told = {"most": most}
    answer = _error(
        request,
        413,
        _("This file is too large"),
        _("At most %(most)s MB are taken at once. Nothing was changed. Make the file smaller and send it again.") % told,
    )
    answer["Connection"] = "close"
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(
        request,
        500,
        _("Something went wrong on our side"),
        _("It has been recorded. Answers already marked as saved are safe; try again in a moment."),
    )


def database_away(request: HttpRequest) -> HttpResponse:
    """503: nothing was stored by this request, and sending it again is right. JSON for whoever asks for it."""
    title, sentence = _("The site is busy for a moment"), _("Wait a few seconds and send this again. What was saved is safe.")
    if "application/json" in request.headers.get("Accept", ""):
        answer: HttpResponse = JsonResponse({"reason": "unavailable", "detail": sentence}, status=503)
    else:
        answer = _error(request, 503, title, sentence)
    answer["Retry-After"] = "5"
    answer["Cache-Control"] = "no-store"
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(request, 403, _("This form has expired"), _("Go back, reload the page and send it again. Nothing was changed."))
