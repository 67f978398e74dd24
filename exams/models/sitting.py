"""When an exam is sat (sitting) and by whom (registration)."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import local_day, now
from exams.models.exam import ExamVersion


class SittingQuerySet(models.QuerySet["Sitting"]):
    def open(self, at: dt.datetime | None = None) -> Self:
        """Sittings one may start now."""
        moment = at or now()
        return self.filter(state=Sitting.State.OPEN, opens_at__lte=moment).filter(Q(closes_at=None) | Q(closes_at__gt=moment))

    def announced(self) -> Self:
        """Sittings the public may know of: open or still to come."""
        return self.filter(state=Sitting.State.OPEN).filter(Q(closes_at=None) | Q(closes_at__gt=now()))

    def standing(self) -> Self:
        """Walk-in sittings online that stay open."""
        return self.filter(walk_in=True, mode=Sitting.Mode.ONLINE, closes_at=None)

    def told(self) -> Self:
        """With the exam and its rules at hand (one query)."""
        return self.select_related("exam_version__exam")


class Sitting(models.Model):
    """When and where an exam version is sat (考次). Without `closes_at` it stays open until someone closes it."""

    class Mode(models.TextChoices):
        ONLINE = "online", _("Online")
        ON_SITE = "on_site", _("On site")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Release(models.TextChoices):
        AUTOMATIC = "automatic", _("At once")
        PERSON = "person", _("By a person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exam_version = models.ForeignKey(
        ExamVersion, on_delete=models.PROTECT, related_name="sittings", verbose_name=_("exam version")
    )
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    venue = models.CharField(_("venue"), max_length=120, blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.ONLINE)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    access_code_hash = models.CharField(max_length=200, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    walk_in = models.BooleanField(
        _("walk-in"), default=False, help_text=_("One may start without having registered; a further try is a further visit.")
    )
    release = models.CharField(_("results are released"), max_length=10, choices=Release, default=Release.PERSON)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering: ClassVar = ["-opens_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
                name="sitting_window_ordered",
                violation_error_message=_("A sitting opens before it closes."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.exam_version} {local_day(self.opens_at)}"

    def get_absolute_url(self) -> str:
        return reverse("exams:sitting", args=[self.pk])

    def is_open(self, at: dt.datetime | None = None) -> bool:
        """Whether one may start now."""
        moment = at or now()
        return self.state == self.State.OPEN and self.opens_at <= moment and (self.closes_at is None or moment < self.closes_at)


class Registration(models.Model):
    """That a person is to sit a sitting (报名), and with what arrangements. A walk-in sitting counts visits; others have one."""

    class State(models.TextChoices):
        APPLIED = "applied", _("Applied")
        ADMITTED = "admitted", _("Admitted")
        REFUSED = "refused", _("Refused")
        ABSENT = "absent", _("Absent")
        ATTENDED = "attended", _("Attended")

    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("candidate")
    )
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("sitting"))
    visit = models.PositiveSmallIntegerField(_("visit"), default=1)
    admission_no = models.CharField(_("admission number"), max_length=20, unique=True)
    time_factor = models.DecimalField(_("time factor"), max_digits=3, decimal_places=2, default=Decimal(1))
    extra_s = models.PositiveIntegerField(_("extra seconds"), default=0)
    other_arrangements = models.TextField(_("other arrangements"), blank=True)
    eligibility_basis = models.JSONField(_("admitted because"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.APPLIED)
    created_at = models.DateTimeField(_("made at"), default=now)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate", "sitting", "visit"],
                name="registration_candidate_sitting_uniq",
                violation_error_message=_("This person is already registered for this sitting."),
            ),
            models.CheckConstraint(
                condition=Q(time_factor__gte=1, time_factor__lte=4, extra_s__gte=0),
                name="registration_time_factor_range",
                violation_error_message=_("The time factor runs from 1 to 4; extra time is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.admission_no

    def longer(self, duration: dt.timedelta) -> dt.timedelta:
        """How much longer than `duration` this person may write."""
        seconds = Decimal(duration.total_seconds()) * (self.time_factor - 1) + self.extra_s
        return dt.timedelta(seconds=int(seconds))
