"""What search engines and share sheets read of a page: taken from the title and description it has anyway."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms import cards
from cms.listed import is_open
from cms.models import BasePage

register = template.Library()
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
# How Open Graph and hreflang spell our languages.
_GRAPH = {"zh-hans": "zh_CN", "zh-hant": "zh_HK", "en": "en_US"}
_SPELT = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


@register.simple_block_tag
def kept(content: str) -> SafeString:
    """Hold a part of the page for later: `{% kept as title %}{% block title %}…{% endblock %}{% endkept %}`."""
    return mark_safe(content.strip())  # noqa: S308  the template's own output, escaped where it was made


@register.inclusion_tag("components/found.html", takes_context=True)
def found(context: dict[str, Any], title: str, meta: str) -> dict[str, Any]:
    """Canonical address, languages and Open Graph. Nothing for a page that asks not to be found."""
    request: HttpRequest | None = context.get("request")
    if request is None or not _is_public(context, request, meta):
        return {}
    described = _DESCRIPTION.search(meta)
    plain = unescape(title)
    identity = context["identity"]
    name = identity.name
    card = cards.key(plain.removesuffix(f" — {name}"), name, mark=identity.mark_key)
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "canonical": settings.SITE_URL + _own(context, request, language),
        "alternates": [(_SPELT[code], settings.SITE_URL + translate_url(request.path, code)) for code in _SPELT],
        "title": plain,
        "description": unescape(described[1]) if described else "",
        "image": settings.SITE_URL + reverse("card", args=[card]),
        "name": name,
        "language": _GRAPH.get(language, language),
        "kind": context.get("graph_type", "website"),
        "feed": reverse("pages:feed"),
    }


@register.simple_tag(takes_context=True)
def share_address(context: dict[str, Any]) -> str:
    """Where the present page can be sent on from; empty for a page that is somebody's own."""
    request: HttpRequest | None = context.get("request")
    title = str(context.get("page_title") or "")
    if request is None or not title or not _is_public(context, request, str(context.get("page_meta"))):
        return ""
    identity = context["identity"]
    told = unescape(title).removesuffix(f" — {identity.name}")
    return reverse("pages:share", args=[cards.key(told, identity.name, request.path, identity.mark_key)])


@register.simple_tag(takes_context=True)
def report_address(context: dict[str, Any]) -> str:
    """Where an error on the present page is reported. A page that is somebody's own does not tell its address."""
    request: HttpRequest | None = context.get("request")
    address = reverse("pages:report")
    if request is None or not (_is_public(context, request, str(context.get("page_meta"))) or context.get("status") == 404):
        return address
    return f"{address}?{urlencode({'page': request.path})}"


def _is_public(context: dict[str, Any], request: HttpRequest, meta: str) -> bool:
    """Not an error, not somebody's own page, and none that asks not to be found."""
    return "status" not in context and "noindex" not in meta and is_open(request.path) and not _asks_who_reads(request)


def _asks_who_reads(request: HttpRequest) -> bool:
    """Whether only who is signed in is shown this page: `login_required` leaves its mark on the view it guards."""
    return request.resolver_match is not None and hasattr(request.resolver_match.func, "login_url")


def _own(context: dict[str, Any], request: HttpRequest, language: str) -> str:
    """The address this text belongs to: a Chinese text on an English page, for want of a translation, is the Chinese one's."""
    page = context.get("page")
    shown = page.language if isinstance(page, BasePage) else language
    if language not in {shown, "zh-hant"}:
        return translate_url(request.path, shown)
    return request.path


@register.simple_tag
def linked_data(thing: dict[str, Any]) -> SafeString:
    """schema.org's words about a page, as data that no browser runs."""
    told = json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False).translate(_IN_SCRIPT)
    return mark_safe(f'<script type="application/ld+json">{told}</script>')  # noqa: S308  "<" and "&" are escaped above
