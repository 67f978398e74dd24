"""The schemes: what a certificate is given for, for how long, and in what words."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from certificates.forbidden import objectionable
from certificates.models.drafts import AbstractDraft
from certificates.requirements import Demands, read
from core.dates import now, today


class Scheme(models.Model):
    """A kind of certificate (考核方案): QSO. What it demands is said by its versions."""

    code = models.CharField(_("code"), max_length=3, unique=True)
    exam_code = models.CharField(_("exam code"), max_length=20, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80)

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh


class SchemeVersionQuerySet(models.QuerySet["SchemeVersion"]):
    def in_force(self, on: dt.date) -> Self:
        """Versions that have taken effect by `on`, the newest first."""
        return self.filter(effective_from__lte=on).order_by("-effective_from", "-number")

    def today(self) -> Self:
        """Of each scheme the version in force today (one query)."""
        newest = SchemeVersion.objects.filter(scheme=OuterRef("scheme")).in_force(today()).values("pk")[:1]
        return self.filter(pk=Subquery(newest)).select_related("scheme")


class SchemeTerms(models.Model):
    """The rules of a scheme, published or drafted (方案条款)."""

    title_zh = models.CharField(_("title in Chinese"), max_length=60)
    title_zh_hant = models.CharField(
        _("title in Traditional Chinese"), max_length=60, blank=True, help_text=_("Empty: drafted from the Simplified one.")
    )
    title_en = models.CharField(_("title in English"), max_length=120)
    wording = models.JSONField(_("wording"), help_text=_("What is certified, in each language; {hours} stands for the hours."))
    disclaimer = models.CharField(_("what it is not"), max_length=120)
    validity_months = models.PositiveSmallIntegerField(_("valid for months"))
    grace_days = models.PositiveSmallIntegerField(_("grace in days"), default=180)
    retention_years = models.PositiveSmallIntegerField(
        _("name kept for years"),
        default=6,
        help_text=_("So many years after its end the name is taken off the register; its holder is told 30 days before."),
    )
    requirements = models.JSONField(_("requirements"), default=dict, blank=True)
    renewal = models.JSONField(_("renewal"), default=dict, blank=True)
    effective_from = models.DateField(_("in force from"))

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse words that such a certificate must not carry (人社部函〔2022〕25号)."""
        words: list[Any] = [
            self.title_zh,
            self.title_zh_hant,
            self.title_en,
            *(text for texts in self.wording.values() for text in texts.values()),
        ]
        if found := [word for text in words for word in objectionable(text)]:
            raise ValidationError(
                _("A certificate must not say: %(words)s"), code="misleading", params={"words": "、".join(dict.fromkeys(found))}
            )

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if (get_language() or "").startswith("en") else self.title_zh

    @property
    def validity_years(self) -> int | None:
        """The term in whole years, if it is one."""
        years, months = divmod(self.validity_months, 12)
        return None if months else years

    @property
    def demands(self) -> Demands:
        """What an applicant has to show, and whether a person decides."""
        return read(self.requirements)


TERMS = tuple(field.name for field in SchemeTerms._meta.local_fields)


class SchemeVersion(SchemeTerms):
    """The rules of a scheme from one day on (方案版本). Append-only: what was promised at issue holds for ever."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions", verbose_name=_("scheme"))
    number = models.PositiveIntegerField(_("version number"))
    content_sha256 = models.CharField(_("digest"), max_length=64, blank=True)
    published_at = models.DateTimeField(_("published at"), default=now)
    # Null: shipped with the platform.
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    objects = SchemeVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheme version")
        verbose_name_plural = _("scheme versions")
        ordering: ClassVar = ["scheme", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "number"],
                name="schemeversion_scheme_number_uniq",
                violation_error_message=_("This scheme already has a version with this number."),
            ),
            models.CheckConstraint(
                condition=Q(validity_months__gt=0),
                name="schemeversion_validity_positive",
                violation_error_message=_("A certificate is valid for at least one month."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_zh} {self.number}"

    @property
    def previous(self) -> "SchemeVersion | None":
        """The version before this one."""
        return SchemeVersion.objects.filter(scheme=self.scheme_id, number__lt=self.number).order_by("-number").first()


class SchemeDraft(AbstractDraft, SchemeTerms):
    """The next version of a scheme while it is being written (方案草稿): at most one; somebody who wrote none of it publishes."""

    deed, beside = "scheme", ("based_on",)
    scheme = models.OneToOneField(Scheme, on_delete=models.PROTECT, related_name="draft", verbose_name=_("scheme"))
    based_on = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("made from version"))

    class Meta:
        verbose_name = _("draft of a scheme")
        verbose_name_plural = _("drafts of schemes")
        ordering: ClassVar = ["scheme"]

    def __str__(self) -> str:
        return self.told
