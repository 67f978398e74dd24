"""Containment (隔离): on which host strangers' files are served, and what a browser lets them do there.

On a host of their own they keep an origin, which is never the site's. On the site's own host they have none: the policy's
sandbox takes it away, so that nothing of the site is theirs, not even its storage. Either way they may speak to their own
folder alone. docs/decisions/0020-packages.md tells what this is meant against.
"""

import re
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers

PREFIX = "/package/"
Mode = Literal["own-host", "no-origin"]
_ALLOWED = ("allow-scripts", "allow-forms", "allow-modals", "allow-popups", "allow-downloads")
_HEADERS = re.compile(r"[A-Za-z0-9, _-]{0,400}")
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def sandbox(mode: Mode) -> str:
    """What a frame may do: for its attribute and its policy. Never: lead the window elsewhere."""
    return " ".join((*_ALLOWED, "allow-same-origin") if mode == "own-host" else _ALLOWED)


def own_origin(request: HttpRequest) -> str:
    """The origin packages have to themselves, for a reader who came by this request; empty where there is none.

    The preset packages.localhost leads to the reader's own machine, so it serves only who reads there.
    """
    host: str = settings.PACKAGE_HOST
    name, _colon, port = request.get_host().rpartition(":")
    if not port.isdigit():
        name, port = request.get_host(), ""
    if not host or (host.endswith(".localhost") and name not in _LOOPBACK):
        return ""
    return f"{request.scheme}://{host}" + (f":{port}" if port and ":" not in host else "")


def is_own_host(request: HttpRequest) -> bool:
    """Whether this request came to the host of packages."""
    host: str = settings.PACKAGE_HOST
    came = request.get_host()
    return bool(host) and (came == host or (":" not in host and came.rpartition(":")[0] == host))


def mode_of(request: HttpRequest) -> Mode:
    return "own-host" if is_own_host(request) else "no-origin"


def viewers() -> str:
    """The origins whose pages may show a package."""
    site = urlsplit(settings.SITE_URL)
    mine = ["'self'", f"{site.scheme}://{site.netloc}"]
    if settings.PACKAGE_HOST.endswith(".localhost"):
        mine += [f"http://{name}:*" for name in _LOOPBACK[:2]]
    return " ".join(mine)


def contained(request: HttpRequest, response: HttpResponseBase, folder: str, *, frames: str = "") -> HttpResponseBase:
    """The answer under the policy. `folder` is the path that is the package's own; `frames`: which origin may show it.

    A document without an origin is no valid ancestor in any browser's eyes, so pages inside it name none: whoever framed
    one would hold the ticket in his hands already, and no cookie comes with it.
    """
    mode = mode_of(request)
    response["Content-Security-Policy"] = policy(request.build_absolute_uri(folder), _ours(request), mode, frames)
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    _open_to_whoever_asks(request, response)
    response.xframe_options_exempt = True  # type: ignore[attr-defined]  # what Django's own decorator sets
    return response


def preflight(request: HttpRequest) -> HttpResponseBase:
    """What a browser asks before a page without an origin sends a head of its own, as jQuery does with every question."""
    response = HttpResponse(status=204)
    asked = request.headers.get("Access-Control-Request-Headers", "")
    response["Access-Control-Allow-Methods"] = "GET, HEAD"
    response["Access-Control-Allow-Headers"] = asked if _HEADERS.fullmatch(asked) else ""
    response["Access-Control-Max-Age"] = "3600"
    _open_to_whoever_asks(request, response)
    return response


def _open_to_whoever_asks(request: HttpRequest, response: HttpResponseBase) -> None:
    """No cookie is ever read here: what may be read is what the ticket in the path opens.

    A page without an origin that asks “with credentials”, as if it were at home, is refused by a star.
    """
    response["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
    response["Access-Control-Allow-Credentials"] = "true"
    response["Access-Control-Expose-Headers"] = "Content-Length, Content-Range, Content-Type, Last-Modified"
    patch_vary_headers(response, ["Origin"])


def policy(folder: str, ours: str, mode: Mode, frames: str = "") -> str:
    """The content security policy of a package's files.

    >>> "connect-src http://x/package/1/ data: blob:;" in policy("http://x/package/1/", "http://x/static/", "no-origin")
    True
    >>> "allow-same-origin" in policy("http://x/package/1/", "http://x/static/", "no-origin")
    False
    """
    own = f"{folder} data: blob:"
    return "; ".join(
        [
            f"sandbox {sandbox(mode)}",
            "default-src 'none'",
            f"script-src {own} {ours} 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval'",
            f"style-src {own} {ours} 'unsafe-inline'",
            f"img-src {own} {ours}",
            f"font-src {own} {ours}",
            f"media-src {own}",
            f"connect-src {own}",
            f"frame-src {own}",
            f"worker-src {own}",
            f"form-action {folder}",
            f"base-uri {folder}",
            f"object-src {folder}",
            *([f"frame-ancestors {frames}"] if frames else []),
        ]
    )


def _ours(request: HttpRequest) -> str:
    """Our scripts and those we vendor, by the folders they lie in."""
    return request.build_absolute_uri(static("vendor/")) + " " + request.build_absolute_uri(static("package/"))
