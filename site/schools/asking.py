"""The library by words (资源库检索): the site's own search, asked for public resources of one language alone."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from wagtail.models import Page

from cms.search import across
from cms.search.ladder import Rung
from cms.search.text import MAX_LENGTH, query_terms
from core.text import clean
from schools.keeping import tree_of
from schools.models import LessonPackPage

# Counted beside facets, what fits must be known to the last: not the best alone, as where one only reads on.
_ALL = 1_000_000


@dataclass(frozen=True)
class Hits:
    """What fits, best first. `rung`: how loosely it had to be asked."""

    keys: list[int]
    rung: Rung


def words(text: str) -> str:
    """What is asked for in words; nothing where there is no word in it."""
    told = clean(text)[:MAX_LENGTH]
    return told if query_terms(told) else ""


def hits(text: str, language: str) -> Hits:
    """One query for each rung."""
    kind = ContentType.objects.get_for_model(LessonPackPage)
    pages = Page.objects.filter(content_type=kind, live=True, locale__language_code=tree_of(language))
    found = across.search(text, [across.asked(pages, "resource", F("title"))], _ALL)
    return Hits([hit.key for hit in found.hits], found.rung)
