"""A statute and its articles: the text exactly as published, with the editors' labels beside it, never inside."""

import re
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cms.listed import in_language
from core.traditional import traditional
from statutes.numerals import in_chinese


class Statute(models.Model):
    """A published law (法规). `adopted` is its own line on who adopted it and when."""

    slug = models.SlugField(unique=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=160)
    adopted = models.CharField(_("adopted"), max_length=200)
    in_force_on = models.DateField(_("in force on"))
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("statute")
        verbose_name_plural = _("statutes")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("statutes:statute", args=[self.slug])

    @property
    def name(self) -> str:
        """The title in the reader's language; outside Chinese a working title."""
        return _told(self.title, self.title_en)

    @property
    def phrases(self) -> list[str]:
        """The Chinese title in pieces a line break may separate."""
        return [piece for piece in re.split(r"(?<=经济特区|經濟特區)|(?=条例$|條例$)", self.name) if piece]

    @property
    def history(self) -> str:
        """Who adopted it and since when it is in force."""
        day = self.in_force_on
        return _told(f"{self.adopted}，自{day.year}年{day.month}月{day.day}日起施行。", f"{self.adopted}")


class ArticleQuerySet(models.QuerySet["Article"]):
    def of(self, slug: str) -> Self:
        """The articles of one statute, in order."""
        return self.filter(statute__slug=slug).select_related("statute").order_by("number")


class Article(index.Indexed, models.Model):
    """One article (条). `text` is the law; heading, note and translation are the editors'."""

    class Force(models.TextChoices):
        OBLIGES = "obliges", _("obliges")
        ENCOURAGES = "encourages", _("encourages")
        DECLARES = "declares", _("declares")

    class Bearing(models.TextChoices):
        CONTENT = "content", _("taught here")
        SERVICE = "service", _("a service here carries it out")
        NONE = "none", _("no bearing on this site")

    statute = models.ForeignKey(Statute, on_delete=models.CASCADE, related_name="articles")
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    text = models.TextField(_("text"), help_text=_("The published text, one paragraph to a line. It is never edited here."))
    heading_zh = models.CharField(_("heading"), max_length=40)
    heading_en = models.CharField(_("heading in English"), max_length=80)
    translation_en = models.TextField(_("unofficial English translation"), blank=True)
    note_zh = models.TextField(_("editors' note"), blank=True)
    note_en = models.TextField(_("editors' note in English"), blank=True)
    force = models.CharField(_("force"), max_length=10, choices=Force)
    force_detail_zh = models.CharField(_("on its force"), max_length=300, blank=True)
    force_detail_en = models.CharField(_("on its force, in English"), max_length=400, blank=True)
    bearing = models.CharField(
        _("bearing on this site"),
        max_length=10,
        choices=Bearing,
        default=Bearing.CONTENT,
        help_text=_("An article without any says why in the editors' note."),
    )
    services_zh = models.TextField(
        _("services here"), blank=True, help_text=_("One line each, its words and its address: 课程目录 | /courses/")
    )
    services_en = models.TextField(_("services here, in English"), blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("text"),
        index.SearchField("heading_en"),
        index.SearchField("translation_en"),
        index.FilterField("statute_id"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering: ClassVar = ["statute", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["statute", "number"], name="article_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="article_number_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.heading}"

    def get_absolute_url(self) -> str:
        return f"{self.statute.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self) -> str:
        return f"a{self.number}"

    @property
    def in_chinese(self) -> str:
        return in_chinese(self.number)

    @property
    def title(self) -> str:
        """What search weighs most: 条例第九条 and 第9条 find the article as surely as its heading does."""
        return f"{self.statute.title}第{in_chinese(self.number)}条 第{self.number}条 {self.heading_zh} Article {self.number}"

    @property
    def label(self) -> str:
        """第九条 on a Chinese page, Article 9 on an English one."""
        return _told(f"第{self.in_chinese}条", f"Article {self.number}")

    @property
    def heading(self) -> str:
        return _told(self.heading_zh, self.heading_en)

    @property
    def note(self) -> str:
        return _told(self.note_zh, self.note_en)

    @property
    def force_detail(self) -> str:
        return _told(self.force_detail_zh, self.force_detail_en)

    @property
    def services(self) -> list[tuple[str, str]]:
        """(words, address) of what this site does about the article. What has no address is not open yet and stays unsaid."""
        rows = [line.rpartition("|") for line in _told(self.services_zh, self.services_en).splitlines()]
        language = get_language() or settings.LANGUAGE_CODE
        told = [(words.strip(), address.strip()) for words, _bar, address in rows if words.strip() and address.strip()]
        return [(words, in_language(address, language)) for words, address in told]

    def clean(self) -> None:
        """An article that has no bearing on the site says so with a reason; none is left out in silence."""
        super().clean()
        if self.bearing == self.Bearing.NONE and not self.note_zh.strip():
            raise ValidationError({"note_zh": _("Say here why this article has no bearing on the site.")})

    def beside(self, language: str) -> tuple[str, list[str]]:
        """Its paragraphs for reading beside the page's own, with the language they are in (as HTML spells it)."""
        if language == "en":
            return "en", self.translation_en.split("\n") if self.translation_en else []
        if language == "zh-hant":
            return "zh-Hant", [traditional(p) for p in self.paragraphs]
        return "zh-Hans", self.paragraphs

    @property
    def as_published(self) -> str:
        """The article as the gazette prints it, its number first."""
        return f"第{in_chinese(self.number)}条 {self.text}"

    @property
    def paragraphs(self) -> list[str]:
        """The published text in its own characters."""
        return self.text.split("\n")

    @property
    def reading(self) -> list[str]:
        """The text for reading: on a Traditional page converted character by character, else as published."""
        return [traditional(p) for p in self.paragraphs] if get_language() == "zh-hant" else self.paragraphs


def _told(chinese: str, english: str) -> str:
    """The words of the reader's language; Traditional is converted from Simplified."""
    language = get_language() or ""
    if language == "zh-hant":
        return traditional(chinese)
    return chinese if language.startswith("zh") else english
