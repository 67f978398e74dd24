"""Letters: what a person was to be told about a certificate or an application. core/letters.py says how each is sent once."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models.applications import Application
from certificates.models.certificates import Certificate
from certificates.models.proceedings import Proceeding
from core.letters import AbstractLetter


class CertificateLetterQuerySet(models.QuerySet["CertificateLetter"]):
    def told(self) -> Self:
        """With reader, certificate, proceeding and application at hand (one query)."""
        return self.select_related("reader", "certificate__scheme_version", "proceeding", "application__scheme_version")


class CertificateLetter(AbstractLetter):
    """One mail about a certificate or an application for one (证书通知).

    `occasion` keeps the same news about the same thing from being written twice.
    """

    class News(models.TextChoices):
        NOTICED = "noticed", _("A measure is intended")
        SUSPENDED = "suspended", _("Suspended at once")
        DECIDED = "decided", _("Decided")
        PROLONGED = "prolonged", _("The suspension was prolonged")
        APPEAL_DECIDED = "appeal", _("The appeal was decided")
        REINSTATED = "reinstated", _("Reinstated")
        CORRECTED = "corrected", _("The name was corrected")
        UNCORRECTED = "uncorrected", _("The name was not corrected")
        CANCELLED = "cancelled", pgettext_lazy("of a certificate", "Cancelled")
        EXPIRED = "expired", _("Expired")
        LAPSED = "lapsed", _("Lapsed")
        FORGETTING = "forgetting", _("The name is removed soon")
        APPLIED = "applied", _("The application was submitted")
        RETURNED = "returned", _("It was returned to the applicant")
        GRANTED = "granted", _("The certificate was granted")
        REFUSED = "refused", _("The certificate was refused")
        REOPENED = "reopened", _("The appeal against a refusal was upheld")
        CLEARING = "clearing", _("The files of an application are deleted soon")

    news = models.CharField(_("news"), max_length=12, choices=News)
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, related_name="letters", verbose_name=_("certificate")
    )
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, related_name="letters", verbose_name=_("application for a certificate")
    )
    proceeding = models.ForeignKey(
        Proceeding, on_delete=models.PROTECT, null=True, related_name="letters", verbose_name=_("proceeding")
    )

    objects = CertificateLetterQuerySet.as_manager()

    class Meta(AbstractLetter.Meta):
        verbose_name = _("letter about a certificate")
        verbose_name_plural = _("letters about certificates")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate", "news", "occasion"],
                name="certificateletter_once_uniq",
                violation_error_message=_("This has been written already."),
            ),
            models.UniqueConstraint(
                fields=["application", "news", "occasion"],
                name="certificateletter_application_once_uniq",
                violation_error_message=_("This has been written already."),
            ),
            models.CheckConstraint(
                condition=Q(certificate__isnull=False, application=None) | Q(certificate=None, application__isnull=False),
                name="certificateletter_about_one_thing",
                violation_error_message=_("A letter is about one certificate or about one application."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.news} {self.certificate_id or self.application_id}"

    @property
    def about(self) -> Application | Proceeding | Certificate:
        """What its reader is led to."""
        about = self.application or self.proceeding or self.certificate
        assert about is not None  # noqa: S101 - a constraint holds that it is about one of the two
        return about
