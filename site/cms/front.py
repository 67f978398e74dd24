"""Caches in front of the site (CDN, Varnish): told which addresses are no longer what they were.

Set HAIZHUN_FRONT_CACHES to their addresses; each is sent PURGE for every address that a publication touches: the page,
those above it, the lists and feeds it stands in, in each language. Without a setting nothing is sent: such caches keep a page
for a minute at most (`max-age=60`).
"""

import logging
from collections.abc import Iterable, Iterator
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from cms.listed import in_language
from core.jobs import enqueue

log = logging.getLogger(__name__)
_SECONDS = 5
# Rooms above name the lists and feeds that show their pages: names of addresses, to be reversed.
lists: list[str] = ["home", "sitemap", "pages:site_map", "pages:feed"]


def touched(page: Page) -> list[str]:
    """The addresses (paths) that a publication of `page` changes, each once."""
    return list(dict.fromkeys(_touched(page)))


def _touched(page: Page) -> Iterator[str]:
    with translation.override(settings.LANGUAGE_CODE):
        plain = [page.url, *(above.url for above in page.get_ancestors().filter(depth__gt=1)), *map(reverse, lists)]
    for path in plain:
        if path:
            bare = _bare(path)
            yield from (in_language(bare, code) for code, _name in settings.LANGUAGES)


def _bare(path: str) -> str:
    """Without a language before it; a page of the English tree says /en/ itself."""
    path = path if path.startswith("/") else "/" + path.partition("://")[2].partition("/")[2]
    return next((path[len(code) + 1 :] for code, _name in settings.LANGUAGES if path.startswith(f"/{code}/")), path)


def purge_later(paths: Iterable[str]) -> None:
    """Once the publication is kept, and after it: no editor waits for another machine."""
    from cms.tasks import purge

    told = list(paths)
    if settings.FRONT_CACHES and told:
        with transaction.atomic():
            enqueue(purge, paths=told)


def purge(paths: Iterable[str]) -> None:
    """Tell every cache. One that is away is asked again by the outbox, all its addresses anew: twice does no harm."""
    for path in paths:
        for cache in settings.FRONT_CACHES:
            host = settings.SITE_URL.partition("://")[2]
            order = Request(cache.rstrip("/") + path, method="PURGE", headers={"Host": host})  # noqa: S310  the operator's own setting
            with urlopen(order, timeout=_SECONDS) as answer:  # noqa: S310  as above
                log.info("purged %s: %s", path, answer.status)
