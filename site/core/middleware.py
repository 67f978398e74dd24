import logging
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from core import following, metrics, telemetry, views

log = logging.getLogger("haizhun.requests")

_PAGES = {
    400: views.bad_request,
    403: views.permission_denied,
    404: views.page_not_found,
    500: views.server_error,
}


class FollowedMiddleware:
    """Each request has a number: its answer bears it, and the jobs it leaves behind, and every line of the log about either.

    A proxy's own number is taken over where there is a proxy. Counted and measured where somebody reads it (core/metrics.py).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if settings.SECURE_PROXY_SSL_HEADER else ""
        number, began = following.accepted(given), time.perf_counter()
        with following.following(number), telemetry.span("request", method=str(request.method)) as span:
            response = self.get_response(request)
            view = request.resolver_match.view_name if request.resolver_match else "none"
            if span is not None:
                span.update_name(view)
                span.set_attribute("status", response.status_code)
            self._tell(request, response, view, time.perf_counter() - began)
        response["X-Request-ID"] = number
        return response

    def _tell(self, request: HttpRequest, response: HttpResponse, view: str, seconds: float) -> None:
        if metrics.on():
            metrics.count_request(view, str(request.method), response.status_code, seconds)
        if log.isEnabledFor(logging.INFO):
            # By number, never by name; of a session that was read anyway. One that could not be read is not asked again: out
            # here nothing turns a database that is away into a 503.
            person = getattr(getattr(request, "session", None), "_session_cache", {}).get(SESSION_KEY)
            told = {"view": view, "method": request.method, "status": response.status_code, "person": person}
            log.info("answered", extra={**told, "milliseconds": round(seconds * 1000, 1)})


class PlainErrorsMiddleware:
    """A reader sees the site's own words for an error even while DEBUG is on.

    Django answers errors under DEBUG with technical English pages, past any handler; the traceback stays in
    the log. A developer who wants those pages sets HAIZHUN_SHOW_TRACEBACKS.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        page = _PAGES.get(response.status_code)
        if page is None or not settings.DEBUG or settings.SHOW_TRACEBACKS or not _is_technical(response):
            return response
        return page(request)


def _is_technical(response: HttpResponse) -> bool:
    """Django's own technical page, told by what only it contains (its styles sit in an inline block)."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return False
    return b"DEBUG = True" in response.content or b'id="explanation"' in response.content


class DatabaseAwayMiddleware:
    """While the database is away (a restart, a lock waited for in vain) the answer is 503: the same again, in a moment.

    Django would say 500, which tells a script to give up. The exception is noted where Django has it in hand, whatever
    middleware it came through; the traceback is in the log all the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        got_request_exception.connect(_note, dispatch_uid="core.database_away")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return views.database_away(request) if response.status_code == 500 and request.META.get(_AWAY) else response


_AWAY = "core.database_away"


def _note(sender: object, request: HttpRequest | None = None, **kwargs: object) -> None:
    if request is not None and isinstance(sys.exception(), OperationalError | InterfaceError):
        request.META[_AWAY] = True


class TooLargeMiddleware:
    """A request that says it is larger than anything we take is refused before a byte of it is read (413)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.UPLOAD_MAX_MB * 1024 * 1024:
            return views.too_large(request, settings.UPLOAD_MAX_MB)
        return self.get_response(request)


class NoSuchAddressMiddleware:
    """An address that holds a NUL leads nowhere (404): nothing is kept under one, and PostgreSQL takes asking for a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return views.page_not_found(request) if "\0" in request.path_info else self.get_response(request)
