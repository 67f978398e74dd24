"""Annual plans (年度计划): a plan of a firm and a year, its versions, and the review at the year's end."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.models.appointments import Appointment
from appointments.models.duties import DutyEntry
from core.dates import now
from organisations.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


def _person(label: Any, *, null: bool = False) -> "models.ForeignKey[User, User]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=null, blank=null, related_name="+", verbose_name=label
    )


def planning_firms(user: "User | AnonymousUser") -> "models.QuerySet[Organisation]":
    """The firms whose plan one sees and drafts: those one answers for, and where one is chief quality officer now."""
    if not user.is_authenticated:
        return Organisation.objects.none()
    held = Appointment.objects.in_force().filter(person=user.pk, post=Appointment.Post.CQO)
    managed = Organisation.objects.managed_by(user)
    return Organisation.objects.filter(Q(pk__in=managed.values("pk")) | Q(pk__in=held.values("organisation")))


class AnnualPlanQuerySet(models.QuerySet["AnnualPlan"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the firms one plans for."""
        return self.filter(organisation__in=planning_firms(user))


class AnnualPlan(models.Model):
    """The plan of one firm for one year. What it says stands in its versions; the last adopted one is in force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="annual_plans", verbose_name=_("organisation")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    begun_by = _person(_("begun by"))
    begun_at = models.DateTimeField(_("begun at"), default=now)

    objects = AnnualPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual plan")
        verbose_name_plural = _("annual plans")
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="annualplan_one_a_year",
                violation_error_message=_("There is a plan for this year already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("appointments:plan", args=[self.pk])

    @property
    def adopted(self) -> "PlanVersion | None":
        """The version in force."""
        return next((one for one in self.versions.all() if one.adopted_at), None)

    @property
    def draft(self) -> "PlanVersion | None":
        """The version that is being written."""
        return next((one for one in self.versions.all() if not one.adopted_at), None)


class PlanVersion(models.Model):
    """What a plan says: goals, and tasks by quarter. A draft until it is adopted; from then on a trigger refuses changes.

    `tasks`: a list of {quarter, kind, text, responsible, measure, times}.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(AnnualPlan, on_delete=models.PROTECT, related_name="versions", verbose_name=_("annual plan"))
    number = models.PositiveSmallIntegerField(_("version"))
    goals = models.TextField(_("goals of the year"), blank=True)
    tasks = models.JSONField(_("tasks"), default=list)
    reason = models.TextField(_("why the plan changes"), blank=True)
    written_by = _person(_("written by"))
    written_at = models.DateTimeField(_("written at"), default=now)
    adopted_by = _person(_("adopted by"), null=True)
    adopted_at = models.DateTimeField(_("adopted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of an annual plan")
        verbose_name_plural = _("versions of annual plans")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="planversion_number_uniq"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(adopted_at=None),
                name="planversion_one_draft",
                violation_error_message=_("A change of this plan is being drafted already."),
            ),
            models.CheckConstraint(
                condition=Q(adopted_at=None) | Q(number=1) | ~Q(reason=""),
                name="planversion_change_has_reason",
                violation_error_message=_("A change of an adopted plan has its reason."),
            ),
            models.CheckConstraint(
                condition=Q(adopted_at=None, adopted_by=None)
                | (Q(adopted_at__isnull=False, adopted_by__isnull=False) & ~Q(goals="") & ~Q(tasks=[])),
                name="planversion_adopted_whole",
                violation_error_message=_("A plan that is adopted has goals and tasks, and somebody who adopts it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"

    @property
    def told(self) -> list[dict[str, Any]]:
        """The tasks with the name of each kind of duty."""
        names = dict(DutyEntry.Kind.choices)
        return [{**task, "name": names.get(task["kind"], task["kind"])} for task in self.tasks]


class PlanReview(models.Model):
    """What the head of a firm says of the year at its end, with that day's figures. Append-only: a trigger refuses changes."""

    plan = models.OneToOneField(AnnualPlan, on_delete=models.PROTECT, related_name="review", verbose_name=_("annual plan"))
    text = models.TextField(_("what came of the year"))
    figures = models.JSONField(_("planned and done on that day"), default=list)
    by = _person(_("reviewed by"))
    at = models.DateTimeField(_("reviewed at"), default=now)

    class Meta:
        verbose_name = _("review of an annual plan")
        verbose_name_plural = _("reviews of annual plans")

    def __str__(self) -> str:
        return f"{self.plan_id}"
