"""The library by words (资源库检索): the site's own search, asked for public resources of one language alone."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from cms.search.ladder import Rung
from cms.search.text import MAX_LENGTH, query_terms
from core.text import clean
from schools.keeping import tree_of
from schools.models import LessonPackPage


@dataclass(frozen=True)
class Hits:
    """What fits. `rung`: how loosely it had to be asked."""

    keys: list[int]
    rung: Rung


def words(text: str) -> str:
    """What is asked for in words; nothing where there is no word in it."""
    told = clean(text)[:MAX_LENGTH]
    return told if query_terms(told) else ""


def hits(text: str, language: str) -> Hits:
    """All that fits, for facets count it. One query, two where nothing has every word; a guess by pairs is not worth counting."""
    kind = ContentType.objects.get_for_model(LessonPackPage)
    pages = Page.objects.filter(content_type=kind, live=True, locale__language_code=tree_of(language))
    for rung in (Rung.STRICT, Rung.ANY_TERM):
        if keys := get_search_backend().keys(rung, text, pages):
            return Hits(keys, rung)
    return Hits([], Rung.STRICT)
