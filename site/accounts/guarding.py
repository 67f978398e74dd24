"""Doors that are there only where the operator has opened them."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from accounts import sms


def where_numbers_are_taken(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nowhere, while no provider of text messages is set up."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not sms.is_on():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
