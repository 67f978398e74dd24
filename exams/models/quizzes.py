"""Quizzes of lessons (课时测验): one attempt with the questions drawn for it and their answers. No paper, no result."""

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.dates import now
from courses.models import Course
from courses.quizzes.draw import Draw
from exams.models.bank import ItemVersion
from exams.models.delivery import AttemptItem
from exams.models.keys import AnswerKey

if TYPE_CHECKING:
    from accounts.models import User


class QuizAttemptQuerySet(models.QuerySet["QuizAttempt"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """One's own alone: a teacher sees figures, never what somebody answered."""
        return self.filter(learner_id=user.pk) if user.is_authenticated else self.none()

    def at(self, lesson_code: str, activity_id: str) -> Self:
        """Those at one quiz, in their order."""
        return self.filter(lesson_code=lesson_code, activity_id=activity_id).order_by("number")

    def open(self) -> Self:
        """Not handed in: of each quiz one at most."""
        return self.filter(handed_in_at=None)

    def handed_in(self) -> Self:
        return self.filter(handed_in_at__isnull=False)

    def with_answered(self) -> Self:
        """Each with `asked` and `answered`, how many questions it has and how many of them have an answer (same query)."""
        return self.annotate(asked=Count("questions"), answered=Count("questions", filter=Q(questions__is_answered=True)))


class QuizAttempt(models.Model):
    """One go at a quiz: drawn once, the same on every device until it is handed in once (测验作答).

    `terms` are title, rule and draw as the learner's version had them when it was begun: neither a new version nor the bank
    changes an attempt. `saves` counts what was kept, so that a page left open elsewhere is known by its age.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="quiz_attempts", verbose_name=_("learner")
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="quiz_attempts", verbose_name=_("course"))
    lesson_code = models.CharField(_("lesson"), max_length=20)
    activity_id = models.CharField(_("activity"), max_length=60)
    number = models.PositiveSmallIntegerField(pgettext_lazy("of a quiz", "attempt"), default=1)
    terms = models.JSONField(pgettext_lazy("of a quiz", "terms"), default=dict)
    seed = models.BigIntegerField(_("seed"))
    saves = models.PositiveIntegerField(_("times saved"), default=0)
    begun_at = models.DateTimeField(pgettext_lazy("of a quiz", "begun"), default=now)
    handed_in_at = models.DateTimeField(pgettext_lazy("of a quiz", "handed in"), null=True)
    right = models.PositiveSmallIntegerField(_("answered right"), null=True)
    out_of = models.PositiveSmallIntegerField(_("questions that count"), null=True)
    score = models.PositiveSmallIntegerField(_("score in percent"), null=True)

    objects = QuizAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt at a quiz")
        verbose_name_plural = _("attempts at quizzes")
        ordering: ClassVar = ["-begun_at"]
        indexes: ClassVar = [models.Index(fields=["activity_id", "learner"], name="quizattempt_activity")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "lesson_code", "activity_id", "number"], name="quizattempt_number_uniq"),
            models.UniqueConstraint(
                fields=["learner", "lesson_code", "activity_id"], condition=Q(handed_in_at=None), name="quizattempt_one_open"
            ),
            models.CheckConstraint(
                condition=Q(handed_in_at=None, score=None, right=None, out_of=None)
                | Q(handed_in_at__isnull=False, score__isnull=False, right__isnull=False, out_of__isnull=False),
                name="quizattempt_marked_when_in",
                violation_error_message=_("A quiz is marked when it is handed in, and not before."),
            ),
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=100), name="quizattempt_score_is_percent"),
            models.CheckConstraint(
                condition=Q(right=None) | Q(right__lte=F("out_of")),
                name="quizattempt_right_of_all",
                violation_error_message=_("No more can be right than was asked."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.lesson_code} #{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("exams:quiz", args=[self.pk])

    @property
    def draw(self) -> Draw:
        return Draw.of(self.terms["draw"])

    @property
    def needed(self) -> int:
        """The score from which it is passed."""
        return int(self.terms["rule"]["at_least"])

    @property
    def is_void(self) -> bool:
        """Handed in when every question of it had been struck: nothing was asked, so it counts for nobody and uses up no turn."""
        return self.out_of == 0

    @property
    def passed(self) -> bool:
        return self.score is not None and self.score >= self.needed and not self.is_void


class QuizQuestion(models.Model):
    """One question of an attempt (测验题): the wording drawn, the order of its choices, the answer, and what it earned."""

    attempt = models.ForeignKey(
        QuizAttempt, on_delete=models.PROTECT, related_name="questions", verbose_name=_("attempt at a quiz")
    )
    slot = models.PositiveSmallIntegerField(_("slot"))
    item_version = models.ForeignKey(
        ItemVersion, on_delete=models.PROTECT, related_name="quiz_questions", verbose_name=_("item version")
    )
    choice_order = models.JSONField(_("order of choices"), default=list)
    max_marks = models.DecimalField(_("marks"), max_digits=6, decimal_places=2)
    value = models.JSONField(_("answer"), null=True)
    is_answered = models.BooleanField(_("answered"), default=False)
    marks = models.DecimalField(_("marks earned"), max_digits=6, decimal_places=2, null=True)
    key = models.ForeignKey(AnswerKey, on_delete=models.PROTECT, related_name="+", verbose_name=_("answer key"), null=True)

    class Meta:
        verbose_name = _("question of a quiz")
        verbose_name_plural = _("questions of quizzes")
        ordering: ClassVar = ["attempt", "slot"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "slot"], name="quizquestion_slot_uniq"),
            models.UniqueConstraint(fields=["attempt", "item_version"], name="quizquestion_version_uniq"),
            models.CheckConstraint(
                condition=Q(marks=None) | Q(marks__gte=Decimal(0), marks__lte=F("max_marks")),
                name="quizquestion_marks_of_max",
                violation_error_message=_("A question earns no more than its marks."),
            ),
            models.CheckConstraint(
                condition=Q(marks=None, key=None) | Q(marks__isnull=False, key__isnull=False),
                name="quizquestion_marked_by_a_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.slot}"

    @property
    def as_item(self) -> AttemptItem:
        """As an item of a paper that belongs to nobody, so that it looks, and is marked, as in an exam."""
        return AttemptItem(
            slot=self.slot, item_version=self.item_version, choice_order=self.choice_order, max_marks=self.max_marks
        )
