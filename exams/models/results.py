"""Marks and results. Both are chains: nothing is overwritten, a correction is a further mark and a further result."""

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from exams.models.delivery import Attempt, AttemptItem
from exams.models.keys import AnswerKey
from exams.models.sitting import runs_exams
from exams.passing import lowered

if TYPE_CHECKING:
    from accounts.models import User


class Mark(models.Model):
    """The marks given to one item of a paper at one stage (评分). Append-only: regrading adds, never replaces."""

    class Stage(models.TextChoices):
        AUTO = "auto", _("By machine")
        FIRST = "first", _("First marker")
        SECOND = "second", _("Second marker")
        ADJUDICATION = "adjudication", _("Third marker")
        CORRECTION = "correction", _("After a corrected key")
        APPEAL = "appeal", _("After an appeal")

    attempt_item = models.ForeignKey(
        AttemptItem, on_delete=models.PROTECT, related_name="marks", verbose_name=_("item of a paper")
    )
    stage = models.CharField(_("stage"), max_length=14, choices=Stage)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    marks = models.DecimalField(_("marks"), max_digits=6, decimal_places=2)
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("marker")
    )
    key = models.ForeignKey(AnswerKey, on_delete=models.PROTECT, related_name="+", verbose_name=_("answer key"))
    rubric = models.JSONField(_("marking scheme"), default=list)
    comment = models.TextField(_("comment"), blank=True)
    marked_at = models.DateTimeField(_("marked at"))

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt_item", "stage", "round"],
                name="mark_stage_round_uniq",
                violation_error_message=_("This item already has a mark at this stage."),
            ),
            models.CheckConstraint(
                condition=Q(stage="auto", marker__isnull=True) | (~Q(stage="auto") & Q(marker__isnull=False)),
                name="mark_auto_has_no_marker",
                violation_error_message=_("A mark by machine has no marker; every other mark has one."),
            ),
            models.CheckConstraint(
                condition=Q(marks__gte=0), name="mark_not_negative", violation_error_message=_("Marks are not negative.")
            ),
            # Double-blind: first, second and third marker of an answer are three people.
            models.UniqueConstraint(
                fields=["attempt_item", "marker", "round"],
                condition=Q(stage__in=["first", "second", "adjudication"]),
                name="mark_one_stage_per_marker_uniq",
                violation_error_message=_("A marker marks an answer at one stage only."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.marks}"


class ResultQuerySet(models.QuerySet["Result"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """One's own results once they are released; examiners and administrators see all.

        An unreleased result is no row at all to its candidate: nothing can leak by page, mail or interface.
        """
        if not user.is_authenticated:
            return self.none()
        return self if runs_exams(user) else self.own(user)

    def own(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """One's own results once they are released: what anybody may see, whatever else `visible_to` gives (no query)."""
        return self.filter(attempt__candidate_id=user.pk, released_at__isnull=False)

    def current(self) -> Self:
        """The results that hold: no later one supersedes them."""
        return self.filter(successor=None)

    def released(self) -> Self:
        return self.filter(released_at__isnull=False)

    def told(self) -> Self:
        """With attempt, exam, rules and candidate at hand (one query)."""
        return self.select_related("attempt__exam", "attempt__exam_version", "attempt__candidate", "attempt__sitting")


class Result(models.Model):
    """What an attempt came to (成绩). Append-only chain: the newest holds, the others tell how it came about.

    `by_section` is a list of {"area", "marks", "maximum", "percent", "floor", "reached"}, decimals as text.
    """

    class Cause(models.TextChoices):
        INITIAL = "initial", _("First marking")
        CORRECTION = "correction", _("Correction")
        APPEAL = "appeal", _("Appeal")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="results", verbose_name=_("attempt"))
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    total = models.DecimalField(_("total"), max_digits=7, decimal_places=2)
    maximum = models.DecimalField(_("out of"), max_digits=7, decimal_places=2)
    passed = models.BooleanField(_("passed"))
    by_section = models.JSONField(_("by area"), default=list)
    cause = models.CharField(_("cause"), max_length=12, choices=Cause, default=Cause.INITIAL)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successor", verbose_name=_("supersedes")
    )
    computed_at = models.DateTimeField(_("computed at"))
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    # Null: released by rule, not by a person.
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("released by")
    )

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering: ClassVar = ["-computed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt", "revision"],
                name="result_revision_uniq",
                violation_error_message=_("This attempt already has a result with this revision number."),
            ),
            models.UniqueConstraint(
                fields=["supersedes"],
                name="result_one_successor_uniq",
                violation_error_message=_("This result has already been superseded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.total}/{self.maximum}"

    def get_absolute_url(self) -> str:
        return reverse("exams:result", args=[self.pk])

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    @cached_property
    def cut_score(self) -> Decimal:
        """The pass mark of this paper: lower where items of it were struck (one query)."""
        full = self.attempt.items.aggregate(full=Sum("max_marks"))["full"] or self.maximum
        return lowered(self.attempt.exam_version.cut_score, self.maximum, full)

    @property
    def short_by(self) -> Decimal:
        """How many marks were missing to the pass mark; nought when it was reached."""
        return max(Decimal(0), self.cut_score - self.total)
