"""Whole public pages, kept until anything is published.

Only for a reader without a session: then the answer is the same for everybody, sets no cookie and depends on
the address alone (the language is part of it). A page says that it may be kept with
`Cache-Control: public` (see `public`); everything else passes untouched. Publishing changes the generation, which
makes every kept page unreachable at once, in every process; so does midnight in Shanghai.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

from cms import comfort
from core.dates import now, today, until_midnight

P = ParamSpec("P")

_GENERATION = "pages-generation"
_SECONDS = 600


def clear() -> None:
    """Forget every kept page (call it after publishing). Two at once never name the same generation."""
    cache.set(_GENERATION, uuid4().hex, None)


def generation() -> str:
    """Under which name pages are kept now; another one after each publishing. Empty only while the cache is away.

    A cache that has lost it (emptied, or never filled) is given a new one; of two processes that do, one wins.
    """
    name = cache.get(_GENERATION)
    if not name and cache.add(_GENERATION, uuid4().hex, None):
        name = cache.get(_GENERATION)
    return str(name or cache.get(_GENERATION, ""))


def is_plain(request: HttpRequest) -> bool:
    """Nobody in particular asks: no session, and no message waits to be shown."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and "messages" not in request.COOKIES


def mark(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say on a public page whether others may be given this very answer."""
    # What a page says of today ends with the day, in a reader's browser too.
    seconds = min(60, until_midnight(now()))
    response["Cache-Control"] = f"public, max-age={seconds}" if is_plain(request) else "private, no-store"
    # For caches in front of us: who has a cookie (a session, larger letters) is never given the plain reader's page.
    patch_vary_headers(response, ["Cookie"])
    return response


def public(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Decorate a view whose page is the same for every reader who is not signed in."""

    @wraps(view)
    def marked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return mark(request, view(request, *args, **kwargs))

    return marked


class PageCacheMiddleware:
    """Answers from kept pages. What stands before it in MIDDLEWARE (security headers) is added to those too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not is_plain(request):
            return self.get_response(request)
        pages = caches["pages"]
        key = _key(request)
        kept = pages.get(key)
        if kept is not None:
            body, headers = kept
            return _as_asked(request, HttpResponse(body, headers=headers))
        response = self.get_response(request)
        if request.method == "GET" and _may_be_kept(response):
            response["ETag"] = quote_etag(sha256(response.content).hexdigest()[:32])
            pages.set(key, (response.content, dict(response.items())), _SECONDS)
            return _as_asked(request, response)
        return response


def _as_asked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page, or 304 for who has it already."""
    if "If-None-Match" not in request.headers:
        return response
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _key(request: HttpRequest) -> str:
    """Of the generation, the local day, how the reader has it shown and the whole address; hashed, because that may be long.

    The day: a page that says what is on today (Quality Month begins, a contest ends) must not be shown tomorrow.
    """
    address = f"{generation()} {today()} {comfort.of(request).value} {request.build_absolute_uri()}"
    return sha256(address.encode()).hexdigest()


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "public" in response.get("Cache-Control", "")
    )
