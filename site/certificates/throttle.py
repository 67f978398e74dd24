"""Limits per address on looking numbers up: guessing is hopeless anyway (44 bits), but it must not be free.

They count in the cache. A cache that is away counts nothing, and questions are answered meanwhile (docs/running).
"""

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.dates import now

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
_MINUTE, _HOUR = 60, 3600


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
    return _count(f"name:{number}", _HOUR) <= NAMES_PER_HOUR


def may_send_list(request: HttpRequest) -> bool:
    """Whether this address may have one more list checked in this hour."""
    return _count(f"list:{_who(request)}", _HOUR) <= LISTS_PER_HOUR


def may_write(request: HttpRequest) -> bool:
    """Whether this address may have one more letter sent, in this hour, to somebody who has no account yet."""
    return _count(f"letter:{_who(request)}", _HOUR) <= LETTERS_PER_HOUR


def _limited(view: View[P], what: str, most: int, refuse: Callable[[HttpRequest], HttpResponse]) -> View[P]:
    @wraps(view)
    def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        # A preflight asks for leave to ask; it learns nothing.
        if request.method == "OPTIONS" or _count(f"{what}:{_who(request)}", _MINUTE) <= most:
            return view(request, *args, **kwargs)
        response = refuse(request)
        response["Retry-After"] = str(_MINUTE - now().second)
        return response

    return counted


def _count(what: str, seconds: int) -> int:
    """How often it happened in the present minute or hour, this time included."""
    key = f"{what}:{int(now().timestamp()) // seconds}"
    cache.add(key, 0, 2 * seconds)
    try:
        return cache.incr(key)
    except ValueError:  # thrown out between the two lines: count from here
        return 1


def _who(request: HttpRequest) -> str:
    """Whose limit it is. The same rule as at sign-in says whose address it is behind a proxy."""
    address = str(get_adapter().get_client_ip(request))
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6 and parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    # A household has 2^64 addresses of the new kind; they are one asker.
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address
