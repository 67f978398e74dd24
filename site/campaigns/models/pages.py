"""The pages of Quality Month: one a year under one shelf, at an address that never changes."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from campaigns.seasons import Season, State
from cms.audience import Addressed, for_somebody
from cms.models import BasePage
from cms.openness import open_to_all
from cms.rendering import plain, render
from core.dates import now
from core.shipped import digest, grown
from statutes.models import LATER, OfFields


class CampaignIndexPage(BasePage):
    """The shelf the years stand on (质量月), at /quality-month/: it leads to the current one."""

    parent_page_types: ClassVar[list[Any]] = ["pages.HomePage"]
    subpage_types: ClassVar[list[Any]] = ["campaigns.CampaignPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("shelf of Quality Months")
        verbose_name_plural = _("shelves of Quality Months")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from campaigns.views.month import newest

        return newest(request)


class CampaignQuerySet(PageQuerySet):
    def shown(self) -> Self:
        """What everybody may read, in the reader's language and in Chinese, newest year first."""
        languages = {get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE}
        shown = open_to_all(self.live()).filter(locale__language_code__in=languages)
        return shown.select_related("locale").order_by("-year")


class CampaignPage(BasePage, Addressed, OfFields):
    """One year's Quality Month (质量月). Its theme is what a notice says, never what a list on the web says."""

    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1978), MaxValueValidator(2200)])
    theme = models.CharField(
        _("theme"), max_length=120, blank=True, help_text=_("As in the notice. Empty: the page says that it is to be announced.")
    )
    theme_source = models.CharField(
        _("source of the theme"),
        max_length=300,
        blank=True,
        help_text=_("Who announced it, in which notice, under which number."),
    )
    theme_url = models.URLField(_("address of the source"), blank=True)
    notice = models.TextField(_("opening notice"), blank=True, help_text=_("Markdown: ## headings, lists, tables, links."))
    notice_html = models.TextField(editable=False, blank=True)
    pledge = models.TextField(_("text of the pledge"), blank=True, help_text=_("One promise in each line."))
    results = models.TextField(_("results"), blank=True, help_text=_("What came of it. Markdown; shown once the month is over."))
    results_html = models.TextField(editable=False, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("year"),
        MultiFieldPanel([FieldPanel("theme"), FieldPanel("theme_source"), FieldPanel("theme_url")], _("Theme")),
        FieldPanel("summary"),
        *Addressed.audience_panels,
        *OfFields.field_panels,
        FieldPanel("notice"),
        InlinePanel("materials", label=_("material")),
        FieldPanel("pledge"),
        FieldPanel("results"),
    ]
    # The address is the year: no field for it, so that it stays.
    promote_panels: ClassVar = [FieldPanel("seo_title"), FieldPanel("search_description")]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("theme"), index.SearchField("words")]
    parent_page_types: ClassVar[list[Any]] = ["campaigns.CampaignIndexPage"]
    subpage_types: ClassVar[list[Any]] = []

    objects = PageManager.from_queryset(CampaignQuerySet)()  # type: ignore[django-manager-missing]  # Wagtail's page manager is untyped

    class Meta:
        verbose_name = _("Quality Month")
        verbose_name_plural = _("Quality Months")
        constraints: ClassVar = [
            for_somebody("campaign"),
            models.CheckConstraint(
                condition=Q(theme="") | ~Q(theme_source=""),
                name="campaign_theme_has_a_source",
                violation_error_message=_("A theme needs its source."),
            ),
        ]

    def clean(self) -> None:
        if self.year:
            self.slug = str(self.year)
        super().clean()
        if self.theme and not self.theme_source.strip():
            raise ValidationError({"theme_source": gettext("Say who announced this theme and where, or leave the theme empty.")})
        if self.live and self.pk and self.year != CampaignPage.objects.values_list("year", flat=True).get(pk=self.pk):
            raise ValidationError({"year": gettext("This year's page is published and linked to: make another page instead.")})
        self.notice_html, self.results_html = render(self.notice), render(self.results)

    @property
    def season(self) -> Season:
        return Season(self.year)

    @property
    def phrases(self) -> list[str]:
        """The theme in phrases that a line break may separate."""
        return self.theme.replace("，", "， ").split()

    @property
    def promises(self) -> list[str]:
        return [line.strip() for line in self.pledge.splitlines() if line.strip()]

    @property
    def fingerprint(self) -> str:
        """Of what an editor may change; compared with what was last loaded."""
        facets = grown({name: getattr(self, name) for name in LATER}, LATER)
        told = (self.title, self.theme, self.theme_source, self.notice, self.pledge, self.results)
        return digest(*told, *([facets] if facets else []))

    def state(self, moment: dt.datetime | None = None) -> State:
        return self.season.state(moment or now())

    def words(self) -> str:
        return plain(self.notice_html)

    def get_absolute_url(self) -> str:
        return reverse("campaigns:month", args=[self.year])

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from campaigns.views.month import show

        return show(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return self.serve(request)


class Licence(models.TextChoices):
    CC0 = "CC0", _("Free to use (CC0)")
    CC_BY = "CC BY 4.0", _("Free to use with credit (CC BY 4.0)")
    CC_BY_NC = "CC BY-NC 4.0", _("Free to use with credit, not for sale (CC BY-NC 4.0)")
    OWN = "own", _("For use in Quality Month only; ask before reprinting")


class Material(Orderable, Addressed):
    """A file that a year offers for download (资源). Nobody may be left to guess what he may do with it."""

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="materials", verbose_name=_("page"))
    title = models.CharField(_("title"), max_length=60)
    document = models.ForeignKey(
        "wagtaildocs.Document", on_delete=models.CASCADE, related_name="+", verbose_name=pgettext_lazy("to download", "document")
    )
    note = models.CharField(_("note"), max_length=60, blank=True, help_text=_("Such as: A2, ready to print"))
    licence = models.CharField(_("licence"), max_length=20, choices=Licence)

    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("document"),
        FieldPanel("note"),
        FieldPanel("licence"),
        *Addressed.audience_panels,
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints: ClassVar = [for_somebody("material")]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> str:
        """PDF, SVG, …"""
        return str(self.document.file_extension).upper()

    @property
    def address(self) -> str:
        return reverse("campaigns:material", args=[self.page.year, self.document_id])
