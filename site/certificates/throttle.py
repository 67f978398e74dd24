"""A limit per address on looking numbers up: guessing is hopeless anyway (44 bits), but it must not be free."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.dates import now

P = ParamSpec("P")
# A class of sixty scans its certificates in one minute behind one address.
PER_MINUTE = 60


def limited(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Answer the sixty-first look-up of a minute from one address with 429 and a page that says so."""

    @wraps(view)
    def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        moment = now()
        # The same rule as at sign-in says whose address it is behind a proxy.
        key = f"verify:{get_adapter().get_client_ip(request)}:{moment:%H%M}"
        cache.add(key, 0, 120)
        try:
            count = cache.incr(key)
        except ValueError:  # thrown out between the two lines: count from here
            count = 1
        if count <= PER_MINUTE:
            return view(request, *args, **kwargs)
        response = render(request, "429.html", status=429)
        response["Retry-After"] = str(60 - moment.second)
        return response

    return counted
