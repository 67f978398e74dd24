"""A case handed in to be published (案例申报), by an organisation or an editor."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.submissions import SubmissionQuerySet, SubmissionRecord, rules_of_two
from cases.models.case import CaseStudy


class CaseSubmissionQuerySet(SubmissionQuerySet["CaseSubmission"]):
    """Cases handed in."""


class CaseSubmission(SubmissionRecord):
    """That a case was handed in, and the decision of somebody else."""

    case = models.ForeignKey(
        CaseStudy, on_delete=models.PROTECT, related_name="submissions", verbose_name=pgettext_lazy("a story of quality", "case")
    )

    objects = CaseSubmissionQuerySet.as_manager()

    class Meta(SubmissionRecord.Meta):
        verbose_name = _("submitted case")
        verbose_name_plural = _("submitted cases")
        constraints: ClassVar = rules_of_two("casesubmission", "case")

    @property
    def thing(self) -> CaseStudy:
        return self.case
