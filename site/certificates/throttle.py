"""Limits per address on looking numbers up: guessing is hopeless anyway (44 bits), but it must not be free.

They count in the cache. A cache that is away counts nothing, and questions are answered meanwhile (docs/running).
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.dates import now
from core.limiting import HOUR, MINUTE, asker, count

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
# A class of sixty scans its certificates in one minute behind one address.
PER_MINUTE = 60
# Names tried against one certificate, whoever tries: a masked name is not to be guessed either.
NAMES_PER_HOUR = 20
# Lists of numbers from one address: five thousand numbers in an hour, which guess none of 44 bits.
LISTS_PER_HOUR = 10
# Letters to guests of an event: a class registers from one address, and nobody fills a stranger's box.
LETTERS_PER_HOUR = 40


def limited(view: View[P]) -> View[P]:
    """Answer the sixty-first look-up of a minute from one address with 429 and a page that says so."""
    return _limited(view, "verify", PER_MINUTE, too_many)


def limited_with(refuse: Callable[[HttpRequest], HttpResponse]) -> Callable[[View[P]], View[P]]:
    """The same for programs: they share the sixty with people, and `refuse` words the refusal."""

    def decorate(view: View[P]) -> View[P]:
        return _limited(view, "verify", PER_MINUTE, refuse)

    return decorate


def too_many(request: HttpRequest) -> HttpResponse:
    """The page that asks for a minute's patience."""
    return render(request, "429.html", status=429)


def may_compare(number: str) -> bool:
    """Whether one more name may be compared with the holder of this certificate in this hour."""
    return count(f"name:{number}", HOUR) <= NAMES_PER_HOUR


def may_send_list(request: HttpRequest) -> bool:
    """Whether this address may have one more list checked in this hour."""
    return count(f"list:{asker(request)}", HOUR) <= LISTS_PER_HOUR


def may_write(request: HttpRequest) -> bool:
    """Whether this address may have one more letter sent, in this hour, to somebody who has no account yet."""
    return count(f"letter:{asker(request)}", HOUR) <= LETTERS_PER_HOUR


def _limited(view: View[P], what: str, most: int, refuse: Callable[[HttpRequest], HttpResponse]) -> View[P]:
    @wraps(view)
    def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        # A preflight asks for leave to ask; it learns nothing.
        if request.method == "OPTIONS" or count(f"{what}:{asker(request)}", MINUTE) <= most:
            return view(request, *args, **kwargs)
        response = refuse(request)
        response["Retry-After"] = str(MINUTE - now().second)
        return response

    return counted
