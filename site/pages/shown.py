"""Where lessons are read, and which of them speak of which article. A lesson no course shows has no page."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from cms import pagecache
from cms.openness import locale
from core.memory import Memory
from courses.catalogue import offers
from courses.models import LessonPage
from statutes.citations import Citing
from statutes.loading import SLUG
from statutes.mentions import cited

_MANY = 10  # a lesson on the whole Regulation says nothing about where it treats one article


_places: Memory[tuple[str, str], dict[str, str]] = Memory(12, lambda keys: {})


def addresses() -> dict[str, str]:
    """Lesson code -> its address in the first course that shows it. Two queries, kept until anything is published."""
    generation, language = pagecache.generation("search"), get_language() or settings.LANGUAGE_CODE
    return _places.kept((generation, language), _addresses) if generation else _addresses()


def _addresses() -> dict[str, str]:
    found: dict[str, str] = {}
    for offer in offers():
        for lesson in offer.version.lessons:
            found.setdefault(lesson["code"], reverse("courses:lesson", args=[offer.page.slug, lesson["slug"]]))
    return found


def lessons_citing(slug: str) -> dict[int, list[Citing]]:
    """For the margin of the Regulation's page: article -> lessons that name it among their sources. Three queries."""
    if slug != SLUG:
        return {}
    where = addresses()
    found: dict[int, list[Citing]] = {}
    pages = LessonPage.objects.live().filter(locale=locale(), code__in=where)
    for code, title, cites in pages.order_by("code").values_list("code", "title", "cites"):
        numbers = cited(cites.replace("\n", "；"))
        for number in numbers if len(numbers) < _MANY else ():
            found.setdefault(number, []).append(Citing(title, where[code], code))
    return found
