"""When and where an exam is sat, and what happened there."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.dates import local_day, now
from exams.models.exam import ExamVersion

if TYPE_CHECKING:
    from accounts.models import User

# Whoever runs exams sees every sitting, attempt and result.
STAFF_GROUPS = ("examiner", "administrator")


def runs_exams(user: "User | AbstractBaseUser | AnonymousUser") -> bool:
    """Whether `user` is an examiner or administrator (one query)."""
    if not user.is_authenticated or not hasattr(user, "groups"):
        return False
    return bool(getattr(user, "is_superuser", False)) or user.groups.filter(name__in=STAFF_GROUPS).exists()


class SittingQuerySet(models.QuerySet["Sitting"]):
    def open(self, at: dt.datetime | None = None) -> Self:
        """Sittings one may start now."""
        moment = at or clock.now()
        return self.filter(state=Sitting.State.OPEN, opens_at__lte=moment).filter(Q(closes_at=None) | Q(closes_at__gt=moment))

    def announced(self, at: dt.datetime | None = None) -> Self:
        """Sittings the public may know of: open or still to come."""
        return self.filter(state=Sitting.State.OPEN).filter(Q(closes_at=None) | Q(closes_at__gt=at or clock.now()))

    def with_seats(self) -> Self:
        """With `taken`, the seats given out, and `waiting`, those who wait for one (no further query)."""
        mine = Q(registrations__state__in=["admitted", "attended", "absent"])
        return self.annotate(
            taken=Count("registrations__candidate", filter=mine, distinct=True),
            waiting=Count("registrations", filter=Q(registrations__state="applied"), distinct=True),
        )

    def over(self, at: dt.datetime | None = None) -> Self:
        """Sittings that were held and where nobody can start any more."""
        return self.filter(Q(state=Sitting.State.CLOSED) | Q(state=Sitting.State.OPEN, closes_at__lte=at or clock.now()))

    def invigilated_by(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """Sittings this person may watch over: those assigned; whoever runs exams watches all."""
        if not user.is_authenticated:
            return self.none()
        return self if runs_exams(user) else self.filter(invigilators=user.pk)

    def standing(self) -> Self:
        """Walk-in sittings online that stay open."""
        return self.filter(walk_in=True, mode=Sitting.Mode.ONLINE, closes_at=None)

    def for_anybody(self) -> Self:
        """Without resits, which are offered to those alone who failed."""
        return self.filter(resit_of=None)

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
        CANCELLED = "cancelled", pgettext_lazy("of a sitting", "Cancelled")

    class Release(models.TextChoices):
        AUTOMATIC = "automatic", _("At once")
        PERSON = "person", _("By a person")

    # Counted by `with_seats()` or `count_seats()`.
    taken: int
    waiting: int

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
    registration_opens_at = models.DateTimeField(
        _("registration opens at"), null=True, blank=True, help_text=_("Empty: as soon as the sitting is announced.")
    )
    registration_closes_at = models.DateTimeField(
        _("registration closes at"),
        null=True,
        blank=True,
        help_text=_("Until then one may withdraw, too. Empty: when the sitting opens."),
    )
    instructions = models.TextField(
        _("instructions"), blank=True, help_text=_("Printed on the admission ticket: how to get there, what to bring.")
    )
    invigilators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="invigilated_sittings", blank=True, verbose_name=_("invigilators")
    )
    seb_config_key = models.CharField(
        _("Config Key of Safe Exam Browser"),
        max_length=64,
        blank=True,
        validators=[RegexValidator(r"^[0-9a-fA-F]{64}$", _("A Config Key has 64 signs, 0–9 and a–f."))],
        help_text=_("Empty: any browser. It deters and proves nothing; an invigilator can let someone through."),
    )
    cancelled_because = models.CharField(_("cancelled because"), max_length=300, blank=True)
    # A resit lets in only those who failed the check it belongs to (exams.resits).
    resit_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="resit", verbose_name=_("resit of")
    )

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
            ),
            models.CheckConstraint(
                condition=Q(registration_opens_at=None)
                | Q(registration_closes_at=None)
                | Q(registration_opens_at__lt=F("registration_closes_at")),
                name="sitting_registration_ordered",
                violation_error_message=_("Registration opens before it closes."),
            ),
            # Without a walk-in a person has one registration, and a registration one attempt: one resit and no more.
            models.CheckConstraint(
                condition=Q(resit_of=None) | Q(walk_in=False),
                name="sitting_resit_by_registration",
                violation_error_message=_("A resit is sat by registration."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exam_version} {local_day(self.opens_at)}"

    def get_absolute_url(self) -> str:
        return reverse("exams:sitting", args=[self.pk])

    def is_open(self, at: dt.datetime | None = None) -> bool:
        """Whether one may start now."""
        moment = at or clock.now()
        return self.state == self.State.OPEN and self.opens_at <= moment and (self.closes_at is None or moment < self.closes_at)

    @property
    def withdraw_until(self) -> dt.datetime:
        """Until when one may register and withdraw."""
        return self.registration_closes_at or self.opens_at

    @property
    def needs_check_in(self) -> bool:
        """Whether an invigilator has to see the candidate before the start."""
        return self.mode == self.Mode.ON_SITE and not self.walk_in

    def count_seats(self) -> None:
        """What `with_seats()` adds, for a sitting at hand (one query, none where seats are not limited)."""
        if self.capacity is None:
            return
        counted = Sitting.objects.with_seats().get(pk=self.pk)
        self.taken, self.waiting = counted.taken, counted.waiting

    @property
    def seats_left(self) -> int | None:
        """Seats not given out; None: as many as come. Asks for `with_seats()` or `count_seats()`."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def has_access_code(self) -> bool:
        return bool(self.access_code_hash)

    def is_over(self, at: dt.datetime | None = None) -> bool:
        """Whether nobody can start any more."""
        moment = at or clock.now()
        return self.state in (self.State.CLOSED, self.State.CANCELLED) or (
            self.closes_at is not None and self.closes_at <= moment
        )


class SittingEntry(models.Model):
    """One line of a sitting's record (考场记录): what was done, by whom, about whom. Append-only."""

    class Kind(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        WAITING = "waiting", _("Put on the waiting list")
        MOVED_UP = "moved_up", _("Moved up from the waiting list")
        WITHDRAWN = "withdrawn", _("Registration withdrawn")
        REFUSED = "refused", _("Registration refused")
        CHECKED_IN = "checked_in", _("Checked in, identity seen")
        CHECK_IN_UNDONE = "check_in_undone", _("Check-in taken back")
        ABSENT = "absent", _("Marked absent")
        ABSENCE_UNDONE = "absence_undone", _("Absence taken back")
        GRANTED = "granted", _("Time granted")
        ENDED = "ended", _("Ended by the invigilator")
        INCIDENT = "incident", _("Incident noted")
        ARRANGED = "arranged", _("Arrangements decided")
        CODE = "code", _("New access code")
        CANCELLED = "cancelled", _("Sitting cancelled")
        REOPENED = "reopened", _("Sitting reopened")

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="entries", verbose_name=_("sitting"))
    registration = models.ForeignKey(
        "exams.Registration", on_delete=models.PROTECT, null=True, related_name="entries", verbose_name=_("registration")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    text = models.CharField(_("remark"), max_length=500, blank=True)
    # Null: by rule, without anyone's doing.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("line of a sitting's record")
        verbose_name_plural = _("lines of a sitting's record")
        ordering: ClassVar = ["sitting", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.kind}"
