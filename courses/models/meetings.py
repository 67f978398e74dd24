"""Meetings held face to face (面授), and who came. Attendance is append-only: a mistake is mended by a reversing row."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.dates import now
from courses.models.learning import OwnedQuerySet, _learner
from courses.models.runs import CourseRun, RunPlace

if TYPE_CHECKING:
    from accounts.models import User

# The code is shown, and taken, from so long before the beginning until so long after the end.
OPENS_BEFORE, CLOSES_AFTER = dt.timedelta(minutes=60), dt.timedelta(minutes=30)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def taught_by(self, user: "User | AnonymousUser") -> Self:
        """The meetings of the runs one teaches, whoever stands in front that day."""
        return self.filter(run__in=CourseRun.objects.taught_by(user))

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those one teaches, and those of the runs one has a seat in."""
        if not user.is_authenticated:
            return self.none()
        seats = RunPlace.objects.visible_to(user).live().exclude(seated_at=None)
        return self.filter(Q(run__in=seats.values("run")) | Q(run__in=CourseRun.objects.taught_by(user)))

    def held(self) -> Self:
        """Without those called off."""
        return self.filter(called_off_at=None)

    def told(self) -> Self:
        """With run, course and teacher at hand (one query)."""
        return self.select_related("run__course", "run__version", "teacher")


class Meeting(models.Model):
    """One time at which people of a run meet for an activity of a lesson (面授课). Called off, it stays on record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(CourseRun, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("course run"))
    lesson_code = models.CharField(_("lesson"), max_length=20)
    activity_id = models.CharField(_("activity"), max_length=60)
    starts_at = models.DateTimeField(pgettext_lazy("of an event", "starts at"))
    ends_at = models.DateTimeField(pgettext_lazy("of an event", "ends at"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes that count"),
        null=True,
        blank=True,
        help_text=_("Empty: from beginning to end. Fill it in when there are breaks."),
    )
    counts_arrival = models.BooleanField(
        _("who scans late counts from then on"), default=False, help_text=_("Off: who was there counts for the whole meeting.")
    )
    place = models.CharField(_("place"), max_length=120)
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("teacher")
    )
    called_off_at = models.DateTimeField(_("called off at"), null=True, blank=True, editable=False)
    called_off_because = models.CharField(_("reason"), max_length=200, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting face to face")
        verbose_name_plural = _("meetings face to face")
        ordering: ClassVar = ["starts_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["starts_at"], name="meeting_starts_at")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_later",
                violation_error_message=_("A meeting ends after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1),
                name="meeting_counts_a_minute",
                violation_error_message=_("A meeting counts at least one minute."),
            ),
            models.CheckConstraint(
                condition=Q(called_off_at=None) | ~Q(called_off_because=""),
                name="meeting_called_off_with_reason",
                violation_error_message=_("Say why the meeting is called off."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_code} {self.starts_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """The teacher's page."""
        return reverse("courses:meeting", args=[self.pk])

    @property
    def opens_at(self) -> dt.datetime:
        """From when the code is taken."""
        return self.starts_at - OPENS_BEFORE

    @property
    def closes_at(self) -> dt.datetime:
        return self.ends_at + CLOSES_AFTER

    @property
    def is_open(self) -> bool:
        """Whether one can be marked present by the code now."""
        return self.called_off_at is None and self.opens_at <= clock.now() <= self.closes_at


class AttendanceQuerySet(OwnedQuerySet["Attendance"]):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(reversal=None)


class Attendance(models.Model):
    """That a person was there (出勤, append-only): how it is known, from when to when, and what of it counts."""

    class Via(models.TextChoices):
        CODE = "code", _("by the code on the screen")
        LIST = "list", _("by the teacher's list")

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="attendance", verbose_name=_("meeting face to face")
    )
    learner = _learner("attendance")
    # Which time it is that this person is put down for the meeting: more than 1 after a correction.
    number = models.PositiveSmallIntegerField(default=1)
    via = models.CharField(_("how it is known"), max_length=4, choices=Via)
    arrived_at = models.DateTimeField(_("came at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    seconds = models.PositiveIntegerField(_("seconds there"))
    # Null: himself, by the code.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("put down by")
    )
    at = models.DateTimeField(_("at"), default=now)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "learner", "number"],
                name="attendance_once",
                violation_error_message=_("This person is on the list of the meeting already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.meeting_id}"


class AttendanceReversal(models.Model):
    """That an attendance was put down by mistake (更正, append-only)."""

    attendance = models.OneToOneField(Attendance, on_delete=models.PROTECT, related_name="reversal", verbose_name=_("attendance"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("taken back by"))
    because = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("correction of attendance")
        verbose_name_plural = _("corrections of attendance")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(because=""),
                name="attendancereversal_has_reason",
                violation_error_message=_("Write the reason: the person reads it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendance_id}"
