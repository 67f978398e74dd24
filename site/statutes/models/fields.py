"""The five fields of quality (质量领域) as a taxonomy: five by Article 2, led by five departments by Article 7."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.audience import everybody
from cms.fields import ChosenField
from core.traditional import traditional
from statutes.fields import FIELDS


class QualityField(models.Model):
    """One of the five (产业、产品、工程、服务、生态环境质量). A migration lays them; the database takes no sixth."""

    class Slug(models.TextChoices):
        INDUSTRY = "industry", pgettext_lazy("field of quality", "Industrial quality")
        PRODUCT = "product", pgettext_lazy("field of quality", "Product quality")
        ENGINEERING = "engineering", pgettext_lazy("field of quality", "Engineering quality")
        SERVICE = "service", pgettext_lazy("field of quality", "Service quality")
        ENVIRONMENT = "environment", pgettext_lazy("field of quality", "Ecological environment quality")

    slug = models.CharField(_("address"), max_length=12, unique=True, choices=Slug)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    # Art. 7 (2): who leads the work in this field.
    lead_zh = models.CharField(_("leading department"), max_length=60)
    lead_en = models.CharField(_("leading department in English"), max_length=120)

    class Meta:
        verbose_name = _("field of quality")
        verbose_name_plural = _("fields of quality")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(slug__in=FIELDS), name="quality_field_is_one_of_five"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=5), name="quality_field_has_its_place"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return str(self.Slug(self.slug).label)

    @property
    def lead_department(self) -> str:
        """Who leads, in the reader's language; Traditional is converted from Simplified."""
        language = get_language() or settings.LANGUAGE_CODE
        if language == "zh-hant":
            return traditional(self.lead_zh)
        return self.lead_zh if language.startswith("zh") else self.lead_en


# What pages say since they have facets, and what every page said when it got them (core.shipped.grown).
LATER: dict[str, list[str]] = {"audiences": everybody(), "quality_fields": []}


class OfFields(models.Model):
    """A thing that may say which of the five fields it is about; about none in particular says nothing."""

    quality_fields = ChosenField(
        _("fields of quality"),
        vocabulary=QualityField.Slug,
        default=list,
        blank=True,
        help_text=_("Those of Article 2 it is about. None: about no field in particular."),
    )

    field_panels: ClassVar = [FieldPanel("quality_fields")]

    class Meta:
        abstract = True

    @property
    def field_names(self) -> list[tuple[str, str]]:
        """(slug, name) of each."""
        return [(value, str(QualityField.Slug(value).label)) for value in self.quality_fields]
