"""What was decided about a certificate, one line for each decision; the whole register is read out of these."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates import kept_answers
from certificates.models.certificates import Certificate
from core.dates import now
from core.prepared import Given


class CertificateEventQuerySet(models.QuerySet["CertificateEvent"]):
    """Writing an event makes every kept answer of the register stale at once."""

    def create(self, **fields: Any) -> "CertificateEvent":
        kept_answers.forget_on_commit()
        return super().create(**fields)

    def bulk_create(self, objs: Iterable["CertificateEvent"], *args: Any, **kwargs: Any) -> list["CertificateEvent"]:
        kept_answers.forget_on_commit()
        return super().bulk_create(objs, *args, **kwargs)

    def about(self, number: str) -> Self:
        """All that happened to the certificate with this number, the certificate and its place in the log at hand (one query)."""
        related = ("certificate__scheme", "certificate__scheme_version", "certificate__successor", "entry")
        return self.filter(certificate__number=number).select_related(*related).order_by("pk")

    def barring(self, holder: int | Given) -> Self:
        """The withdrawals against a person that stand, each with its certificate (one query)."""
        mine = self.filter(kind=CertificateEvent.Kind.WITHDRAWN, certificate__holder_id=holder)
        # Restored on appeal it has a successor: then the withdrawal did not stand.
        return mine.filter(certificate__state=Certificate.State.WITHDRAWN, certificate__successor=None).select_related(
            "certificate"
        )


class CertificateEvent(models.Model):
    """Something that was decided about a certificate (证书记录). Append-only; the public note is shown to anyone."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("Issued")
        SUSPENDED = "suspended", _("Suspended")
        REINSTATED = "reinstated", _("Reinstated")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SUPERSEDED = "superseded", _("Replaced")
        CANCELLED = "cancelled", pgettext_lazy("of a certificate", "Cancelled")
        NAME_REMOVED = "name_removed", _("Name removed")

    class Reason(models.TextChoices):
        """Said to anyone who verifies the certificate, so never a fact about the person."""

        RESULT = "result", _("The result was reviewed")
        EVIDENCE = "evidence", _("The application was not truthful")
        CONDUCT = "conduct", _("The rules of the exam or of the certificate were broken")
        CONTINUING = "continuing", _("Continuing hours are missing")
        COMPLAINT = "complaint", _("A complaint is being looked into")
        CORRECTION = "correction", _("A printed fact was corrected")
        RENEWAL = "renewal", _("It was renewed")
        REQUEST = "request", _("The holder asked for it")
        RETENTION = "retention", _("The time for keeping the name is over")
        APPEAL = "appeal", _("An appeal was upheld")
        CURED = "cured", _("The ground for it is gone")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events", verbose_name=_("certificate"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    at = models.DateTimeField(_("at"), default=now)
    # Null: by rule.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    reason_code = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    public_note = models.CharField(_("public note"), max_length=200, blank=True)

    objects = CertificateEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate event")
        verbose_name_plural = _("certificate events")
        ordering: ClassVar = ["certificate", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.certificate_id}"
