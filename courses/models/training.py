"""What a body assigns to its people (学习任务): a course or a track, to whom, until when, why; and how far each has come."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import now, today
from courses.models.course import Course
from courses.models.tracks import Track
from courses.training import states
from organisations.models import Department, Membership, Organisation

if TYPE_CHECKING:
    from accounts.models import User

ONE_SUBJECT = Q(course=None, track__isnull=False) | Q(course__isnull=False, track=None)


class TrainingAssignmentQuerySet(models.QuerySet["TrainingAssignment"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """Those of the bodies whose training one looks after."""
        return self.filter(organisation__in=Organisation.objects.trained_by(user).values("pk"))

    def standing(self) -> Self:
        """Those that nobody has recalled."""
        return self.filter(recalled_at=None)

    def told(self) -> Self:
        """With what and who at hand (one query)."""
        return self.select_related("course", "track", "department", "by", "recalled_by")


class TrainingAssignment(models.Model):
    """A course or a track is assigned to a body, one of its departments, or chosen members (指派). Ended by a recall.

    Who comes later gets it as well, with `newcomer_days` from that day if the date would be nearer.
    """

    class Scope(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody in the organisation")
        DEPARTMENT = "department", _("A department, with its parts")
        CHOSEN = "chosen", _("Chosen people")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="training_assignments", verbose_name=_("organisation")
    )
    scope = models.CharField(_("for whom"), max_length=12, choices=Scope)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="training_assignments",
        verbose_name=_("department"),
        null=True,
        blank=True,
    )
    chosen = models.ManyToManyField(Membership, related_name="training_chosen_for", verbose_name=_("chosen people"), blank=True)
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="training_assignments", verbose_name=_("course"), null=True, blank=True
    )
    track = models.ForeignKey(
        Track, on_delete=models.PROTECT, related_name="training_assignments", verbose_name=_("track"), null=True, blank=True
    )
    due_on = models.DateField(_("due on"))
    newcomer_days = models.PositiveSmallIntegerField(_("days for newcomers"), default=30)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("assigned by"))
    at = models.DateTimeField(_("assigned at"), default=now)
    recalled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recalled by"), null=True, blank=True
    )
    recalled_at = models.DateTimeField(_("recalled at"), null=True, blank=True)
    recalled_because = models.CharField(_("reason for recalling"), max_length=200, blank=True)

    objects = TrainingAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("training assignment")
        verbose_name_plural = _("training assignments")
        ordering: ClassVar = ["due_on", "at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=ONE_SUBJECT,
                name="trainingassignment_one_subject",
                violation_error_message=_("Assign either a course or a track."),
            ),
            models.CheckConstraint(
                condition=Q(scope="department", department__isnull=False) | (~Q(scope="department") & Q(department=None)),
                name="trainingassignment_names_department",
                violation_error_message=_("Say which department."),
            ),
            models.CheckConstraint(
                condition=Q(recalled_at=None, recalled_by=None, recalled_because="")
                | (Q(recalled_at__isnull=False, recalled_by__isnull=False) & ~Q(recalled_because="")),
                name="trainingassignment_recall_names_why",
                violation_error_message=_("A recall names a person and a reason."),
            ),
            # The same thing for the same people stands once. Chosen people are told apart by their names, not here.
            *(
                models.UniqueConstraint(
                    fields=["organisation", *place, subject],
                    condition=Q(recalled_at=None, scope=scope) & Q(**{f"{subject}__isnull": False}),
                    name=f"trainingassignment_{scope}_{subject}_uniq",
                    violation_error_message=_("This is assigned to the same people already."),
                )
                for scope, place in (("everybody", []), ("department", ["department"]))
                for subject in ("course", "track")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.subject} {self.due_on}"

    @property
    def subject(self) -> Course | Track:
        found = self.course or self.track
        assert found is not None  # noqa: S101 - the database says so
        return found

    @property
    def is_standing(self) -> bool:
        return self.recalled_at is None


class TrainingTaskQuerySet(models.QuerySet["TrainingTask"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """One's own, and those of the present people of the bodies whose training one looks after."""
        if not user.is_authenticated:
            return self.none()
        bodies = Organisation.objects.trained_by(user).values("pk")
        return self.filter(Q(membership__person_id=user.pk) | Q(organisation__in=bodies, membership__until=None))

    def live(self) -> Self:
        """Those that stand, of people who belong."""
        return self.filter(ended_on=None)

    def of_state(self, state: str, on: dt.date | None = None) -> Self:
        """Those in a state on a day: the same rule as states.py, told to the database."""
        return self.filter(of_state(state, on))

    def told(self) -> Self:
        """With person, department, what and why at hand (one query)."""
        return self.select_related("membership__person", "membership__department", "course", "track", "assignment__by")


