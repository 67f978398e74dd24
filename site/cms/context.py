from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject

from cms.models import Identity


def site(request: HttpRequest) -> dict[str, Any]:
    """`identity`: who runs this site (at most one query, only if a template asks). `languages`: this page in each."""
    return {
        "identity": SimpleLazyObject(lambda: Identity.for_request(request)),
        "languages": SimpleLazyObject(lambda: _languages(request)),
        "site_url": settings.SITE_URL,
    }


def _languages(request: HttpRequest) -> list[tuple[str, str, str]]:
    """(code, short label, address) of the present page in each language."""
    labels = {"zh-hans": "简", "zh-hant": "繁", "en": "EN"}
    return [(code, labels[code], translate_url(request.path, code)) for code, _name in settings.LANGUAGES]
