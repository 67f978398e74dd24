"""Who is to sit a sitting (registration), and what helps them (arrangements)."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.dates import now
from exams.models.sitting import Sitting, runs_exams

if TYPE_CHECKING:
    from accounts.models import User


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """One's own, and those of the sittings one watches over; whoever runs exams sees all."""
        if not user.is_authenticated:
            return self.none()
        if runs_exams(user):
            return self
        return self.filter(Q(candidate=user.pk) | Q(sitting__in=Sitting.objects.invigilated_by(user)))

    def seated(self) -> Self:
        """Those that hold a seat."""
        return self.filter(state__in=Registration.SEATED)

    def live(self) -> Self:
        """Those that are not over: with a seat to come, or on the waiting list."""
        return self.filter(state__in=[Registration.State.APPLIED, Registration.State.ADMITTED])

    def saying(self, words: str) -> Self:
        """Those whose name or admission number has these words; all of them without any."""
        return self.filter(Q(candidate__full_name__icontains=words) | Q(admission_no__icontains=words)) if words else self

    def told(self) -> Self:
        """With candidate, sitting and exam at hand (one query)."""
        return self.select_related("candidate", "sitting__exam_version__exam")


class Registration(models.Model):
    """That a person is to sit a sitting (报名), and with what arrangements. A walk-in sitting counts visits; others have one."""

    class State(models.TextChoices):
        APPLIED = "applied", _("On the waiting list")
        ADMITTED = "admitted", _("Admitted")
        REFUSED = "refused", _("Refused")
        ABSENT = "absent", _("Absent")
        ATTENDED = "attended", _("Attended")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # An absent candidate's seat stood empty; it is nobody else's.
    SEATED = (State.ADMITTED, State.ATTENDED, State.ABSENT)

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
    refused_because = models.CharField(_("refused because"), max_length=300, blank=True)
    without_seb_because = models.CharField(_("let through without the lock-down browser because"), max_length=300, blank=True)
    # The body that took the seat for its member; it sees that and no other registration of theirs (exams.firms).
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="exam_seats",
        verbose_name=_("seat taken by"),
    )
    checked_in_at = models.DateTimeField(_("checked in at"), null=True, blank=True)
    created_at = models.DateTimeField(_("made at"), default=now)

    objects = RegistrationQuerySet.as_manager()

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

    def get_absolute_url(self) -> str:
        return reverse("exams:ticket", args=[self.admission_no])

    def longer(self, duration: dt.timedelta) -> dt.timedelta:
        """How much longer than `duration` this person may write."""
        seconds = Decimal(duration.total_seconds()) * (self.time_factor - 1) + self.extra_s
        return dt.timedelta(seconds=int(seconds))


class Arrangement(models.Model):
    """What a candidate asks for on account of a difficulty (考试便利), and what was decided. What was asked is append-only."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="arrangements", verbose_name=_("registration")
    )
    time_factor = models.DecimalField(_("time factor asked for"), max_digits=3, decimal_places=2, default=Decimal(1))
    extra_s = models.PositiveIntegerField(_("extra seconds asked for"), default=0)
    other = models.TextField(_("other arrangements asked for"), blank=True, max_length=1000)
    # May tell of health: read by its writer and whoever decides, never by invigilators.
    reason = models.TextField(_("reason"), max_length=1000)
    made_at = models.DateTimeField(pgettext_lazy("of a request", "asked at"), default=now)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decision = models.TextField(_("reasons of the decision"), blank=True, max_length=1000)

    class Meta:
        verbose_name = _("request for arrangements")
        verbose_name_plural = _("requests for arrangements")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(state="open"),
                name="arrangement_one_open_uniq",
                violation_error_message=_("A request for this registration is still to be decided."),
            ),
            models.CheckConstraint(
                condition=Q(time_factor__gte=1, time_factor__lte=4, extra_s__gte=0),
                name="arrangement_factor_range",
                violation_error_message=_("The time factor runs from 1 to 4; extra time is not negative."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by=None, decided_at=None)
                | (~Q(state="open") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="arrangement_decided_iff_closed",
                violation_error_message=_("A request is decided exactly when somebody decided it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.state}"
