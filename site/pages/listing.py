"""What this room and those it stands on have to show: addresses for the site map, the feed and wrong turnings."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.listed import Listed, everything
from cms.openness import locale, open_to_all
from cms.templatetags.ui import chinese
from courses.catalogue import lesson_titles, offers
from pages.models import NotePage
from statutes.models import QualityField, Statute

_NEAR, _MANY = 0.6, 5


def rooms() -> Iterator[Listed]:
    """The first page of each room. One query."""
    yield Listed(reverse("home"), _("Home"), _("Main pages"), place=0)
    for name, title in (
        ("courses:catalogue", _("Course catalogue")),
        ("exams:index", _("Exam arrangements")),
        ("exams:check-results", _("Results of spot checks")),
        ("certificates:verify", _("Verify a certificate")),
        ("pages:search", _("Search")),
        ("pages:notes", _("Notes")),
        ("api", _("Open interface")),
    ):
        yield Listed(reverse(name), title, _("Main pages"), place=0)
    for law in Statute.objects.order_by("pk"):
        yield Listed(law.get_absolute_url(), law.name, _("Regulation"), place=10)
    for slug, label in QualityField.Slug.choices:
        yield Listed(reverse("pages:field", args=[slug]), str(label), _("Regulation"), place=10)


def courses() -> Iterator[Listed]:
    """Every course and each of its lessons. Three queries."""
    found = offers()
    titles = lesson_titles(lesson["code"] for offer in found for lesson in offer.version.lessons)
    for offer in found:
        page = offer.page
        yield Listed(page.address, chinese(page.title), _("Courses"), page.last_published_at, chinese(page.summary), True, 20)
    for offer in found:
        for lesson in offer.version.lessons:
            address = reverse("courses:lesson", args=[offer.page.slug, lesson["slug"]])
            title = titles.get(lesson["code"], lesson["code"])
            yield Listed(address, chinese(title), _("Lessons: %(course)s") % {"course": chinese(offer.page.title)}, place=30)


def notes() -> Iterator[Listed]:
    """The notes in the reader's language. One query."""
    found = open_to_all(NotePage.objects.live()).filter(locale=locale()).order_by("path")
    for note in found:
        address = reverse("pages:note", args=[note.slug])
        yield Listed(address, chinese(note.title), _("Notes"), note.last_published_at, chinese(note.lead), True, 90)


def near(path: str) -> list[tuple[str, str]]:
    """The pages whose addresses are most like this one, (title, address), nearest first. No query once they are known."""
    language = get_language() or settings.LANGUAGE_CODE
    wanted = path[:200].lower().strip("/")
    matcher = SequenceMatcher(b=wanted, autojunk=False)
    scored = []
    for one in everything(language):
        matcher.set_seq1(one.address.lower().strip("/"))
        if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR and (ratio := matcher.ratio()) >= _NEAR:
            scored.append((ratio, one))
    scored.sort(key=lambda pair: -pair[0])
    return [(one.title, one.address) for _ratio, one in scored[:_MANY]]
