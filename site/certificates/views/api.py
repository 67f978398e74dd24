"""The register for programs: GET /api/v1/certificates/<number>/, the facts of the page as JSON, for anyone on any site."""

import json
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from certificates import asking, telling, view_counting
from core.look_ups import limited_with

METHODS = "GET, HEAD, OPTIONS"
View = Callable[..., HttpResponse]
_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Access-Control-Max-Age": "86400",
    "Allow": METHODS,
    # Kept only to be asked about again: a state may change at any moment.
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
}


def _open_to_all(view: View) -> View:
    """For pages of any origin, without cookies; other methods are refused in the shape of every other refusal."""

    @wraps(view)
    def opened(request: HttpRequest, number: str) -> HttpResponse:
        if request.method == "OPTIONS":
            reply = HttpResponse(status=204)
        elif request.method in ("GET", "HEAD"):
            reply = view(request, number)
        else:
            reply = _json(telling.error("method_not_allowed", _("This address answers GET only.")), 405)
        for name, value in _HEADERS.items():
            reply[name] = value
        return reply

    return opened


def _too_many(request: HttpRequest) -> HttpResponse:
    return _json(telling.error("too_many_requests", _("Too many questions came from this address. Wait a minute.")), 429)


@csrf_exempt
@_open_to_all
@limited_with(_too_many)
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Masked, unless the secret of the holder's link is given as ?secret=."""
    answer = asking.ask(number, secret=request.GET.get("secret", "")[:64])
    if answer.certificate is None:
        return _json(telling.fault(answer), 404)
    view_counting.looked(request, str(answer.certificate.pk), answer.certificate.holder_id)
    reply = _json(telling.told(answer))
    reply["ETag"] = f'"{sha256(reply.content).hexdigest()[:32]}"'
    if _knows(request, reply["ETag"]):
        unchanged = HttpResponse(status=304)
        unchanged["ETag"] = reply["ETag"]
        return unchanged
    return reply


def _knows(request: HttpRequest, etag: str) -> bool:
    known = request.headers.get("If-None-Match", "")
    return known.strip() == "*" or etag in [one.strip().removeprefix("W/") for one in known.split(",")]


def _json(told: dict[str, Any], status: int = 200) -> HttpResponse:
    body = json.dumps(told, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")
