from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject

from cms import banners, comfort, pagecache
from cms.models import Identity
from core.memory import Memory


def site(request: HttpRequest) -> dict[str, Any]:
    """`identity`: who runs this site (read once per process and generation of pages). `languages`: this page in each.

    `banners`: what stands above every page for a time.
    """
    return {
        "identity": SimpleLazyObject(lambda: _identity(request)),
        "languages": SimpleLazyObject(lambda: _languages(request)),
        "site_url": settings.SITE_URL,
        "banners": SimpleLazyObject(lambda: banners.shown(request)),
        "comfort": comfort.of(request),
    }


def _identity(request: HttpRequest) -> Identity:
    """A change of it makes a new generation (cms/receivers.py), under which nothing is remembered yet.

    Without a generation, while the cache is away, nothing tells of a change: it is read anew.
    """
    generation = pagecache.generation()
    if not generation:
        return Identity.for_request(request)
    return _identities.kept((generation, request.get_host()), lambda: Identity.for_request(request))


_identities: Memory[tuple[str, str], Identity] = Memory(20, lambda keys: {})


def _languages(request: HttpRequest) -> list[tuple[str, str, str]]:
    """(code, short label, address) of the present page in each language."""
    labels = {"zh-hans": "简", "zh-hant": "繁", "en": "EN"}
    return [(code, labels[code], translate_url(request.path, code)) for code, _name in settings.LANGUAGES]
