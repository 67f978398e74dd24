"""Reminders (续期提醒): which were due for which certificate, and when they were sent. Each once."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.certificates import Certificate
from certificates.status import State
from core.letters import SentOnce


class RenewalReminderQuerySet(models.QuerySet["RenewalReminder"]):
    def owed(self) -> Self:
        """Those of certificates that are still to end: nobody is reminded of one that has."""
        return self.filter(certificate__state=State.VALID)


class RenewalReminder(SentOnce):
    """One mail so many days before a certificate ends."""

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="renewal_reminders", verbose_name=_("certificate")
    )
    days = models.PositiveSmallIntegerField(_("days before the end"))

    objects = RenewalReminderQuerySet.as_manager()

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
