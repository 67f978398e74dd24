"""Headers that every answer bears and Django does not set (安全响应头)."""

from collections.abc import Callable, Mapping
from typing import Any

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What no page here ever needs. Passkeys, full screen and the copying of a text are the site's own alone.
_REFUSED = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
_OURS = (
    "autoplay",
    "clipboard-write",
    "fullscreen",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
)
PERMISSIONS = ", ".join([*(f"{name}=()" for name in _REFUSED), *(f"{name}=(self)" for name in _OURS)])


class PolicyMiddleware(CSPMiddleware):
    """Content-Security-Policy: django-csp's, put together once where neither answer nor request has wishes of its own."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """As django-csp does."""
        wanted = settings.CONTENT_SECURITY_POLICY
        if not _is_plain(request, response) or request.path_info.startswith(tuple(wanted["EXCLUDE_URL_PREFIXES"])):
            return super().process_response(request, response)
        response.setdefault(HEADER, _site_policy(wanted))
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]  # as django-csp does
        return response


def _is_plain(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Without a nonce or a change of its own, and not Django's own page of an error, which django-csp leaves alone."""
    is_raw = settings.DEBUG and response.status_code in (404, 500)
    return not is_raw and not hasattr(request, "_csp_nonce") and not any(name.startswith("_csp") for name in vars(response))


def _site_policy(wanted: Mapping[str, Any]) -> str:
    if not _policy or _policy[0] is not wanted:
        _policy[:] = [wanted, build_policy()]
    return str(_policy[1])


_policy: list[Any] = []


class PermissionsMiddleware:
    """Permissions-Policy: no camera, no microphone, no place, whoever gets a script in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return response
