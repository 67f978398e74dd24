"""What teachers read of those who learn: figures counted from time to time, and announcements to a run."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import now
from courses.models.course import Course
from courses.models.runs import CourseRun


class Tally(models.Model):
    """Figures of one group (a run, or those without one) about a course, a lesson or a self-check. Counted anew as a whole.

    `lesson` and `check` are empty for the course itself. `started` are people who enrolled, or began the lesson, or answers
    given; `finished` who completed, or right answers. `median_seconds` from beginning to end, of those who finished.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="tallies", verbose_name=_("course"))
    run = models.ForeignKey(
        CourseRun, on_delete=models.CASCADE, related_name="tallies", null=True, blank=True, verbose_name=_("course run")
    )
    lesson = models.CharField(_("lesson"), max_length=20, blank=True)
    check_id = models.CharField(_("self-check"), max_length=60, blank=True)
    started = models.PositiveIntegerField(_("began"), default=0)
    finished = models.PositiveIntegerField(_("finished"), default=0)
    median_seconds = models.PositiveBigIntegerField(_("median time"), null=True, blank=True)
    counted_at = models.DateTimeField(_("counted"), default=now)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        indexes: ClassVar = [models.Index(fields=["course", "run", "lesson"], name="tally_course_run_lesson")]

    def __str__(self) -> str:
        return f"{self.course_id} {self.lesson} {self.started}/{self.finished}"


class RunAnnouncement(models.Model):
    """What a teacher tells everybody in a run (通知)."""

    run = models.ForeignKey(CourseRun, on_delete=models.PROTECT, related_name="announcements", verbose_name=_("course run"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"), max_length=2000)
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.title
