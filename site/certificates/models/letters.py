"""Letters: what a holder was to be told about a certificate, and when it was sent. Written with the deed, sent once."""

from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.certificates import Certificate
from certificates.models.proceedings import Proceeding
from core.dates import now


class CertificateLetterQuerySet(models.QuerySet["CertificateLetter"]):
    def told(self) -> Self:
        """With reader, certificate and proceeding at hand (one query)."""
        return self.select_related("reader", "certificate__scheme_version", "proceeding")


class CertificateLetter(models.Model):
    """One mail about a certificate (证书通知). `occasion` keeps the same news about the same thing from being written twice."""

    class News(models.TextChoices):
        NOTICED = "noticed", _("A measure is intended")
        SUSPENDED = "suspended", _("Suspended at once")
        DECIDED = "decided", _("Decided")
        PROLONGED = "prolonged", _("The suspension was prolonged")
        APPEAL_DECIDED = "appeal", _("The appeal was decided")
        REINSTATED = "reinstated", _("Reinstated")
        CORRECTED = "corrected", _("The name was corrected")
        UNCORRECTED = "uncorrected", _("The name was not corrected")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Expired")
        LAPSED = "lapsed", _("Lapsed")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    news = models.CharField(_("news"), max_length=12, choices=News)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificate_letters", verbose_name=_("reader")
    )
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="letters", verbose_name=_("certificate"))
    proceeding = models.ForeignKey(
        Proceeding, on_delete=models.PROTECT, null=True, related_name="letters", verbose_name=_("proceeding")
    )
    occasion = models.CharField(_("occasion"), max_length=60)
    made_at = models.DateTimeField(_("made at"), default=now)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    objects = CertificateLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter about a certificate")
        verbose_name_plural = _("letters about certificates")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate", "news", "occasion"],
                name="certificateletter_once_uniq",
                violation_error_message=_("This has been written already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.news} {self.certificate_id}"
