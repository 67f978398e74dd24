"""Being found and shared: what programs ask of the site, and the card that is sent on."""

import datetime as dt
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms import cards, marks, pagecache
from cms.feeds import Atom
from cms.listed import CLOSED, everything, in_language
from cms.models import Identity
from core.qr import Code

_SPELT = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
_FOR_EVER = "public, max-age=31536000, immutable"
_NEWEST = 30


@require_safe
@pagecache.tagged("site")
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but what is somebody's own."""
    closed = [f"Disallow: {in_language(path, language)}" for path in CLOSED for language in _SPELT]
    lines = ["User-agent: *", *dict.fromkeys(closed), f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@pagecache.tagged("map")
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public address with its sisters in the other languages (sitemaps.org, at most 50,000)."""
    rows = []
    for one in everything()[: 50_000 // len(_SPELT)]:
        sisters = {spelt: settings.SITE_URL + in_language(one.address, code) for code, spelt in _SPELT.items()}
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{spelt}" href={quoteattr(address)}/>' for spelt, address in sisters.items()
        )
        day = f"<lastmod>{one.changed.date().isoformat()}</lastmod>" if one.changed else ""
        rows += [f"<url><loc>{escape(address)}</loc>{day}{links}</url>" for address in sisters.values()]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    body = head + 'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n' + "\n".join(rows) + "\n</urlset>\n"
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@require_safe
@pagecache.tagged("map")
def site_map(request: HttpRequest) -> HttpResponse:
    """The same for people, group by group."""
    listed = everything(get_language() or settings.LANGUAGE_CODE)
    groups = [(group, list(rows)) for group, rows in groupby(listed, key=lambda one: str(one.group))]
    return render(request, "pages/site_map.html", {"groups": groups, "trail": [(_("Home"), reverse("home"))]})


@require_safe
@pagecache.tagged("map")
def feed(request: HttpRequest) -> HttpResponse:
    """What is new, as Atom: the newest thirty that rooms call news."""
    language = get_language() or settings.LANGUAGE_CODE
    identity = Identity.for_request(request)
    told = [one for one in everything(language) if one.news and one.changed]
    newest = sorted(told, key=lambda one: one.changed or dt.datetime.min, reverse=True)[:_NEWEST]
    atom = Atom(
        title=f"{identity.name} — {identity.subtitle}",
        link=settings.SITE_URL + reverse("home"),
        description=identity.subtitle,
        language=_SPELT[language],
        feed_url=settings.SITE_URL + request.path,
        author_name=identity.name,
    )
    for one in newest:
        address = settings.SITE_URL + one.address
        atom.add_item(one.title, address, one.summary, unique_id=address, updateddate=one.changed, categories=[str(one.group)])
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
@pagecache.tagged("site")
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the site among its programs."""
    identity = Identity.for_request(request)
    icons: list[dict[str, Any]] = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)
    ]
    icons.append({"src": static("img/icon-maskable.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"})
    told = {
        "id": "/",
        "name": f"{identity.name} {identity.subtitle}",
        "short_name": identity.name,
        "lang": _SPELT[get_language() or settings.LANGUAGE_CODE],
        "start_url": reverse("home"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#faf8f3",
        "theme_color": "#0b4f6c",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
def picture(request: HttpRequest, key: str) -> HttpResponse:
    """The picture an address speaks of. It never changes, so whoever has it keeps it."""
    told = _read(key)
    own = marks.drawn(told.mark)
    if told.path:
        body = cards.card(told.title, told.name, settings.SITE_URL + told.path, own)
    else:
        body = cards.banner(told.title, told.name, own)
    return HttpResponse(body, content_type="image/png", headers={"Cache-Control": _FOR_EVER})


@require_safe
@pagecache.tagged("site")
def share(request: HttpRequest, key: str) -> HttpResponse:
    """A page to send one of our pages on from: a code for a phone, a card to keep, the address to copy. No third party."""
    told = _read(key)
    if not told.path:
        raise Http404(key)
    address = settings.SITE_URL + told.path
    context = {"title": told.title, "path": told.path, "address": address, "code": Code(address), "key": key}
    return render(request, "pages/share.html", context)


def _read(key: str) -> cards.Told:
    try:
        return cards.read(key)
    except cards.Forged:
        raise Http404(key) from None
