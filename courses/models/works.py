"""Practical tasks handed in (实操作业): their files, and what a teacher made of them. What was handed in never changes."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import now, today
from courses.models.course import Course
from courses.models.learning import OwnedQuerySet, _learner
from courses.models.runs import CourseRun
from courses.models.teaching import CourseTeacher

if TYPE_CHECKING:
    from accounts.models import User


class WorkQuerySet(OwnedQuerySet["Work"]):
    def taught_by(self, user: "User | AnonymousUser") -> Self:
        """What was handed in to this person: by his runs, by who learns his course at his own pace. Never his own."""
        if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
            return self.none()
        others = self.exclude(learner_id=user.pk).exclude(handed_in_at=None)
        if user.has_perm("courses.change_courserun"):
            return others
        courses = CourseTeacher.objects.between(today(), today()).filter(person_id=user.pk, run=None).values("course")
        return others.filter(Q(run__in=CourseRun.objects.taught_by(user).values("pk")) | Q(run=None, course__in=courses))

    def waiting(self) -> Self:
        """Handed in and not marked, who waits longest first."""
        return self.filter(handed_in_at__isnull=False, mark=None).order_by("handed_in_at", "pk")

    def told(self) -> Self:
        """With learner, course, run and mark at hand (one query)."""
        return self.select_related("learner", "course", "run", "mark__by")


class Work(models.Model):
    """One round of a practical task: begun, handed in once, marked once (实操作业). Returned, the next round is another row.

    `terms` are the activity as the learner's version had it when it was handed in, so that it is marked by the rubric he read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = _learner("works")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="works", verbose_name=_("course"))
    run = models.ForeignKey(CourseRun, on_delete=models.PROTECT, related_name="works", verbose_name=_("course run"), null=True)
    lesson_code = models.CharField(_("lesson"), max_length=20)
    activity_id = models.CharField(_("activity"), max_length=60)
    number = models.PositiveSmallIntegerField(_("round"), default=1)
    terms = models.JSONField(_("terms"), default=dict)
    words = models.TextField(_("what the learner says of it"), blank=True)
    begun_at = models.DateTimeField(_("begun"), default=now)
    handed_in_at = models.DateTimeField(_("handed in"), null=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("practical work")
        verbose_name_plural = _("practical works")
        ordering: ClassVar = ["-begun_at"]
        indexes: ClassVar = [models.Index(fields=["handed_in_at"], name="work_handed_in_at")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "lesson_code", "activity_id", "number"], name="work_round_uniq"),
            models.UniqueConstraint(
                fields=["learner", "lesson_code", "activity_id"], condition=Q(handed_in_at=None), name="work_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.lesson_code} #{self.number}"

    def get_absolute_url(self) -> str:
        """The teacher's page."""
        return reverse("courses:work", args=[self.pk])


class WorkFileQuerySet(models.QuerySet["WorkFile"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own; of what was handed in also who marks it, without what was taken out before."""
        if not user.is_authenticated:
            return self.none()
        handed_in = Q(work__in=Work.objects.taught_by(user).values("pk"), removed_at=None)
        return self.filter(Q(work__learner_id=user.pk) | handed_in)

    def standing(self) -> Self:
        return self.filter(removed_at=None)


class WorkFile(models.Model):
    """A file of a practical work. Until it is handed in it may be taken out; then it stays (`kept_at`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="files", verbose_name=_("practical work"))
    name = models.CharField(_("file name"), max_length=120)
    media_type = models.CharField(_("media type"), max_length=100)
    key = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    at = models.DateTimeField(_("at"), default=now)
    kept_at = models.DateTimeField(_("handed in"), null=True)
    removed_at = models.DateTimeField(_("taken out at"), null=True)

    objects = WorkFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a practical work")
        verbose_name_plural = _("files of practical works")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["work", "sha256"],
                condition=Q(removed_at=None),
                name="workfile_once",
                violation_error_message=_("This file is already there."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("courses:work_file", args=[self.pk])

    @property
    def kilobytes(self) -> int:
        return max(1, self.size // 1024)


class WorkMark(models.Model):
    """What a teacher made of a work (作业评定, append-only): accepted, or returned with what is to be done better."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("work accepted")
        RETURNED = "returned", _("returned for rework")

    work = models.OneToOneField(Work, on_delete=models.PROTECT, related_name="mark", verbose_name=_("practical work"))
    verdict = models.CharField(_("decision"), max_length=8, choices=Verdict)
    points = models.JSONField(_("points by criterion"), default=dict)
    score = models.PositiveSmallIntegerField(_("score in percent"), null=True)
    comment = models.TextField(_("comment"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("marked by"))
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("mark of a practical work")
        verbose_name_plural = _("marks of practical works")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(verdict="returned") | ~Q(comment=""),
                name="workmark_return_has_comment",
                violation_error_message=_("What is returned needs a comment: what is to be done better."),
            ),
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=100), name="workmark_score_is_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.work_id} {self.verdict}"

    @property
    def is_accepted(self) -> bool:
        return self.verdict == self.Verdict.ACCEPTED
