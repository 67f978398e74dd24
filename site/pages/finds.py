"""What pages, courses and the Regulation tell the search: their kinds of finds."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.search.kinds import Kind, PageKind
from courses.media.finding import spoken
from courses.models import CoursePage, LessonPage
from pages.models import NotePage
from pages.shown import addresses
from statutes.models import Article


class CourseKind(PageKind):
    name, label, place = "course", _("Courses"), 10
    model = CoursePage

    def address(self, thing: CoursePage, terms: Sequence[str]) -> str:
        return thing.address


class LessonKind(PageKind):
    """A lesson is read in a course; one that no course shows is not found. Four queries."""

    name, label, place = "lesson", _("Lessons"), 20
    model = LessonPage

    @cached_property
    def _where(self) -> dict[str, str]:
        return addresses()

    def readable(self, keys: Collection[int]) -> Collection[int]:
        if not keys:
            return keys
        return set(LessonPage.objects.filter(code__in=self._where, pk__in=keys).values_list("pk", flat=True))

    def address(self, thing: LessonPage, terms: Sequence[str]) -> str:
        """Found by what is said in its film, it opens at the second it is said."""
        where = self._where[thing.code]
        said = spoken(thing, terms)
        return f"{where}?t={said.second}#activity-{said.block_id}" if said else where


class ArticleKind(Kind):
    name, label, place = "article", _("Regulation"), 30
    model = Article

    def things(self) -> "models.QuerySet[Article]":
        return Article.objects.select_related("statute").defer("text", "translation_en", "note_zh", "note_en")

    def load(self, keys: Collection[int]) -> Mapping[int, Any]:
        return Article.objects.select_related("statute").in_bulk(list(keys))

    def texts(self, thing: Article) -> list[str]:
        """In the reader's language first."""
        texts = [thing.text, thing.translation_en]
        return texts[::-1] if get_language() == "en" else texts


class NoteKind(PageKind):
    name, label, place = "note", _("Notes"), 90
    model = NotePage

    def address(self, thing: NotePage, terms: Sequence[str]) -> str:
        return reverse("pages:note", args=[thing.slug])
