"""What a body means its people to learn in a year (年度培训计划): a line for each thing, in which month and for whom."""

import calendar
import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from core.dates import now
from courses.models.course import Course
from courses.models.tracks import Track
from courses.models.training import ONE_SUBJECT, TrainingAssignment
from courses.training.states import key
from organisations.models import Department, Organisation

if TYPE_CHECKING:
    from accounts.models import User


class TrainingPlanLineQuerySet(models.QuerySet["TrainingPlanLine"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """Those of the bodies whose training one looks after."""
        return self.filter(organisation__in=Organisation.objects.trained_by(user).values("pk"))

    def told(self) -> Self:
        """With what, for whom and what came of it at hand (one query)."""
        return self.select_related("organisation", "course", "track", "department", "assignment")


class TrainingPlanLine(models.Model):
    """One thing to be learned in one month, by everybody, a department with its parts, or a post. Assigned, it is being done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="training_plan_lines", verbose_name=_("organisation")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"))
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="+", verbose_name=_("course"), null=True, blank=True
    )
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="+", verbose_name=_("track"), null=True, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("department"), null=True, blank=True
    )
    post = models.CharField(_("post"), max_length=60, blank=True)
    hours = models.DecimalField(_("planned hours a person"), max_digits=5, decimal_places=1, null=True, blank=True)
    budget = models.PositiveIntegerField(_("budget in yuan"), null=True, blank=True)
    assignment = models.ForeignKey(
        TrainingAssignment,
        on_delete=models.PROTECT,
        related_name="plan_lines",
        verbose_name=_("training assignment"),
        null=True,
        blank=True,
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    at = models.DateTimeField(_("written at"), default=now)

    objects = TrainingPlanLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a training plan")
        verbose_name_plural = _("lines of training plans")
        ordering: ClassVar = ["month", "at"]
        indexes: ClassVar = [models.Index(fields=["organisation", "year", "month"], name="trainingplanline_year")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=ONE_SUBJECT,
                name="trainingplanline_one_subject",
                violation_error_message=_("Plan either a course or a track."),
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12),
                name="trainingplanline_month_of_year",
                violation_error_message=_("A month is one of twelve."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year}-{self.month:02} {self.subject_key}"

    @property
    def subject_key(self) -> str:
        """What is to be learned, by the name of its column in the matrix."""
        return key(self.course_id, self.track_id)

    @property
    def month_name(self) -> str:
        return str(MONTHS[self.month])

    @property
    def due_on(self) -> dt.date:
        """The last day of its month."""
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def is_assigned(self) -> bool:
        return self.assignment is not None and self.assignment.is_standing
