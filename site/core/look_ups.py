"""One limit for looking things up by a code, whichever room keeps them: guessing is hopeless anyway, but it must not be free."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.dates import now
from core.limiting import MINUTE, asker, count

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
# A class of sixty scans its certificates in one minute behind one address.
PER_MINUTE = 60


def limited(view: View[P]) -> View[P]:
    """Answer the sixty-first look-up of a minute from one address with 429 and a page that says so."""
    return _limited(view, too_many)


def limited_with(refuse: Callable[[HttpRequest], HttpResponse]) -> Callable[[View[P]], View[P]]:
    """The same for programs: they share the sixty with people, and `refuse` words the refusal."""

    def decorate(view: View[P]) -> View[P]:
        return _limited(view, refuse)

    return decorate


def too_many(request: HttpRequest) -> HttpResponse:
    """The page that asks for a minute's patience."""
    return render(request, "429.html", status=429)


def _limited(view: View[P], refuse: Callable[[HttpRequest], HttpResponse]) -> View[P]:
    @wraps(view)
    def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        # A preflight asks for leave to ask; it learns nothing.
        if request.method == "OPTIONS" or count(f"verify:{asker(request)}", MINUTE) <= PER_MINUTE:
            return view(request, *args, **kwargs)
        response = refuse(request)
        response["Retry-After"] = str(MINUTE - now().second)
        return response

    return counted
