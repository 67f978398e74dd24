"""What was completed, once per cycle (学习周期), and what took it back. A completed cycle is never written again."""

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import now, today
from courses.models.course import Course, CourseVersion
from courses.models.learning import Enrolment
from courses.models.runs import CourseRun

if TYPE_CHECKING:
    from accounts.models import User


class CompletionRecordQuerySet(models.QuerySet["CompletionRecord"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """A learning record is its owner's alone; whoever may change records sees all."""
        if not user.is_authenticated:
            return self.none()
        return self if user.has_perm("courses.change_completionrecord") else self.filter(learner_id=user.pk)

    def standing(self, on: dt.date | None = None) -> Self:
        """Completions that hold on a day: not taken back, and not past their last day."""
        lasting = Q(valid_until=None) | Q(valid_until__gte=on or today())
        return self.filter(lasting, completed_at__isnull=False, withdrawal=None)

    def told(self) -> Self:
        """With person, course, version and what took it back at hand (one query)."""
        return self.select_related("learner", "course", "version", "enrolment", "waived_by", "withdrawal__by")


class CompletionRecord(models.Model):
    """One cycle of learning a course: begun, due, completed or waived, and valid until a day. Completed, it is frozen."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="records", verbose_name=_("enrolment"))
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="completion_records", verbose_name=_("learner")
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="completion_records", verbose_name=_("course"))
    cycle = models.PositiveSmallIntegerField(_("cycle"), default=1)
    version = models.ForeignKey(
        CourseVersion, on_delete=models.PROTECT, related_name="completion_records", verbose_name=_("course version")
    )
    started_at = models.DateTimeField(_("started"), default=now)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("waived by")
    )
    waived_because = models.CharField(_("waived because"), max_length=300, blank=True)

    objects = CompletionRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion record")
        verbose_name_plural = _("completion records")
        ordering: ClassVar = ["-started_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["valid_until"], name="completionrecord_valid_until")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "cycle"],
                name="completionrecord_cycle_uniq",
                violation_error_message=_("This cycle has a record already."),
            ),
            models.CheckConstraint(
                condition=Q(waived_by=None, waived_because="") | (Q(waived_by__isnull=False) & ~Q(waived_because="")),
                name="completionrecord_waiver_names_why",
                violation_error_message=_("A waiver names a person and a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner} {self.course.code} {self.cycle}"


class CompletionWithdrawal(models.Model):
    """A completion taken back by a named person, with a reason (append-only). The record itself stays as it was."""

    record = models.OneToOneField(
        CompletionRecord, on_delete=models.PROTECT, related_name="withdrawal", verbose_name=_("completion record")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    because = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("withdrawal of a completion")
        verbose_name_plural = _("withdrawals of completions")

    def __str__(self) -> str:
        return f"{self.record} {self.at:%Y-%m-%d}"


class VersionDecision(models.Model):
    """What a named person decided for those who learn a course when it was published anew: keep or move (append-only)."""

    class Decision(models.TextChoices):
        KEEP = "keep", _("keep their version")
        MOVE = "move", _("move to the new version")

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="version_decisions", verbose_name=_("course"))
    run = models.ForeignKey(
        CourseRun, on_delete=models.PROTECT, related_name="version_decisions", null=True, blank=True, verbose_name=_("course run")
    )
    version = models.ForeignKey(
        CourseVersion, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("course version")
    )
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    moved = models.PositiveIntegerField(_("people moved"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    because = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("decision on a version")
        verbose_name_plural = _("decisions on versions")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.version} {self.decision}"
