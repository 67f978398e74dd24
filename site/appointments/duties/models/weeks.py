"""Weekly check (周排查): the director looks at the week's findings and decides about each. No finding is a record too."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.duties.models.days import DayLine
from appointments.duties.models.entries import Entry, RecordEntryQuerySet

if TYPE_CHECKING:
    from typing import Self


class WeekRecordQuerySet(RecordEntryQuerySet):
    def in_year(self, year: int) -> "Self":
        """Those whose Monday lies in it."""
        return self.filter(week__year=year)

    def told(self) -> "Self":
        """With writer and decisions (2 queries)."""
        decisions = WeekDecision.objects.select_related("line__point", "line__record")
        told = self.select_related("written_by", "risk_list", "correction")
        return told.prefetch_related(models.Prefetch("decisions", decisions))


class WeekRecord(Entry):
    """A week of a firm, named by its Monday. Append-only: a trigger refuses changes."""

    week = models.DateField(_("Monday of the week"))
    checked = models.TextField(_("what was checked"))
    conclusion = models.TextField(_("conclusion"))

    objects = WeekRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("weekly record")
        verbose_name_plural = _("weekly records")
        ordering: ClassVar = ["-week", "-written_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "week"],
                condition=Q(corrects=None),
                name="weekrecord_one_a_week_uniq",
                violation_error_message=_("The record of this week is written already."),
            ),
            models.CheckConstraint(
                condition=Q(week__iso_week_day=1),
                name="weekrecord_begins_on_monday",
                violation_error_message=_("A week is named by its Monday."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.week)

    def get_absolute_url(self) -> str:
        return reverse("appointments:week", args=[self.organisation.slug, self.week])


class WeekDecision(models.Model):
    """What was decided about one finding of the week. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(WeekRecord, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("weekly record"))
    line = models.ForeignKey(DayLine, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("finding at this point"))
    text = models.TextField(_("decision on the finding"))

    class Meta:
        verbose_name = _("decision on a finding")
        verbose_name_plural = _("decisions on findings")
        ordering: ClassVar = ["line__record__day", "line__point__order"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "line"],
                name="weekdecision_one_a_finding_uniq",
                violation_error_message=_("This finding is decided already."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]
