"""A course held at a time, by a teacher, with seats (班次), and who has a place in it. Seats are never oversold."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.dates import now, today
from courses.models.course import Course, CourseVersion
from courses.run_states import Dates, RunState, state

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from accounts.models import User

LATEST_FIRST: list["str | Combinable"] = [F("starts_at").desc(nulls_first=True), "title"]


class CourseRunQuerySet(models.QuerySet["CourseRun"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Announced runs are public; who teaches a run, and who arranges runs, sees it before."""
        if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
            return self.filter(is_announced=True)
        if user.has_perm("courses.change_courserun"):
            return self
        return self.filter(Q(is_announced=True) | Q(pk__in=self.model.objects.taught_by(user).values("pk")))

    def taught_by(self, user: "User | AnonymousUser") -> Self:
        """The runs whose teacher's pages are open to this person: those he teaches, of a course he teaches all of them."""
        if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
            return self.none()
        if user.has_perm("courses.change_courserun"):
            return self
        from courses.models.teaching import CourseTeacher

        mine = CourseTeacher.objects.between(today(), today()).filter(person_id=user.pk)
        return self.filter(Q(pk__in=mine.values("run")) | Q(course__in=mine.filter(run=None).values("course")))

    def told(self) -> Self:
        """With course, version and how many wait, the latest first: a query that counts does not keep the model's order."""
        waiting = Count("places", filter=Q(places__seated_at=None, places__left_at=None))
        return self.select_related("course", "version").annotate(waiting=waiting).order_by(*LATEST_FIRST)


class CourseRun(models.Model):
    """A course held from a day to a day (班次). Whoever enrols in it is pinned to its version until a person moves the run."""

    class Mode(models.TextChoices):
        ONLINE = "online", _("Online")
        ON_SITE = "on_site", _("On site")
        BLENDED = "blended", _("Online and on site")

    # Counted by `told()`.
    waiting: int

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="runs", verbose_name=_("course"))
    version = models.ForeignKey(
        CourseVersion, on_delete=models.PROTECT, related_name="runs", verbose_name=_("course version"), editable=False
    )
    title = models.CharField(_("title"), max_length=80, help_text=_("As people call it: first run of 2027."))
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.ONLINE)
    place = models.CharField(_("place"), max_length=120, blank=True)
    starts_at = models.DateTimeField(
        _("starts at"), null=True, blank=True, help_text=_("Empty: the run is shown as still to be scheduled, and nobody enrols.")
    )
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True, help_text=_("Empty: it has no last day."))
    enrolment_opens_at = models.DateTimeField(
        _("enrolment opens at"), null=True, blank=True, help_text=_("From then on one may enrol. Empty: as if it had no start.")
    )
    enrolment_closes_at = models.DateTimeField(
        _("enrolment closes at"), null=True, blank=True, help_text=_("Empty: one may join at any time.")
    )
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True, help_text=_("Empty: as many as come."))
    taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    is_announced = models.BooleanField(
        _("announced"), default=False, help_text=_("Shown to everybody. Until then only its teachers and the office see it.")
    )

    objects = CourseRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("course run")
        verbose_name_plural = _("course runs")
        ordering: ClassVar = LATEST_FIRST
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(starts_at__lt=F("ends_at")),
                name="courserun_dates_ordered",
                violation_error_message=_("A run starts before it ends."),
            ),
            models.CheckConstraint(
                condition=Q(enrolment_opens_at=None)
                | Q(enrolment_closes_at=None)
                | Q(enrolment_opens_at__lt=F("enrolment_closes_at")),
                name="courserun_enrolment_ordered",
                violation_error_message=_("Enrolment opens before it closes."),
            ),
            models.CheckConstraint(
                condition=Q(seats=None) | Q(taken__lte=F("seats")),
                name="courserun_never_oversold",
                violation_error_message=_("More seats are given out already: keep at least as many."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("courses:run", args=[self.course.slug, self.pk])

    @property
    def dates(self) -> Dates:
        return Dates(self.starts_at, self.ends_at, self.enrolment_opens_at, self.enrolment_closes_at)

    @property
    def state(self) -> RunState:
        """What it is at this moment."""
        return state(self.dates, clock.now())

    @property
    def left(self) -> int | None:
        """Seats still free; None when there are as many as come."""
        return None if self.seats is None else max(0, self.seats - self.taken)


class RunPlaceQuerySet(models.QuerySet["RunPlace"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own places alone."""
        return self.filter(learner_id=user.pk) if user.is_authenticated else self.none()

    def live(self) -> Self:
        """Seats and places on the waiting list, not what was given back."""
        return self.filter(left_at=None)

    def waiting(self) -> Self:
        """Who waits for a seat, in the order in which they came."""
        return self.live().filter(seated_at=None).order_by("asked_at", "pk")


class RunPlace(models.Model):
    """A seat in a run, or a place on its waiting list. One a person and run; given back, it can be asked for again."""

    run = models.ForeignKey(CourseRun, on_delete=models.PROTECT, related_name="places", verbose_name=_("course run"))
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="run_places", verbose_name=_("learner")
    )
    asked_at = models.DateTimeField(_("asked for"), default=now)
    seated_at = models.DateTimeField(_("seated"), null=True, blank=True)
    left_at = models.DateTimeField(_("given back"), null=True, blank=True)

    objects = RunPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a run")
        verbose_name_plural = _("places in runs")
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "learner"],
                name="runplace_run_learner_uniq",
                violation_error_message=_("This person has a place in this run already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.run_id}"

    @property
    def is_waiting(self) -> bool:
        return self.left_at is None and self.seated_at is None

    @property
    def is_seated(self) -> bool:
        return self.left_at is None and self.seated_at is not None
