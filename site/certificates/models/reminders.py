"""Reminders (续期提醒): which were due for which certificate, and when they were sent. Each once."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.certificates import Certificate
from core.dates import now


class RenewalReminder(models.Model):
    """One mail so many days before a certificate ends. `sent_at` keeps a job that runs twice from sending it twice."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="renewal_reminders", verbose_name=_("certificate")
    )
    days = models.PositiveSmallIntegerField(_("days before the end"))
    made_at = models.DateTimeField(_("made at"), default=now)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("renewal reminder")
        verbose_name_plural = _("renewal reminders")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate", "days"],
                name="reminder_certificate_days_uniq",
                violation_error_message=_("This reminder has been written already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.days}"
