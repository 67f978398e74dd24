"""Documents made of a certificate, in each of its languages."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models.keys import SigningKey
from certificates.models.templates import Template
from core.dates import now
from core.keeping import kept


class Artefact(models.Model):
    """A document made of a certificate (证书文件): written once, then served as it is, never made again. Append-only."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        # The same page with the holder's badge inside it; made only of a badge, so only with the holder's consent.
        PDF_WITH_BADGE = "pdf-badge", _("PDF with the badge inside")

    class Language(models.TextChoices):
        """Each under its own name. The Simplified one is the certificate; the others tell the same facts."""

        ZH_HANS = "zh-hans", "简体中文"
        ZH_HANT = "zh-hant", "繁體中文"
        EN = "en", "English"

    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, related_name="artefacts", verbose_name=_("certificate")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PDF)
    language = models.CharField(_("language"), max_length=7, choices=Language, default=Language.ZH_HANS)
    key = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    template_version = models.PositiveSmallIntegerField(_("template version"))
    # The published form it was drawn by; null: the shipped one, of which `template_version` tells the state.
    template = models.ForeignKey(
        Template,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="artefacts",
        verbose_name=_("certificate template"),
    )
    # Null: made on a site without keys, so not signed.
    signing_key = models.ForeignKey(
        SigningKey, on_delete=models.PROTECT, null=True, blank=True, related_name="artefacts", verbose_name=_("signed with")
    )
    badge = models.ForeignKey(
        "certificates.Badge", on_delete=models.PROTECT, null=True, blank=True, related_name="artefacts", verbose_name=_("badge")
    )
    created_at = models.DateTimeField(_("made at"), default=now)

    class Meta:
        verbose_name = pgettext_lazy("of a certificate", "document")
        verbose_name_plural = pgettext_lazy("of a certificate", "documents")
        # A file that is dropped on the verification page is looked for by its digest.
        indexes: ClassVar = [models.Index(fields=["sha256"], name="artefact_sha256_idx")]
        constraints: ClassVar = [
            # Stronger than (…, sha256): whoever writes first decides which document it is.
            models.UniqueConstraint(
                fields=["certificate", "kind", "language"],
                condition=models.Q(badge=None),
                name="artefact_kind_uniq",
                violation_error_message=_("This certificate already has its document."),
            ),
            models.UniqueConstraint(
                fields=["badge"],
                name="artefact_badge_uniq",
                violation_error_message=_("This badge already has its document."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="pdf", badge=None) | models.Q(kind="pdf-badge", badge__isnull=False),
                name="artefact_badge_by_kind",
                violation_error_message=_("A document with a badge inside belongs to that badge, any other to none."),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def read(self) -> bytes:
        """The stored bytes, only if they are still the ones recorded."""
        return kept(self.key, self.sha256)
