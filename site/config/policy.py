"""The Content-Security-Policy of every page outside the admin (docs/decisions/0006-strict-csp.md)."""

from typing import Any

from csp.constants import NONE, SELF


def policy(media_hosts: list[str], form_places: list[str]) -> dict[str, Any]:
    """Everything from the site itself; films also from `media_hosts`, and sign-in forms may lead to `form_places`."""
    return {
        "EXCLUDE_URL_PREFIXES": ["/cms/"],  # a policy of its own: cms/admin_policy.py
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF],
            "style-src": [SELF],
            "img-src": [SELF, "data:"],
            "font-src": [SELF],
            "connect-src": [SELF],
            "media-src": [SELF, *(f"https://{host}" for host in media_hosts)],
            "form-action": [SELF, *form_places],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
            "object-src": [NONE],
            "manifest-src": [SELF],
        },
    }
