"""A case handed in to be published (案例申报), and what somebody else decided. Returned and mended, it comes again."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.case import CaseStudy
from core.dates import now


class CaseSubmissionQuerySet(models.QuerySet["CaseSubmission"]):
    def waiting(self) -> Self:
        """What nobody has decided yet, the longest waiting first."""
        return self.filter(decided_at=None).order_by("at", "pk")


class CaseSubmission(models.Model):
    """That somebody handed a case in, an organisation or an editor, and the decision of another."""

    case = models.ForeignKey(
        CaseStudy, on_delete=models.PROTECT, related_name="submissions", verbose_name=pgettext_lazy("a story of quality", "case")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_submissions", verbose_name=_("submitted by")
    )
    at = models.DateTimeField(_("submitted"), default=now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    is_accepted = models.BooleanField(_("published"), default=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = CaseSubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submitted case")
        verbose_name_plural = _("submitted cases")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(decided_at=None), name="casesubmission_one_open"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("by")),
                name="casesubmission_decided_by_another",
                violation_error_message=_("Nobody decides on a case of his own."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(is_accepted=True) | ~Q(reason=""), name="casesubmission_return_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.by_id}"
