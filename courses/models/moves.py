"""Moving very many people to another version (换版本进度): ordered by a person, done by jobs, told while it goes on."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import now
from courses.models.course import Course, CourseVersion
from courses.models.runs import CourseRun


class VersionMove(models.Model):
    """An order to move those of a run, or those without one. When it is done, the decision is kept as any other."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="version_moves", verbose_name=_("course"))
    run = models.ForeignKey(
        CourseRun, on_delete=models.PROTECT, related_name="version_moves", null=True, blank=True, verbose_name=_("course run")
    )
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="moves", verbose_name=_("course version"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    because = models.CharField(_("reason"), max_length=300)
    total = models.PositiveIntegerField(_("people to move"))
    moved = models.PositiveIntegerField(_("people moved"), default=0)
    asked_at = models.DateTimeField(_("at"), default=now)
    done_at = models.DateTimeField(_("done at"), null=True)

    class Meta:
        verbose_name = _("move to a version")
        verbose_name_plural = _("moves to a version")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run"], condition=Q(done_at=None) & ~Q(run=None), name="versionmove_one_open_of_run"),
            models.UniqueConstraint(
                fields=["course"], condition=Q(done_at=None, run=None), name="versionmove_one_open_without_run"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.moved}/{self.total}"
