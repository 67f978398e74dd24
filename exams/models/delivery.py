"""The delivery: one person's attempt, its paper, every answer as it came in, and what else happened."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.dates import now
from exams.models.bank import ItemVersion
from exams.models.exam import Exam, ExamVersion, Pool
from exams.models.registration import Registration
from exams.models.sitting import Sitting, runs_exams

if TYPE_CHECKING:
    from accounts.models import User


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """One's own attempts; examiners and administrators see all."""
        if not user.is_authenticated:
            return self.none()
        return self if runs_exams(user) else self.filter(candidate_id=user.pk)

    def of(self, candidate: "User", exam: Exam) -> Self:
        """One person's attempts at one exam, void ones left out: those that count."""
        return self.filter(candidate=candidate, exam=exam).exclude(state=Attempt.State.VOID)

    def open(self) -> Self:
        """Attempts still being written."""
        return self.filter(state=Attempt.State.IN_PROGRESS)

    def overdue(self, at: dt.datetime | None = None) -> Self:
        """Open attempts whose deadline has passed; `Attempt.is_over` says whether the grace has, too."""
        return self.open().filter(deadline_at__lt=at or clock.now())

    def told(self) -> Self:
        """With exam, rules and sitting at hand (one query)."""
        return self.select_related("exam", "exam_version", "sitting")


class Attempt(models.Model):
    """One person's go at an exam (作答). `deadline_at` is written once, by the server; only a time grant moves it."""

    class State(models.TextChoices):
        IN_PROGRESS = "in_progress", _("In progress")
        SUBMITTED = "submitted", _("Handed in")
        MARKED = "marked", _("Marked")
        RELEASED = "released", _("Result released")
        VOID = "void", _("Void")

    class Reason(models.TextChoices):
        CANDIDATE = "candidate", _("Handed in by the candidate")
        DEADLINE = "deadline", _("Time ran out")
        INVIGILATOR = "invigilator", _("Ended by the invigilator")
        PAPER = "paper", _("Written on paper, typed in")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("candidate")
    )
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("exam"))
    exam_version = models.ForeignKey(
        ExamVersion, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("exam version")
    )
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, null=True, related_name="attempts", verbose_name=_("sitting"))
    # Null only for practice.
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, related_name="attempts", verbose_name=_("registration")
    )
    ordinal = models.PositiveSmallIntegerField(_("attempt number"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.IN_PROGRESS)
    seed = models.BigIntegerField(_("seed"))
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("item pool"))
    session_epoch = models.PositiveIntegerField(_("session"), default=1)
    started_at = models.DateTimeField(pgettext_lazy("of an attempt", "started at"))
    deadline_at = models.DateTimeField(_("deadline"))
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    submit_reason = models.CharField(_("ended because"), max_length=12, choices=Reason, blank=True)
    paper_sha256 = models.CharField(_("fingerprint of the paper"), max_length=64)
    receipt_sha256 = models.CharField(_("receipt"), max_length=64, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering: ClassVar = ["-started_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate", "exam"],
                condition=Q(state="in_progress"),
                name="attempt_one_open_uniq",
                violation_error_message=_("This person is already writing this exam."),
            ),
            models.UniqueConstraint(
                fields=["candidate", "exam", "ordinal"],
                name="attempt_ordinal_uniq",
                violation_error_message=_("This person already has an attempt with this number."),
            ),
            models.UniqueConstraint(
                fields=["registration"],
                condition=~Q(state="void"),
                name="attempt_registration_uniq",
                violation_error_message=_("This registration has already been used."),
            ),
            models.CheckConstraint(
                condition=Q(deadline_at__gt=F("started_at")),
                name="attempt_deadline_after_start",
                violation_error_message=_("The deadline comes after the start."),
            ),
            models.CheckConstraint(
                condition=Q(state="void")
                | Q(state="in_progress", submitted_at__isnull=True)
                | (~Q(state="in_progress") & Q(submitted_at__isnull=False)),
                name="attempt_submitted_iff_closed",
                violation_error_message=_("An attempt is handed in exactly when it is no longer in progress."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "deadline_at"], name="attempt_state_deadline")]

    def __str__(self) -> str:
        return f"{self.exam_id} #{self.ordinal} {self.candidate_id}"

    def get_absolute_url(self) -> str:
        return reverse("exams:attempt", args=[self.pk])

    @property
    def in_progress(self) -> bool:
        return self.state == self.State.IN_PROGRESS

    @property
    def last_moment(self) -> dt.datetime:
        """Until when an answer counts: the deadline and the grace, the same for all."""
        return self.deadline_at + self.exam_version.grace

    def is_over(self, at: dt.datetime | None = None) -> bool:
        """Whether deadline and grace have passed."""
        return (at or clock.now()) > self.last_moment

    def remaining_ms(self, at: dt.datetime | None = None) -> int:
        """Milliseconds left to the deadline; never negative, nought once handed in."""
        if not self.in_progress:
            return 0
        return max(0, int((self.deadline_at - (at or clock.now())).total_seconds() * 1000))


