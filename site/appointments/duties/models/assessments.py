"""Assessment by the head (履职评价): five criteria a year, each with its reasons; the assessed may say something to it.

It is between the head and the person. No certificate knows of it.
"""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from appointments.models.appointments import Appointment, someone
from core.dates import now

if TYPE_CHECKING:
    from accounts.models import User


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own, and those of the firms one answers for now."""
        return self.filter(appointment__in=Appointment.objects.visible_to(user))

    def told(self) -> Self:
        """With its marks and what the person says (2 queries)."""
        return self.select_related("assessed_by", "answer").prefetch_related("marks")


class Assessment(models.Model):
    """A year of a post as the head sees it. Append-only; one a year and post."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("appointment")
    )
    # Copied, so that the database itself can see that nobody assesses himself.
    assessed = someone(_("assessed person"), null=False)
    year = models.PositiveSmallIntegerField(_("year assessed"))
    advice = models.TextField(_("what to do next year"), blank=True)
    assessed_by = someone(_("assessed by"), null=False)
    assessed_at = models.DateTimeField(_("assessed at"), default=now)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment by the head")
        verbose_name_plural = _("assessments by the head")
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["appointment", "year"],
                name="assessment_one_a_year_uniq",
                violation_error_message=_("This year was assessed already."),
            ),
            models.CheckConstraint(
                condition=~Q(assessed_by=F("assessed")),
                name="assessment_by_another",
                violation_error_message=_("Nobody assesses himself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.year}"


class AssessmentMark(models.Model):
    """One criterion, its level from 1 to 5 and the reasons. Append-only."""

    class Criterion(models.TextChoices):
        CULTURE = "culture", _("Quality culture is built")
        SUPERVISION = "supervision", _("Products and services are supervised")
        PREVENTION = "prevention", _("Faults are prevented")
        POWERS = "powers", _("Powers are used rightly: raised when due, with facts")
        RECORDS = "records", _("Records are complete and true, and followed up")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="marks", verbose_name=_("assessment"))
    criterion = models.CharField(_("criterion of the assessment"), max_length=12, choices=Criterion)
    level = models.PositiveSmallIntegerField(_("level"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    reason = models.TextField(_("reasons for the level"))

    class Meta:
        verbose_name = _("mark of an assessment")
        verbose_name_plural = _("marks of assessments")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"],
                name="assessmentmark_once_uniq",
                violation_error_message=_("This criterion has its level already."),
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5) & ~Q(reason=""),
                name="assessmentmark_has_reason",
                violation_error_message=_("A level from 1 to 5 has its reasons."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.level}"


class AssessmentAnswer(models.Model):
    """What the assessed says to it. Append-only; once."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="answer", verbose_name=_("assessment"))
    text = models.TextField(_("what the assessed says"))
    answered_at = models.DateTimeField(_("answered at"), default=now)

    class Meta:
        verbose_name = _("answer to an assessment")
        verbose_name_plural = _("answers to assessments")

    def __str__(self) -> str:
        return self.text[:40]
