"""The feed of cases (RFC 4287): those published last that have what the address asks, the newest first."""

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import shelving
from cms.feeds import Atom
from talents.languages import told

MOST = 30


def feed(asked: Mapping[str, str], path: str) -> str:
    """Two queries, however many cases there are."""
    made = Atom(
        title=_("Case library"),
        link=settings.SITE_URL + reverse("cases:library"),
        description=_("How organisations solved a quality problem, by which method, and what came of it in figures."),
        feed_url=settings.SITE_URL + path,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    for case in shelving.newest(shelving.chosen(asked))[:MOST]:
        address = settings.SITE_URL + case.get_absolute_url()
        made.add_item(told(case, "title"), address, told(case, "summary"), unique_id=address, updateddate=case.changed_at)
    return made.writeString("utf-8")
