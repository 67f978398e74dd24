"""Whole public pages, kept until anything is published.

Only for a GET without a session: then the answer is the same for everybody, sets no cookie and depends on
the address alone (the language is part of it). A page says that it may be kept with
`Cache-Control: public`; everything else passes untouched. Publishing raises the generation, which makes every
kept page unreachable at once, in every process.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse

_GENERATION = "pages-generation"
_SECONDS = 600
_KEPT_HEADERS = ("Content-Type", "Cache-Control", "Content-Language", "Vary")


def clear() -> None:
    """Forget every kept page (call it after publishing)."""
    cache.set(_GENERATION, _next(cache.get(_GENERATION, 0)), None)


def _next(generation: int) -> int:
    return generation + 1


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        pages = caches["pages"]
        key = f"{cache.get(_GENERATION, 0)}:{request.get_host()}{request.get_full_path()}"
        kept = pages.get(key)
        if kept is not None:
            body, headers = kept
            return HttpResponse(body, headers=headers)
        response = self.get_response(request)
        if _may_be_kept(response):
            headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
            pages.set(key, (response.content, headers), _SECONDS)
        return response


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "public" in response.get("Cache-Control", "")
    )
