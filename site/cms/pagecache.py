"""Whole public pages, kept until something they show is published.

Only for a reader without a session: then the answer is the same for everybody, sets no cookie and depends on
the address alone (the language is part of it). A page says that it may be kept with `Cache-Control: public` (see `public`),
and in `Surrogate-Key` of what it is made (see `tag`); everything else passes untouched. Publishing renews the stamps of the
tags it touches: a kept page is given out only while all its stamps are those it was made under, in every process.
Midnight in Shanghai ends them all.
"""

from collections.abc import Callable
from functools import partial, wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from wagtail.models import Page

from cms import comfort
from core import replica
from core.dates import now, today, until_midnight

P = ParamSpec("P")
Stamps = dict[str, str]

TAGS = "Surrogate-Key"  # the header that caches in front know too
# What gathers things of every kind: the first page, site map and feed, the search.
GATHERINGS = ("home", "map", "search")
_ALL, _LATEST = "pages-all", "pages-latest"
_SECONDS, _STAMP_SECONDS = 600, 7 * 24 * 3600
# So many tags at once are a load of content, not a publication.
_MOST = 200


# --- forgetting -------------------------------------------------------------------------------------------


def clear() -> None:
    """Forget every kept page: what stands on all of them has changed."""
    _forget(_ALL)


def purge(*tags: str) -> None:
    """Forget the kept pages that carry one of these tags, and those that carry none: of what they are made nobody knows."""
    _forget(*(tags if len(tags) <= _MOST else (_ALL,)))


def _forget(*names: str) -> None:
    """At once, and within a transaction again when it is kept: who reads between the two still reads what was."""
    _renew(*names)
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(partial(_renew, *names))


def _renew(*names: str) -> None:
    """The newest first: who made a page meanwhile sees by it that something was published (`_stamped`).

    Two at once never name the same stamp.
    """
    stamps, fresh = caches["stamps"], uuid4().hex
    replica.hold()
    stamps.set(_LATEST, fresh, _STAMP_SECONDS)
    stamps.set_many(dict.fromkeys(names, fresh), _STAMP_SECONDS)


def generation(*tags: str) -> str:
    """Under which name a process may remember what is made of `tags`; another one after each publishing that touches them.

    Empty only while the cache is away.
    """
    return " ".join(_stamps(_ALL, *tags).values())


def _stamps(*names: str) -> Stamps:
    """The present stamps; nothing at all while the cache is away. One that is lost is made anew; of two that do, one wins."""
    stamps = caches["stamps"]
    found: Stamps = stamps.get_many(names)
    missing = [name for name in names if name not in found]
    for name in missing:
        stamps.add(name, uuid4().hex, _STAMP_SECONDS)
    found |= stamps.get_many(missing) if missing else {}
    return {name: found[name] for name in names} if all(name in found for name in names) else {}


# --- what a page says of itself --------------------------------------------------------------------------


def is_plain(request: HttpRequest) -> bool:
    """Nobody in particular asks: no session, and no message waits to be shown."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and "messages" not in request.COOKIES


def mark(request: HttpRequest, response: HttpResponse, *tags: str) -> HttpResponse:
    """Say on a public page whether others may be given this very answer, and of what it is made."""
    # What a page says of today ends with the day, in a reader's browser too.
    seconds = min(60, until_midnight(now()))
    response["Cache-Control"] = f"public, max-age={seconds}" if is_plain(request) else "private, no-store"
    # For caches in front of us: who has a cookie (a session, larger letters) is never given the plain reader's page.
    patch_vary_headers(response, ["Cookie"])
    return tag(response, *tags)


def public(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Decorate a view whose page is the same for every reader who is not signed in."""

    @wraps(view)
    def marked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return mark(request, view(request, *args, **kwargs))

    return marked


def tag(response: HttpResponse, *tags: str) -> HttpResponse:
    """Name what the page is made of (docs/algorithms/page-cache.md). One without a tag is forgotten at each publication."""
    if tags:
        response[TAGS] = " ".join(dict.fromkeys([*response.get(TAGS, "").split(), *tags]))
    return response


def tagged(
    *tags: str,
) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """`public`, and made of these."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def marked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return mark(request, view(request, *args, **kwargs), *tags)

        return marked

    return decorate


def of_page(page: Page) -> str:
    """The tag of a page of the tree, in all its languages."""
    return f"page-{page.translation_key}"


# --- keeping ---------------------------------------------------------------------------------------------


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
            body, headers, stamps = kept
            if caches["stamps"].get_many(stamps) == stamps:
                return _as_asked(request, HttpResponse(body, headers=headers))
        before = _stamps(_LATEST)
        response = self.get_response(request)
        if request.method == "GET" and _may_be_kept(response):
            response["ETag"] = quote_etag(sha256(response.content).hexdigest()[:32])
            if stamps := _stamped(response, before):
                pages.set(key, (response.content, dict(response.items()), stamps), _SECONDS)
            return _as_asked(request, response)
        return response


def _stamped(response: HttpResponse, before: Stamps) -> Stamps:
    """The stamps the page is kept under; none when something was published while it was made, for it may be of before.

    Publishing names the newest first and its tags second, here the order is turned about: a tag seen renewed has its newest
    seen too.
    """
    stamps = _stamps(_ALL, *(response.get(TAGS, "").split() or [_LATEST]))
    return stamps if before and before == _stamps(_LATEST) else {}


def _as_asked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page, or 304 for who has it already."""
    if "If-None-Match" not in request.headers:
        return response
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _key(request: HttpRequest) -> str:
    """Of the local day, how the reader has it shown and the whole address; hashed, because that may be long.

    The day: a page that says what is on today (Quality Month begins, a contest ends) must not be shown tomorrow.
    """
    address = f"{today()} {comfort.of(request).value} {request.build_absolute_uri()}"
    return sha256(address.encode()).hexdigest()


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "public" in response.get("Cache-Control", "")
    )
