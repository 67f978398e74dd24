"""Risk control lists (风险管控清单): what is looked at, against which risk, how often and by whom; in versions.

A version and its points are written once. The head adopts it; from that day on it is the list, until the next one is
adopted. Records name the version they were made with, so an old one is read as it was meant.
"""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.duties.models.reach import within_reach
from appointments.models.appointments import someone
from core.dates import now, today
from organisations.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


class RiskListQuerySet(models.QuerySet["RiskList"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the firms within one's reach."""
        return self.filter(organisation__in=within_reach(user))

    def of(self, firm: Organisation) -> Self:
        return self.filter(organisation=firm)

    def adopted(self) -> Self:
        """Those the head put in force, the latest first (one query, points one more)."""
        told = self.filter(adoption__isnull=False).select_related("adoption")
        return told.order_by("-adoption__adopted_on", "-number")

    def in_force(self) -> "RiskList | None":
        """The one that holds today, with its points (2 queries)."""
        return self.adopted().prefetch_related("points").first()


class RiskList(models.Model):
    """One version of a firm's list. Append-only: a trigger refuses changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="risk_lists", verbose_name=_("organisation")
    )
    number = models.PositiveIntegerField(_("version"))
    # ISO weekdays, 1 is Monday: days on which the firm does not work as a rule.
    rest_days = models.CharField(_("weekly days without operation"), max_length=7, blank=True)
    written_by = someone(_("written by"), null=False)
    written_at = models.DateTimeField(_("written at"), default=now)

    objects = RiskListQuerySet.as_manager()

    class Meta:
        verbose_name = _("risk control list")
        verbose_name_plural = _("risk control lists")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                name="risklist_number_uniq",
                violation_error_message=_("Somebody has just written this version. Look at it first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("appointments:risk_list", args=[self.organisation.slug, self.number])

    @property
    def is_adopted(self) -> bool:
        return hasattr(self, "adoption")

    @property
    def units(self) -> list[str]:
        """The workshops in which something is looked at daily, in the list's order; “” is the whole firm."""
        daily = [point.unit for point in self.points.all() if point.frequency == ControlPoint.Frequency.DAY]
        return list(dict.fromkeys(daily))

    def daily(self, unit: str) -> "list[ControlPoint]":
        """The points a daily record of this workshop answers."""
        return [point for point in self.points.all() if point.unit == unit and point.frequency == ControlPoint.Frequency.DAY]

    def rests_on(self, day: dt.date) -> bool:
        return str(day.isoweekday()) in self.rest_days


class ControlPoint(models.Model):
    """One line of a list: where, what may go wrong, what is done, how often, by whom. Append-only."""

    class Frequency(models.TextChoices):
        DAY = "day", _("Every day")
        WEEK = "week", _("Every week")
        MONTH = "month", _("Every month")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    risk_list = models.ForeignKey(RiskList, on_delete=models.PROTECT, related_name="points", verbose_name=_("risk control list"))
    order = models.PositiveSmallIntegerField(_("order"))
    unit = models.CharField(_("workshop or site"), max_length=40, blank=True)
    place = models.CharField(_("point of control"), max_length=80)
    risk = models.CharField(_("risk at this point"), max_length=200)
    measure = models.CharField(_("measure against the risk"), max_length=200)
    frequency = models.CharField(_("how often"), max_length=5, choices=Frequency, default=Frequency.DAY)
    who = models.CharField(_("who looks"), max_length=60)

    class Meta:
        verbose_name = _("point of control")
        verbose_name_plural = _("points of control")
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["risk_list", "order"],
                name="controlpoint_order_uniq",
                violation_error_message=_("Two points stand at the same place of the list."),
            )
        ]

    def __str__(self) -> str:
        return self.place


class RiskListAdoption(models.Model):
    """The head puts a version in force (批准). Append-only; one a version."""

    risk_list = models.OneToOneField(
        RiskList, on_delete=models.PROTECT, related_name="adoption", verbose_name=_("risk control list")
    )
    adopted_by = someone(_("adopted by"), null=False)
    adopted_on = models.DateField(_("adopted on"), default=today)
    adopted_at = models.DateTimeField(_("adopted at"), default=now)

    class Meta:
        verbose_name = _("adoption of a risk control list")
        verbose_name_plural = _("adoptions of risk control lists")

    def __str__(self) -> str:
        return f"{self.risk_list_id} {self.adopted_on}"
