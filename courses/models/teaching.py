"""Who teaches a course, and from when to when. Whoever trained a person decides nothing about that person."""

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.dates import today
from courses.models.course import Course

if TYPE_CHECKING:
    from accounts.models import User


class CourseTeacherQuerySet(models.QuerySet["CourseTeacher"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """What one teaches oneself; whoever appoints teachers sees all."""
        if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
            return self.none()
        return self if user.has_perm("courses.change_courseteacher") else self.filter(person_id=user.pk)

    def teaching(self, course: Course, on: dt.date) -> Self:
        """Who teaches this course on a day; the last day counts."""
        return self.filter(course=course).between(on, on)

    def between(self, first: dt.date, last: dt.date) -> Self:
        """Who taught on any of these days."""
        return self.filter(Q(until=None) | Q(until__gte=first), since__lte=last)

    def current(self) -> Self:
        """Who teaches today."""
        return self.between(today(), today())

    def told(self) -> Self:
        """With person, course and run at hand (one query)."""
        return self.select_related("course", "person", "run__course")


class CourseTeacher(models.Model):
    """A person teaches a course (授课讲师) from a day on, until a day. A row is ended, not deleted: who taught is asked later."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="teachers", verbose_name=_("course"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="teaching", verbose_name=_("teacher")
    )
    run = models.ForeignKey(
        "courses.CourseRun",
        on_delete=models.PROTECT,
        related_name="teachers",
        verbose_name=_("course run"),
        null=True,
        blank=True,
        help_text=_("Empty: the whole course, with every run."),
    )
    since = models.DateField(_("teaches from"), default=today)
    until = models.DateField(_("last day of teaching"), null=True, blank=True, help_text=_("Empty while the person teaches it."))

    objects = CourseTeacherQuerySet.as_manager()

    class Meta:
        verbose_name = _("teacher of a course")
        verbose_name_plural = _("teachers of courses")
        ordering: ClassVar = ["course", "since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["course", "person"],
                condition=Q(until=None, run=None),
                name="courseteacher_one_open_uniq",
                violation_error_message=_("This person teaches this course already."),
            ),
            models.UniqueConstraint(
                fields=["run", "person"],
                condition=Q(until=None) & ~Q(run=None),
                name="courseteacher_one_open_run_uniq",
                violation_error_message=_("This person teaches this run already."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="courseteacher_days_ordered",
                violation_error_message=_("Teaching ends on the day it began or later."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.course}"
