"""What pages, courses and the Regulation tell the search: their kinds of finds."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models.functions import Cast, Concat
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
    """A lesson is read in a course; one that no course shows is not found."""

    name, label, place = "lesson", _("Lessons"), 20
    model = LessonPage

    @cached_property
    def _where(self) -> dict[str, str]:
        return addresses()

    def readable(self) -> models.Q:
        return models.Q(lessonpage__code__in=list(self._where))

    def address(self, thing: LessonPage, terms: Sequence[str]) -> str:
        """Found by what is said in its film, it opens at the second it is said."""
        where = self._where[thing.code]
        said = spoken(thing, terms)
        return f"{where}?t={said.second}#activity-{said.block_id}" if said else where


class ArticleKind(Kind):
    name, label, place = "article", _("Regulation"), 30
    model = Article

    def things(self) -> "models.QuerySet[Article]":
        return Article.objects.all()

    def heading(self) -> models.Expression:
        """Its number and its words, which `named` puts together: the database does not know how to count in Chinese."""
        words = "heading_en" if get_language() == "en" else "heading_zh"
        return Concat(Cast("number", models.CharField()), models.Value(" "), words, output_field=models.CharField())

    def named(self, heading: str) -> str:
        number, _blank, words = heading.partition(" ")
        return str(Article(number=int(number), heading_zh=words, heading_en=words))

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
