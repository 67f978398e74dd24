"""A course and its frozen versions. What readers see of it are its pages (courses/models/pages.py)."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import now

if TYPE_CHECKING:
    from accounts.models import User


class CourseQuerySet(models.QuerySet["Course"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The catalogue is public: whatever has been published once is visible to all."""
        return self.filter(versions__isnull=False).distinct()


class Course(models.Model):  # type: ignore[django-manager-missing]  # Wagtail's page manager is untyped
    """A programme one enrols in (课程): its code, and the rules by which its hours count."""

    code = models.CharField(
        _("code"),
        max_length=12,
        unique=True,
        help_text=_(
            "A short name such as LAW, in capitals. It stands in the course's address and in files, and tracks name the course "
            "by it. It stays as it is once the course is published."
        ),
    )
    minutes_per_hour = models.PositiveSmallIntegerField(
        _("minutes per hour"), default=45, help_text=_("So many credited minutes are shown as one credit hour.")
    )
    daily_cap_hours = models.PositiveSmallIntegerField(
        _("daily cap in hours"), default=8, help_text=_("Hours above it are refused that day and can be credited later.")
    )
    idle_minutes = models.PositiveSmallIntegerField(
        _("minutes until a film asks"),
        null=True,
        blank=True,
        help_text=_("After so long without a key or a touch a film pauses and asks. Empty: as everywhere on this site."),
    )
    uncounted_kinds = models.JSONField(
        _("activities that earn no hours"),
        default=list,
        db_default=[],
        blank=True,
        help_text=_(
            "None ticked: all count. The minutes of these are not credited and stand in the ledger with the reason. "
            "The text of a lesson always counts. Who is enrolled keeps the rule of his version."
        ),
    )
    is_self_paced = models.BooleanField(
        _("can be taken at one's own pace"),
        default=True,
        help_text=_("Off: one takes it in a run only."),
    )
    prerequisites = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="opens",
        verbose_name=_("courses to complete first"),
        help_text=_("Who has not completed them is told so, with the way to the first. Who is enrolled already goes on."),
    )
    track = models.ForeignKey(
        "courses.Track",
        on_delete=models.PROTECT,
        related_name="opens",
        null=True,
        blank=True,
        verbose_name=_("track to follow first"),
        help_text=_("All that the track requires. Who has not done it is told the next step. Who is enrolled already goes on."),
    )
    validity_months = models.PositiveSmallIntegerField(
        _("valid for so many months"), null=True, blank=True, help_text=_("Empty: a completion holds for good.")
    )
    renewal_days = models.PositiveSmallIntegerField(
        _("next cycle starts so many days before expiry"),
        default=90,
        help_text=_("Then it is learned again, in its newest version; the old completion holds until its last day."),
    )

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="course_hour_has_minutes",
                condition=Q(minutes_per_hour__gte=1),
                violation_error_message=_("An hour has at least one minute."),
            ),
            models.CheckConstraint(
                name="course_idle_has_minutes",
                condition=Q(idle_minutes=None) | Q(idle_minutes__gte=1),
                violation_error_message=_("A film asks after one minute at the earliest."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def slug(self) -> str:
        return self.code.lower()

    @property
    def current(self) -> "CourseVersion | None":
        """The version a person who enrols now is pinned to."""
        return self.versions.order_by("-number", "-minor").first()


class CourseVersionQuerySet(models.QuerySet["CourseVersion"]):
    def newest(self) -> Self:
        """The version of each course that is current: the highest number."""
        latest = CourseVersion.objects.filter(course=models.OuterRef("course")).order_by("-number", "-minor").values("pk")[:1]
        return self.filter(pk=models.Subquery(latest))


class CourseVersion(models.Model):
    """What a course consisted of when it was published (课程版本). A trigger refuses any change.

    `structure` = {"modules": [{"title": {locale: text}, "lessons": [{"code", "slug", "key", "minutes",
    "title": {locale: text}, "revisions": {locale: id}, "checks": [id], "activities": [...]}]}]}: enough to draw the
    whole syllabus without reading one page. A lesson without activities has no such key (courses/activities.py). `minutes` of a
    version are those that count (courses/countable.py).
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    minor = models.PositiveIntegerField(
        _("correction"), default=0, help_text=_("Corrections change words alone; everybody on the number gets them.")
    )
    structure = models.JSONField(_("structure"))
    minutes = models.PositiveIntegerField(_("minutes"))
    published_at = models.DateTimeField(_("published"), default=now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("published by")
    )
    note = models.CharField(_("what changed"), max_length=300, blank=True)

    objects = CourseVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("course version")
        verbose_name_plural = _("course versions")
        ordering: ClassVar = ["course", "-number", "-minor"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["course", "number", "minor"],
                name="courseversion_number_uniq",
                violation_error_message=_("This course has a version of that number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course.code} {self.label}"

    @property
    def label(self) -> str:
        """Its number as people write it."""
        return f"v{self.number}.{self.minor}" if self.minor else f"v{self.number}"

    @property
    def lessons(self) -> list[dict[str, Any]]:
        """All lessons in order, without their modules."""
        return [lesson for module in self.structure["modules"] for lesson in module["lessons"]]

    @property
    def codes(self) -> list[str]:
        return [lesson["code"] for lesson in self.lessons]

    def lesson(self, code: str) -> dict[str, Any] | None:
        """One lesson of this version by its code."""
        return next((lesson for lesson in self.lessons if lesson["code"] == code), None)