def of_state(state: str, on: dt.date | None = None) -> Q:
    """The rule of states.py as a condition."""
    day = on or today()
    match state:
        case "done":
            return Q(done_on__isnull=False)
        case "never":
            return Q(done_on=None, begun_on=None)
        case "late":
            return Q(done_on=None, begun_on__isnull=False, due_on__lt=day)
        case "on_time":
            return Q(done_on=None, begun_on__isnull=False, due_on__gte=day)
        case "overdue":
            return Q(done_on=None, due_on__lt=day)
    raise ValueError(state)


class TrainingTask(models.Model):
    """One member has one thing to learn until a day (学习任务). What of it is done is counted from the learning itself.

    Nothing here is the person's record: ended, the task says no more about anybody, and what was learned stays.
    """

    class Ended(models.TextChoices):
        RECALLED = "recalled", _("Recalled by the organisation")
        MOVED = "moved", _("In another department now")
        LEFT = "left", _("Has left")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="training_tasks", verbose_name=_("organisation")
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="training_tasks", verbose_name=_("member of an organisation")
    )
    assignment = models.ForeignKey(
        TrainingAssignment, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("training assignment")
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="training_tasks", verbose_name=_("course"), null=True, blank=True
    )
    track = models.ForeignKey(
        Track, on_delete=models.PROTECT, related_name="training_tasks", verbose_name=_("track"), null=True, blank=True
    )
    since = models.DateField(_("assigned on"), default=today)
    due_on = models.DateField(_("due on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_because = models.CharField(_("ended because"), max_length=10, choices=Ended, blank=True)
    begun_on = models.DateField(_("begun on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    was_done_before = models.BooleanField(_("done before joining"), default=False)
    steps_done = models.PositiveSmallIntegerField(_("steps done"), default=0)
    steps_total = models.PositiveSmallIntegerField(_("steps in all"), default=0)
    counted_at = models.DateTimeField(_("counted at"), null=True, blank=True)

    objects = TrainingTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("training task")
        verbose_name_plural = _("training tasks")
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "ended_on", "course", "track", "due_on", "begun_on", "done_on"],
                name="trainingtask_matrix",
            ),
            # Both hold all that the sums of the matrix ask for, in the order in which they are grouped.
            models.Index(
                fields=["organisation", "ended_on", "membership", "due_on", "begun_on", "done_on"], name="trainingtask_people"
            ),
            models.Index(fields=["membership", "ended_on"], name="trainingtask_member"),
            # Whether something was ever assigned to a member: asked for each entry of the ledger by the hours report.
            models.Index(fields=["membership", "course", "track"], name="trainingtask_assigned"),
            models.Index(fields=["due_on", "ended_on", "done_on"], name="trainingtask_due"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=ONE_SUBJECT, name="trainingtask_one_subject"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_because="") | (Q(ended_on__isnull=False) & ~Q(ended_because="")),
                name="trainingtask_end_names_why",
            ),
            models.CheckConstraint(condition=Q(steps_done__lte=F("steps_total")), name="trainingtask_steps_within"),
            *(
                models.UniqueConstraint(
                    fields=["membership", subject],
                    condition=Q(ended_on=None) & Q(**{f"{subject}__isnull": False}),
                    name=f"trainingtask_{subject}_uniq",
                )
                for subject in ("course", "track")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.subject_key}"

    def get_absolute_url(self) -> str:
        """What one does about it: the course or the track itself."""
        if self.course:
            return reverse("courses:course", args=[self.course.slug])
        return reverse("courses:track", args=[self.track.slug]) if self.track else ""

    @property
    def subject_key(self) -> str:
        """Which column of the matrix it stands in."""
        return states.key(self.course_id, self.track_id)

    @property
    def state(self) -> states.State:
        return states.state(due_on=self.due_on, begun_on=self.begun_on, done_on=self.done_on, today=today())

    @property
    def is_overdue(self) -> bool:
        return self.done_on is None and self.due_on < today()

    @property
    def days_over(self) -> int:
        return max(0, (today() - self.due_on).days)


class TrainingReminder(models.Model):
    """Somebody had a member reminded of a task (催学, append-only). One a day at most, by the database; a pause by the rule."""

    task = models.ForeignKey(TrainingTask, on_delete=models.PROTECT, related_name="reminders", verbose_name=_("training task"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    on = models.DateField(_("day"), default=today)
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("training reminder")
        verbose_name_plural = _("training reminders")
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "on"],
                name="trainingreminder_one_a_day",
                violation_error_message=_("This person was reminded of it today already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.on}"
