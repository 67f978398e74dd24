"""The home page of each language, and notes that explain the site."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.audience import Addressed, for_somebody
from cms.fields import BodyField
from cms.models import BasePage
from cms.rendering import lead, plain, render
from core.shipped import digest, grown
from pages.blocks import HomeBlocks
from statutes.models import LATER, OfFields


class HomePage(BasePage):
    """The first page of a language (首页): the root of its tree, one per language."""

    headline = models.CharField(
        _("headline"),
        max_length=80,
        blank=True,
        help_text=_("A vertical bar marks where a line may break."),
    )

    sections = BodyField(HomeBlocks(), verbose_name=_("sections"), blank=True, help_text=_("They stand below the courses."))

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("headline"), FieldPanel("summary"), FieldPanel("sections")]
    parent_page_types: ClassVar[list[Any]] = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def phrases(self) -> list[str]:
        """The headline in phrases that a line break may separate."""
        return (self.headline or gettext("If quality rests on you,| start here.")).split("|")

    @property
    def lede(self) -> str:
        return self.summary or gettext(
            "Courses, exams and certificates for chief quality officers, quality safety directors and quality safety "
            "officers; the Regulation article by article. Open to everyone."
        )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from pages.views import first_page

        return first_page(request, self)


class NoteIndexPage(BasePage):
    """The shelf the notes stand on (说明与帮助), at /pages/."""

    parent_page_types: ClassVar[list[Any]] = ["pages.HomePage"]
    subpage_types: ClassVar[list[Any]] = ["pages.NotePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("shelf of notes")
        verbose_name_plural = _("shelves of notes")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from pages.views import notes

        return notes(request, self)


class NotePage(BasePage, Addressed, OfFields):  # type: ignore[django-manager-missing]  # Wagtail's page manager is untyped
    """A note about the site (说明): written in Markdown, rendered once when it is saved."""

    text = models.TextField(_("text"), help_text=_("Markdown: ## headings, lists, tables, links."))
    html = models.TextField(editable=False, blank=True)
    cites = models.CharField(_("cites"), max_length=200, blank=True, help_text=_("What it rests on: 条例 9, 26"))
    checked = models.CharField(_("checked"), max_length=7, blank=True, help_text=_("Year and month of the last check: 2026-11"))
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("text"),
        *Addressed.audience_panels,
        *OfFields.field_panels,
        FieldPanel("cites"),
        FieldPanel("checked"),
    ]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("words")]
    parent_page_types: ClassVar[list[Any]] = ["pages.NoteIndexPage"]
    subpage_types: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints: ClassVar = [for_somebody("note")]

    @property
    def fingerprint(self) -> str:
        """Of what an editor may change; compared with what was last loaded."""
        facets = grown({name: getattr(self, name) for name in LATER}, LATER)
        return digest(self.title, self.text, self.cites, self.checked, *([facets] if facets else []))

    def clean(self) -> None:
        super().clean()
        self.html = render(self.text)

    @property
    def lead(self) -> str:
        """What lists say of the note: the editors' summary, or its first sentences."""
        return self.summary or lead(self.html)

    def words(self) -> str:
        return plain(self.html)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from pages.views import read

        return read(request, self)
