"""Where lessons are read, and which of them speak of which article. A lesson no course shows has no page."""

from django.urls import reverse
from wagtail.models import Locale

from courses.catalogue import offers
from courses.models import LessonPage
from statutes.citations import Citing
from statutes.loading import SLUG
from statutes.mentions import cited

_MANY = 10  # a lesson on the whole Regulation says nothing about where it treats one article


def addresses() -> dict[str, str]:
    """Lesson code -> its address in the first course that shows it. Two queries."""
    found: dict[str, str] = {}
    for offer in offers():
        for lesson in offer.version.lessons:
            found.setdefault(lesson["code"], reverse("courses:lesson", args=[offer.page.slug, lesson["slug"]]))
    return found


def lessons_citing(slug: str) -> dict[int, list[Citing]]:
    """For the margin of the Regulation's page: article -> lessons that name it among their sources. Four queries."""
    if slug != SLUG:
        return {}
    where = addresses()
    found: dict[int, list[Citing]] = {}
    pages = LessonPage.objects.live().filter(locale=Locale.get_active(), code__in=where)
    for code, title, cites in pages.order_by("code").values_list("code", "title", "cites"):
        numbers = cited(cites.replace("\n", "；"))
        for number in numbers if len(numbers) < _MANY else ():
            found.setdefault(number, []).append(Citing(title, where[code], code))
    return found
