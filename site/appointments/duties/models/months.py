"""Monthly meeting (月调度): the head chairs it; minutes, who was there, and tasks with a day to be done by."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.duties.models.entries import Entry, RecordEntryQuerySet
from appointments.models.appointments import someone
from core.dates import now, today

if TYPE_CHECKING:
    from typing import Self


class MonthRecordQuerySet(RecordEntryQuerySet):
    def in_year(self, year: int) -> "Self":
        return self.filter(month__year=year)

    def told(self) -> "Self":
        """With writer, chair, attendance and tasks (3 queries)."""
        tasks = MonthTask.objects.select_related("done__by")
        there = MonthPresence.objects.select_related("person")
        told = self.select_related("written_by", "chair", "risk_list", "correction")
        return told.prefetch_related(models.Prefetch("tasks", tasks), models.Prefetch("presences", there))


class MonthRecord(Entry):
    """A month of a firm, named by its first day. Append-only: a trigger refuses changes."""

    month = models.DateField(_("first day of the month"))
    held_on = models.DateField(_("held on"))
    chair = someone(_("chaired by"), null=False)
    others_present = models.CharField(_("others present"), max_length=200, blank=True)
    minutes = models.TextField(_("minutes of the meeting"))

    objects = MonthRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly record")
        verbose_name_plural = _("monthly records")
        ordering: ClassVar = ["-month", "-written_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "month"],
                condition=Q(corrects=None),
                name="monthrecord_one_a_month_uniq",
                violation_error_message=_("The record of this month is written already."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="monthrecord_begins_on_first",
                violation_error_message=_("A month is named by its first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("appointments:month", args=[self.organisation.slug, self.month])


class MonthPresence(models.Model):
    """Somebody who was there. Append-only."""

    record = models.ForeignKey(MonthRecord, on_delete=models.PROTECT, related_name="presences", verbose_name=_("monthly record"))
    person = someone(_("person"), null=False)

    class Meta:
        verbose_name = _("presence at a monthly meeting")
        verbose_name_plural = _("presences at monthly meetings")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "person"],
                name="monthpresence_once_uniq",
                violation_error_message=_("This person is listed already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.person_id}"


class MonthTask(models.Model):
    """What is to be done, by whom and by when. Append-only; what came of it is a row of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(MonthRecord, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("monthly record"))
    text = models.CharField(_("task"), max_length=200)
    owner = models.CharField(_("who does it"), max_length=60)
    due = models.DateField(_("to be done by"))

    class Meta:
        verbose_name = _("task of a monthly meeting")
        verbose_name_plural = _("tasks of monthly meetings")
        ordering: ClassVar = ["due"]

    def __str__(self) -> str:
        return self.text

    @property
    def is_done(self) -> bool:
        return hasattr(self, "done")

    @property
    def is_overdue(self) -> bool:
        return not self.is_done and self.due < today()


class MonthTaskDone(models.Model):
    """A task was done: when, and what came of it. Append-only; once."""

    task = models.OneToOneField(MonthTask, on_delete=models.PROTECT, related_name="done", verbose_name=_("task"))
    done_on = models.DateField(_("done on"))
    outcome = models.TextField(_("what came of it"))
    by = someone(_("written by"), null=False)
    at: "models.DateTimeField[dt.datetime, dt.datetime]" = models.DateTimeField(_("written at"), default=now)

    class Meta:
        verbose_name = _("task done")
        verbose_name_plural = _("tasks done")

    def __str__(self) -> str:
        return f"{self.task_id} {self.done_on}"