class AttemptItem(models.Model):
    """One slot of a paper (试卷题): which version is asked, in which order its choices stand. Append-only."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="items", verbose_name=_("attempt"))
    slot = models.PositiveSmallIntegerField(_("slot"))
    item_version = models.ForeignKey(
        ItemVersion, on_delete=models.PROTECT, related_name="attempt_items", verbose_name=_("item version")
    )
    choice_order = models.JSONField(_("order of choices"), default=list)
    max_marks = models.DecimalField(_("marks"), max_digits=6, decimal_places=2)
    # Empty for a case: its parts tell their areas.
    area = models.CharField(_("area"), max_length=10, blank=True)
    parts = models.JSONField(_("parts"), default=list)

    class Meta:
        verbose_name = _("item of a paper")
        verbose_name_plural = _("items of a paper")
        ordering: ClassVar = ["attempt", "slot"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt", "slot"],
                name="attemptitem_slot_uniq",
                violation_error_message=_("This slot of the paper is taken."),
            ),
            models.UniqueConstraint(
                fields=["attempt", "item_version"],
                name="attemptitem_version_uniq",
                violation_error_message=_("This item is already in the paper."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.slot}"


class Response(models.Model):
    """An answer as it came in (答案). Append-only: the newest `seq` of a slot that is not late counts."""

    attempt_item = models.ForeignKey(
        AttemptItem, on_delete=models.PROTECT, related_name="responses", verbose_name=_("item of a paper")
    )
    seq = models.PositiveIntegerField(_("sequence number"))
    value = models.JSONField(_("answer"), null=True)
    epoch = models.PositiveIntegerField(_("session"))
    client_at = models.DateTimeField(_("typed at, by the device"), null=True)
    received_at = models.DateTimeField(_("received at"))
    late = models.BooleanField(_("late"), default=False)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering: ClassVar = ["attempt_item", "-seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt_item", "seq"],
                name="response_seq_uniq",
                violation_error_message=_("An answer with this sequence number is already stored."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt_item_id} #{self.seq}"


class TimeGrant(models.Model):
    """Time given in mid-exam (补时), with its reason and who gave it. Append-only."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="time_grants", verbose_name=_("attempt"))
    seconds = models.PositiveIntegerField(_("seconds"))
    reason = models.CharField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted at"), default=now)

    class Meta:
        verbose_name = _("time grant")
        verbose_name_plural = _("time grants")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(seconds__gt=0),
                name="timegrant_seconds_positive",
                violation_error_message=_("Time is given, never taken away."),
            )
        ]

    def __str__(self) -> str:
        return f"+{self.seconds} s"


class AttemptEvent(models.Model):
    """Something that happened in an attempt (作答记录), chained by digest to what happened before. Append-only."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="events", verbose_name=_("attempt"))
    number = models.PositiveIntegerField(_("event number"))
    kind = models.CharField(_("kind"), max_length=30)
    at = models.DateTimeField(_("at"))
    data = models.JSONField(_("data"), default=dict)
    prev_sha256 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("attempt event")
        verbose_name_plural = _("attempt events")
        ordering: ClassVar = ["attempt", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt", "number"],
                name="attemptevent_number_uniq",
                violation_error_message=_("This attempt already has an event with this number."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
