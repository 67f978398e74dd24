"""Exports of reports (导出记录): who asked for which report and when, what it was filtered by, what came of it."""

import datetime as dt
import hashlib
import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import now
from core.made_files import MadeFile
from courses.models.course import Course
from courses.models.runs import CourseRun
from courses.models.teaching import CourseTeacher
from organisations.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

# A file names people: it is kept for as long as one needs to fetch it. Made again it takes seconds.
KEPT_DAYS = 7
# Who asked for what, without the file.
TOLD_DAYS = 365


class ReportExportQuerySet(models.QuerySet["ReportExport"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the bodies whose training one looks after now, and of the groups one teaches now; whoever asked for them."""
        if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
            return self.none()
        of_bodies = Q(organisation__in=Organisation.objects.trained_by(user).values("pk"))
        if user.has_perm("courses.change_courserun"):
            return self.filter(of_bodies | Q(course__isnull=False))
        mine = CourseTeacher.objects.current().filter(person_id=user.pk)
        of_runs = Q(run__in=CourseRun.objects.taught_by(user).values("pk"))
        return self.filter(of_bodies | of_runs | Q(run=None, course__in=mine.filter(run=None).values("course")))

    def told(self) -> Self:
        """With who asked and what it is about at hand (one query)."""
        return self.select_related("by", "organisation", "course", "run")

    def over(self) -> Self:
        """Kept long enough, their file still there; and those that nobody finished in that time."""
        ended, begun = Q(expires_at__lte=now()), Q(finished_at=None, asked_at__lte=now() - dt.timedelta(days=KEPT_DAYS))
        return self.filter(ended | begun).exclude(key="")


class ReportExport(MadeFile):
    """One file of a report, asked for by somebody. Small ones are made at once, large ones by the workers.

    `query` says what the report was filtered by, `facts` says it in words; `same` is alike for two that ask for the same.
    """

    class Report(models.TextChoices):
        MATRIX = "matrix", _("Training matrix")
        HOURS = "hours", _("Hours report")
        PLAN = "plan", _("Training plan of the year")
        GROUP = "group", _("Learners of a group")

    class Kind(models.TextChoices):
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"
        PDF = "pdf", "PDF"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.CharField(_("which report"), max_length=10, choices=Report)
    kind = models.CharField(_("kind of file"), max_length=4, choices=Kind)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("organisation")
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("course")
    )
    run = models.ForeignKey(
        CourseRun, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("course run")
    )
    query = models.CharField(_("asked by"), max_length=900, blank=True)
    facts = models.JSONField(_("asked by, in words"), default=list)
    language = models.CharField(_("language"), max_length=10)
    same = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by"))
    asked_at = models.DateTimeField(_("asked for at"), default=now)
    rows = models.PositiveIntegerField(_("rows in all"), default=0)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    # Characters that no typeface draws: no paper was made.
    fault = models.CharField(_("why there is no file"), max_length=200, blank=True)

    objects = ReportExportQuerySet.as_manager()

    class Meta(MadeFile.Meta):
        verbose_name = _("export of a report")
        verbose_name_plural = _("exports of reports")
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(organisation=None, course__isnull=False) | Q(organisation__isnull=False, course=None, run=None),
                name="reportexport_of_body_or_group",
                violation_error_message=_("A report is of an organisation or of a group of learners."),
            ),
            models.UniqueConstraint(
                fields=["by", "same"],
                condition=Q(finished_at=None),
                name="reportexport_one_open_uniq",
                violation_error_message=_("This is being made already."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(F("organisation"), F("asked_at").desc(), name="reportexport_of_body"),
            models.Index(F("course"), F("run"), F("asked_at").desc(), name="reportexport_of_group"),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.asked_at:%Y-%m-%d %H:%M}"

    def save(self, *args: object, **kwargs: object) -> None:
        words = (self.report, self.kind, self.organisation_id, self.course_id, self.run_id, self.language, self.query)
        self.same = hashlib.sha256("|".join(map(str, words)).encode()).hexdigest()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    def get_absolute_url(self) -> str:
        return reverse("courses:export", args=[self.pk])

    @property
    def group_key(self) -> str:
        """How the pages of its group are named."""
        return str(self.run_id) if self.run_id else "own-pace"

    @property
    def source(self) -> str:
        """The page it shows, filtered as it was."""
        if self.course is not None:
            return reverse("courses:teaching_group", args=[self.course.slug, self.group_key])
        assert self.organisation is not None  # noqa: S101 - the database says so
        return reverse(f"training:{self.report}", args=[self.organisation.slug]) + (f"?{self.query}" if self.query else "")

    @property
    def history(self) -> str:
        """The page that lists it."""
        if self.course is not None:
            return reverse("courses:teaching_exports", args=[self.course.slug, self.group_key])
        assert self.organisation is not None  # noqa: S101 - the database says so
        return reverse("training:exports", args=[self.organisation.slug])

    @property
    def about(self) -> str:
        """Whose report it is."""
        if self.organisation is not None:
            return self.organisation.name
        assert self.course is not None  # noqa: S101 - the database says so
        return f"{self.course.code} {self.run.title}" if self.run else self.course.code

    @property
    def file_name(self) -> str:
        """Signs that every file system takes; the names stand inside."""
        if self.course is not None:
            return f"{self.course.slug}-{self.group_key}.{self.kind}"
        assert self.organisation is not None  # noqa: S101 - the database says so
        names = {"matrix": "training", "hours": "hours", "plan": "training-plan"}
        return f"{names[self.report]}-{self.organisation.slug}.{self.kind}"
