"""What a person does with courses. Answers and hours are append-only: a trigger refuses changes."""

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import now, today
from courses.models.course import Course, CourseVersion
from courses.models.runs import CourseRun

if TYPE_CHECKING:
    from accounts.models import User

Row = TypeVar("Row", bound=models.Model)


class OwnedQuerySet(models.QuerySet[Row]):
    """Rows that belong to one learner."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """A learning record is its owner's alone."""
        return self.filter(learner_id=user.pk) if user.is_authenticated else self.none()


def _learner(related_name: str) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name=related_name, verbose_name=_("learner")
    )


class Enrolment(models.Model):
    """A person takes a course (选课), pinned to the version that was current on that day.

    `completed_at` is that of the present cycle: no later version, rule or edit takes it back. A new cycle begins without one;
    what was completed before stands in `CompletionRecord` for good. In a later cycle a lesson counts if it was completed
    since `counts_from`. `carried` are lessons completed in a version that held them, before a person moved this enrolment to
    one that does not: they go on counting.
    """

    learner = _learner("enrolments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="enrolments")
    run = models.ForeignKey(
        CourseRun,
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("course run"),
        null=True,
        blank=True,
        help_text=_("Empty: at one's own pace."),
    )
    cycle = models.PositiveSmallIntegerField(_("cycle"), default=1)
    counts_from = models.DateTimeField(_("counts from"), null=True, blank=True)
    carried = models.JSONField(_("lessons carried over"), default=list, blank=True)
    enrolled_at = models.DateTimeField(_("enrolled"), default=now)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)

    objects = OwnedQuerySet["Enrolment"].as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering: ClassVar = ["-enrolled_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner", "course"],
                name="enrolment_learner_course_uniq",
                violation_error_message=_("You are enrolled in this course already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.version}"


class LessonProgress(models.Model):
    """How far a person is in one lesson, whichever course shows it: a lesson learned counts in all of them."""

    learner = _learner("lesson_progress")
    lesson_code = models.CharField(_("lesson"), max_length=20)
    opened_at = models.DateTimeField(_("first worked on"), default=now)
    renewed_at = models.DateTimeField(_("completed again"), null=True, blank=True)
    worked_at = models.DateTimeField(_("last worked on"), default=now)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)

    objects = OwnedQuerySet["LessonProgress"].as_manager()

    class Meta:
        verbose_name = _("lesson progress")
        verbose_name_plural = _("lesson progress")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "lesson_code"], name="lessonprogress_learner_lesson_uniq"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.lesson_code}"

    def counts_since(self, since: dt.datetime | None) -> bool:
        """Whether it was completed, or completed again, since a cycle began; None: ever."""
        last = self.renewed_at or self.completed_at
        return last is not None and (since is None or last >= since)


class CheckAnswer(models.Model):
    """One answer to one self-check (append-only): the evidence that a lesson was understood."""

    learner = _learner("check_answers")
    lesson_code = models.CharField(_("lesson"), max_length=20)
    check_id = models.CharField(_("self-check"), max_length=60)
    answer = models.JSONField(_("answer"))
    right = models.BooleanField(_("right"))
    revision_id = models.PositiveBigIntegerField(_("revision of the lesson"), null=True)
    at = models.DateTimeField(_("at"), default=now)

    objects = OwnedQuerySet["CheckAnswer"].as_manager()

    class Meta:
        verbose_name = _("self-check answer")
        verbose_name_plural = _("self-check answers")
        indexes: ClassVar = [models.Index(fields=["learner", "lesson_code", "check_id"], name="checkanswer_learner_lesson")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.check_id}"


class CreditEntry(models.Model):
    """One line of the hours ledger (学时流水, append-only). A mistake is mended by a reversing line.

    `seconds` counts; `refused_seconds` did not. Above the daily cap they still may (docs/algorithms/hours.md); minutes of a
    film that were not believed, of a meeting that were missed, or of a kind of activity that the course does not count, may not
    (docs/algorithms/watching.md, attendance.md, hours.md); the note of the last names the kinds by their codes.
    Hours of an event are of no lesson.
    """

    class Reason(models.TextChoices):
        COMPLETED = "completed", _("lesson completed")
        DAILY_CAP = "daily_cap", _("above the daily cap")
        MADE_UP = "made_up", _("credited later")
        CORRECTED = "corrected", _("correction")
        TOO_FAST = "too_fast", _("played faster than time went by")
        SKIPPED = "skipped", _("went ahead of what had been played")
        ATTENDED = "attended", _("present at a meeting")
        ABSENT = "absent", _("not there for this part of the meeting")
        COUNTED = "counted", _("counted already: a lesson counts once")
        EVENT = "event", _("event attended")
        UNCOUNTED = "uncounted", _("this course credits no hours for this kind of activity")

    learner = _learner("credit_entries")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="credit_entries")
    lesson_code = models.CharField(_("lesson"), max_length=20, blank=True)
    seconds = models.IntegerField(_("seconds credited"))
    refused_seconds = models.PositiveIntegerField(_("seconds refused"), default=0)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    note = models.CharField(_("note"), max_length=200, blank=True)
    rule_version = models.CharField(_("rule"), max_length=40)
    day = models.DateField(_("day"), default=today)
    at = models.DateTimeField(_("at"), default=now)
    source_ref = models.CharField(_("source"), max_length=80)

    objects = OwnedQuerySet["CreditEntry"].as_manager()

    class Meta:
        verbose_name = _("hours entry")
        verbose_name_plural = _("hours ledger")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["learner", "day"], name="creditentry_learner_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "source_ref"], name="creditentry_learner_source_uniq"),
            models.CheckConstraint(
                name="creditentry_negative_is_correction", condition=Q(seconds__gte=0) | Q(reason="corrected")
            ),
            models.CheckConstraint(
                name="creditentry_refusal_has_reason",
                condition=Q(refused_seconds=0)
                | Q(reason__in=["daily_cap", "too_fast", "skipped", "absent", "counted", "uncounted"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.source_ref} {self.seconds}s"
