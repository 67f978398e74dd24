"""Templates: how a scheme's certificates look and what the form itself says, drafted by some and published by another."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates import styles
from certificates.models.drafts import AbstractDraft
from certificates.models.schemes import Scheme
from core.dates import now
from core.keeping import kept


class TemplateMark(models.Model):
    """An operator's own mark (自有标识), cleaned before it is kept. Append-only: a published template goes on naming it."""

    name = models.CharField(_("what the mark shows"), max_length=80)
    media_type = models.CharField(_("media type"), max_length=20)
    key = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("handed in by"))
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("own mark")
        verbose_name_plural = _("own marks")

    def __str__(self) -> str:
        return self.name

    def content(self) -> bytes:
        """The mark's bytes, only if they are still the ones recorded."""
        return kept(self.key, self.sha256)


class TemplateTerms(models.Model):
    """What a template says and how it looks, published or drafted (版式)."""

    class Layout(models.TextChoices):
        BILINGUAL = styles.BILINGUAL, _("Chinese with the English beneath it")
        PLAIN = styles.PLAIN, _("one language on each document")

    class Middle(models.TextChoices):
        MEDALLION = styles.MEDALLION, _("the medallion")
        MARK = styles.MARK, _("the own mark")
        EMPTY = styles.EMPTY, _("nothing")

    class Colour(models.TextChoices):
        """The house's own; which of them can be read in which place is worked out (certificates.styles)."""

        INK = "ink", _("ink")
        TEAL = "teal", _("teal")
        SEA = "sea", _("sea blue")
        NIGHT = "night", _("night blue")
        SLATE = "slate", _("slate")
        BRONZE = "bronze", _("bronze")
        BRASS = "brass", _("dark brass")
        GOLD = "gold", _("gold")
        PALE_GOLD = "pale-gold", _("pale gold")

    layout = models.CharField(_("layout"), max_length=12, choices=Layout, default=Layout.BILINGUAL)
    middle = models.CharField(_("in the middle below"), max_length=12, choices=Middle, default=Middle.MEDALLION)
    mark_at_head = models.BooleanField(_("the own mark at the upper left"), default=False)
    title_colour = models.CharField(_("colour of title and name"), max_length=12, choices=Colour, default=Colour.INK)
    accent_colour = models.CharField(_("colour of the small headings"), max_length=12, choices=Colour, default=Colour.BRONZE)
    text_colour = models.CharField(_("colour of the text"), max_length=12, choices=Colour, default=Colour.NIGHT)
    # {language: {label: text}}; what is left out or empty is as shipped (certificates.labels).
    labels = models.JSONField(_("words of the form"), default=dict, blank=True)
    mark = models.ForeignKey(
        TemplateMark, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("own mark")
    )

    class Meta:
        abstract = True

    def said(self, language: str, label: str) -> str:
        """What this template says itself in a place; empty where it leaves the shipped words."""
        return str(self.labels.get(language, {}).get(label, "")).strip()


TEMPLATE_TERMS = tuple(field.name for field in TemplateTerms._meta.local_fields)


class TemplateQuerySet(models.QuerySet["Template"]):
    def in_force(self, scheme: int) -> "Template | None":
        """What a scheme's next certificate is drawn by; None: the shipped form (one query)."""
        return self.filter(scheme_id=scheme).select_related("mark").order_by("-number").first()


class Template(TemplateTerms):
    """A published version of a scheme's form (版式版本). Append-only: what was drawn by it is never drawn otherwise."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="templates", verbose_name=_("scheme"))
    number = models.PositiveIntegerField(_("version number"))
    published_at = models.DateTimeField(_("published at"), default=now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("published by")
    )
    written_by: Any = models.JSONField(_("written by"), default=list, blank=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        ordering: ClassVar = ["scheme", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "number"],
                name="template_scheme_number_uniq",
                violation_error_message=_("This scheme already has a template with this number."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.number}"

    @property
    def previous(self) -> "Template | None":
        """The version before this one (one query)."""
        return Template.objects.filter(scheme=self.scheme_id, number__lt=self.number).order_by("-number").first()


class TemplateDraft(AbstractDraft, TemplateTerms):
    """A scheme's next template while it is being written (版式草稿): at most one; somebody who wrote none of it publishes."""

    deed, beside = "template", ("mark",)
    scheme = models.OneToOneField(Scheme, on_delete=models.PROTECT, related_name="template_draft", verbose_name=_("scheme"))
    # Null: the shipped form.
    based_on = models.ForeignKey(
        Template, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("made from version")
    )

    class Meta:
        verbose_name = _("draft of a certificate template")
        verbose_name_plural = _("drafts of certificate templates")
        ordering: ClassVar = ["scheme"]

    def __str__(self) -> str:
        return self.told
