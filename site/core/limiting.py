"""Counting what one address does in a minute or an hour, so that a room may say when it is enough.

Counts stand in the cache. A cache that is away counts nothing, and everything is allowed meanwhile (docs/running).
"""

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from core.dates import now

MINUTE, HOUR = 60, 3600


def count(what: str, seconds: int) -> int:
    """How often it happened in the present minute or hour, this time included."""
    key = f"{what}:{int(now().timestamp()) // seconds}"
    cache.add(key, 0, 2 * seconds)
    try:
        return cache.incr(key)
    except ValueError:  # thrown out between the two lines: count from here
        return 1


def asker(request: HttpRequest) -> str:
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
