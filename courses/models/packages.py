"""Packages made elsewhere (课件包): what was uploaded, and what a learner's attempts at it have come to."""

from typing import TYPE_CHECKING, Any, ClassVar, Self, cast
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import now
from courses.models.learning import Enrolment, OwnedQuerySet
from courses.packages.outcome import Completion, Outcome, Success
from courses.packages.outline import Outline, Unit
from courses.packages.progress import Progress

if TYPE_CHECKING:
    from accounts.models import User


class PackageQuerySet(models.QuerySet["Package"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Who writes lessons sees all packages; a learner meets one through an attempt of his own."""
        return self.all() if user.has_perm("courses.view_package") else self.none()


class Package(models.Model):
    """One version of a SCORM or H5P package (课件包). Its files and its outline never change; a new upload is a new version."""

    class Kind(models.TextChoices):
        SCORM_12 = "scorm12", "SCORM 1.2"
        SCORM_2004 = "scorm2004", "SCORM 2004"
        H5P = "h5p", "H5P"

    class State(models.TextChoices):
        USABLE = "usable", _("can be chosen")
        REPLACED = "replaced", _("replaced by a newer version")

    key = models.UUIDField(_("learning package"), default=uuid4, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.USABLE, editable=False)
    file_name = models.CharField(_("file"), max_length=200, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("unpacked size in bytes"), editable=False)
    outline = models.JSONField(_("outline of the package"), editable=False)
    left_out = models.JSONField(_("files left out"), default=list, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by"), editable=False
    )
    uploaded_at = models.DateTimeField(_("uploaded on"), default=now, editable=False)

    objects = PackageQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning package")
        verbose_name_plural = _("learning packages")
        ordering: ClassVar = ["title", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key", "version"],
                name="package_version_uniq",
                violation_error_message=_("This package has a version of that number."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(title)s (%(kind)s, version %(version)s)")) % {
            "title": self.title,
            "kind": self.get_kind_display(),
            "version": self.version,
        }

    @property
    def told(self) -> Outline:
        return Outline.of(self.outline)

    @property
    def activity_kind(self) -> str:
        """Of what kind an activity with this package is."""
        return "h5p" if self.kind == self.Kind.H5P else "scorm"


class PackageAttempt(models.Model):
    """One person's attempt at a package in a lesson (课件学习记录). It stays on the version it was begun with.

    `state` = {"units": {unit id: {element: value}}, "seconds": {unit id: number}, "taken": {activity id: how often it was
    taken in earlier attempts}, "closed": [units this opening may not work in]}. `opening` counts how often it was opened: only
    the newest opening may save, and `sequence` is the last number it saved under, so a late or repeated save changes nothing.
    """

    class Completion(models.TextChoices):
        UNKNOWN = "unknown", _("no status yet")
        INCOMPLETE = "incomplete", _("under way, not complete")
        COMPLETED = "completed", _("complete as a whole")

    class Success(models.TextChoices):
        UNKNOWN = "unknown", _("not judged yet")
        PASSED = "passed", _("judged as passed")
        FAILED = "failed", _("judged as failed")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="package_attempts", verbose_name=_("learner")
    )
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="package_attempts")
    lesson_code = models.CharField(_("lesson"), max_length=20)
    activity_id = models.CharField(_("activity"), max_length=36)
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("learning package"))
    number = models.PositiveIntegerField(_("attempt"), default=1)
    state = models.JSONField(_("state"), default=dict)
    completion = models.CharField(_("completion status"), max_length=10, choices=Completion, default=Completion.UNKNOWN)
    success = models.CharField(_("success status"), max_length=10, choices=Success, default=Success.UNKNOWN)
    score = models.DecimalField(
        _("score as a share"), max_digits=5, decimal_places=4, null=True, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    seconds = models.PositiveIntegerField(_("seconds by the server's clock"), default=0)
    opening = models.PositiveIntegerField(default=0)
    sequence = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField(_("begun"), default=now)
    opened_at = models.DateTimeField(_("last opened"), default=now)
    seen_at = models.DateTimeField(_("last heard of"), default=now)
    completed_at = models.DateTimeField(_("completed"), null=True)

    objects = OwnedQuerySet["PackageAttempt"].as_manager()

    class Meta:
        verbose_name = _("package attempt")
        verbose_name_plural = _("package attempts")
        ordering: ClassVar = ["learner", "lesson_code", "activity_id", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner", "lesson_code", "activity_id", "number"],
                name="packageattempt_number_uniq",
                violation_error_message=_("This attempt is there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.lesson_code} #{self.number}"

    @property
    def outcome(self) -> Outcome:
        return Outcome(cast("Completion", self.completion), cast("Success", self.success), self.score)

    @property
    def percent(self) -> int | None:
        """The score in whole per cent, rounded down."""
        return None if self.score is None else int(self.score * 100)

    @property
    def minutes(self) -> int:
        return self.seconds // 60

    @property
    def progress(self) -> Progress:
        """Where one stands in the package, by its own order and limits."""
        return Progress(self.package.told, self.elements, self.state.get("seconds", {}), self.state.get("taken", {}))

    def unit(self, name: str) -> Unit:
        return next(one for one in self.package.told.units if one.id == name)

    def seconds_in(self, unit: str) -> int:
        """For how long a unit was worked on in this attempt. (Of attempts from before this was kept: the whole.)"""
        return int(self.state["seconds"].get(unit, 0)) if "seconds" in self.state else self.seconds

    def elements(self, unit: str) -> dict[str, str]:
        """What was kept of a unit."""
        kept: dict[str, Any] = self.state.get("units", {})
        return dict(kept.get(unit, {}))


class PackageStatement(models.Model):
    """What an H5P content said, as an xAPI statement (xAPI 陈述). Append-only; the same statement is kept once."""

    attempt = models.ForeignKey(PackageAttempt, on_delete=models.PROTECT, related_name="statements")
    statement_id = models.UUIDField()
    statement = models.JSONField()
    stored_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("xAPI statement")
        verbose_name_plural = _("xAPI statements")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt", "statement_id"],
                name="packagestatement_once",
                violation_error_message=_("This statement is kept already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.statement_id)
