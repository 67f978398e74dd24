"""Daily control (日管控): one record a day and workshop, with a line for each point of the list. No finding is a record too."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.duties.models.entries import Entry, KeptFile, RecordEntryQuerySet
from appointments.duties.models.risks import ControlPoint

if TYPE_CHECKING:
    from typing import Self


def day_page(slug: str, day: dt.date, unit: str) -> str:
    """Where a day in a workshop is written and read."""
    where = reverse("appointments:day", args=[slug, day])
    return f"{where}?{urlencode({'unit': unit})}" if unit else where


class DayRecordQuerySet(RecordEntryQuerySet):
    def in_year(self, year: int) -> "Self":
        return self.filter(day__year=year)

    def told(self) -> "Self":
        """With writer, lines, points and files (5 queries)."""
        lines = DayLine.objects.select_related("point").prefetch_related("files")
        return self.select_related("written_by", "risk_list", "correction").prefetch_related(models.Prefetch("lines", lines))


class DayRecord(Entry):
    """A day in a workshop as it was found, or a day without operation. Append-only: a trigger refuses changes."""

    unit = models.CharField(_("workshop or site"), max_length=40, blank=True)
    day = models.DateField(_("day"))
    is_idle = models.BooleanField(_("no operation on this day"), default=False)
    note = models.TextField(_("note"), blank=True)

    objects = DayRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily record")
        verbose_name_plural = _("daily records")
        ordering: ClassVar = ["-day", "unit", "-written_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "unit", "day"],
                condition=Q(corrects=None),
                name="dayrecord_one_a_day_uniq",
                violation_error_message=_("The record of this day is written already."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["appointment", "day"], name="dayrecord_appointment_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.unit}"

    def get_absolute_url(self) -> str:
        return day_page(self.organisation.slug, self.day, self.unit)

    @property
    def findings(self) -> "list[DayLine]":
        return [line for line in self.lines.all() if line.state == DayLine.State.FINDING]


class DayLine(models.Model):
    """What was found at one point. A finding names what was done about it at once. Append-only."""

    class State(models.TextChoices):
        OK = "ok", _("In order")
        FINDING = "finding", _("Finding")
        IDLE = "idle", _("Not running")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(DayRecord, on_delete=models.PROTECT, related_name="lines", verbose_name=_("daily record"))
    point = models.ForeignKey(ControlPoint, on_delete=models.PROTECT, related_name="+", verbose_name=_("point of control"))
    state = models.CharField(_("what was found at this point"), max_length=7, choices=State)
    finding = models.TextField(_("finding at this point"), blank=True)
    measure = models.TextField(_("what was done at once"), blank=True)

    class Meta:
        verbose_name = _("line of a daily record")
        verbose_name_plural = _("lines of daily records")
        ordering: ClassVar = ["point__order"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "point"],
                name="dayline_one_a_point_uniq",
                violation_error_message=_("This point is answered already."),
            ),
            models.CheckConstraint(
                condition=Q(state="finding") & ~Q(finding="") & ~Q(measure="") | ~Q(state="finding") & Q(finding="", measure=""),
                name="dayline_finding_has_measure",
                violation_error_message=_("A finding says what was found and what was done at once."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.state}"


class DayFile(KeptFile):
    """A photo or record beside a line."""

    line = models.ForeignKey(DayLine, on_delete=models.PROTECT, related_name="files", verbose_name=_("line"))

    class Meta:
        verbose_name = _("file of a daily record")
        verbose_name_plural = _("files of daily records")
        ordering: ClassVar = ["name"]

    def get_absolute_url(self) -> str:
        return reverse("appointments:day_file", args=[self.pk])
