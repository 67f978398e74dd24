"""Answers of the register kept for a minute (留存的查验页), so that a certificate many look at asks the database nothing.

Only what is the same for every stranger is kept: never a full name, never a page for somebody signed in. Any event about any
certificate changes the generation, and what was kept before can no longer be reached, in any process. A cache that is away
keeps nothing; should it come back in the same minute with an older generation, an answer is at most that minute old, and
it says when it was asked.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar
from uuid import uuid4

from django.core.cache import cache, caches
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language

from cms import pagecache
from core.dates import today

Value = TypeVar("Value")
_GENERATION = "register-generation"
_SECONDS = 60


def forget_on_commit() -> None:
    """Make every kept answer unreachable, now and again once this transaction is kept."""
    _forget()
    transaction.on_commit(_forget)


def _forget() -> None:
    cache.set(_GENERATION, uuid4().hex, None)


def find(request: HttpRequest, number: str) -> tuple[str, bytes] | None:
    """The certificate's key and the page kept for this number, if it was asked lately."""
    if not pagecache.is_plain(request):
        return None
    kept: tuple[str, bytes] | None = caches["pages"].get(_key(request, number))
    return kept


def keep(request: HttpRequest, number: str, certificate: str, page: bytes) -> None:
    if pagecache.is_plain(request) and request.method == "GET":
        caches["pages"].set(_key(request, number), (certificate, page), _SECONDS)


def _key(request: HttpRequest, number: str) -> str:
    """Of everything the page depends on: register, site, language, host, day."""
    parts = (cache.get(_GENERATION), pagecache.generation(), get_language(), request.get_host(), today(), number)
    return "answer:" + sha256(repr(parts).encode()).hexdigest()


def reckoned(name: str, make: Callable[[], Value]) -> Value:
    """What was worked out from the whole register, until an event, another day or a minute's end; `make` works it out."""
    generation = cache.get(_GENERATION)
    if not generation:
        cache.add(_GENERATION, uuid4().hex, None)
        generation = cache.get(_GENERATION)
    if not generation:  # the cache is away
        return make()
    key = "reckoned:" + sha256(repr((generation, today(), name)).encode()).hexdigest()
    kept: tuple[Value] | None = caches["pages"].get(key)
    if kept is None:
        kept = (make(),)
        caches["pages"].set(key, kept, _SECONDS)
    return kept[0]
