"""Cases: what someone says went wrong, and what was decided about it by a person who had no part in it."""

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
from exams.models.delivery import Attempt
from exams.models.sitting import Sitting, runs_exams

if TYPE_CHECKING:
    from accounts.models import User


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """What one opened oneself, and what is held against one's own attempt; examiners and administrators see all."""
        if not user.is_authenticated:
            return self.none()
        if runs_exams(user):
            return self
        return self.filter(Q(opened_by=user.pk) | Q(attempt__candidate=user.pk, kind=Case.Kind.INTEGRITY))

    def pending(self) -> Self:
        """Cases nobody has decided yet."""
        return self.filter(state__in=[Case.State.OPEN, Case.State.ASSIGNED])

    def overdue(self) -> Self:
        return self.pending().filter(due_at__lt=clock.now())

    def told(self) -> Self:
        """With attempt, sitting, exam and people at hand (one query)."""
        return self.select_related(
            "attempt__exam", "attempt__exam_version", "sitting__exam_version__exam", "opened_by", "assigned_to", "decided_by"
        )


class Case(models.Model):
    """An appeal, a complaint, an incident or a question of integrity (个案). Its course is told by its notes.

    Its subject is one attempt, one sitting, or, for upper rooms, what `subject_ref` names ("certificates.certificate:…"):
    a foreign key points downwards, so a lower room cannot hold one to them.
    """

    class Kind(models.TextChoices):
        APPEAL = "appeal", _("Appeal")
        COMPLAINT = "complaint", _("Complaint")
        INCIDENT = "incident", _("Incident")
        INTEGRITY = "integrity", _("Integrity")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ASSIGNED = "assigned", _("Assigned")
        DECIDED = "decided", _("Decided")
        CLOSED = "closed", _("Closed")

    class Decision(models.TextChoices):
        UPHELD = "upheld", _("Upheld")
        PARTLY = "partly", _("Upheld in part")
        DISMISSED = "dismissed", _("Not upheld")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    attempt = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("attempt")
    )
    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("sitting")
    )
    subject_ref = models.CharField(_("other subject"), max_length=120, blank=True)
    # Null: opened by rule. It asks a person to look and is no verdict.
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"), default=now)
    due_at = models.DateTimeField(_("to be decided by"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("assigned to")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering: ClassVar = ["due_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(attempt__isnull=False, sitting__isnull=True, subject_ref="")
                | Q(attempt__isnull=True, sitting__isnull=False, subject_ref="")
                | (Q(attempt__isnull=True, sitting__isnull=True) & ~Q(subject_ref="")),
                name="case_one_subject",
                violation_error_message=_("A case is about one attempt, one sitting or one other thing."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(opened_by__isnull=True) | ~Q(decided_by=F("opened_by")),
                name="case_decider_not_opener",
                violation_error_message=_("Whoever opened a case does not decide it."),
            ),
            models.CheckConstraint(
                condition=Q(
                    decided_by__isnull=True, decided_at__isnull=True, decision="", state__in=["open", "assigned", "closed"]
                )
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False, state__in=["decided", "closed"])
                    & ~Q(decision="")
                    & ~Q(reasons="")
                ),
                name="case_decided_with_reasons",
                violation_error_message=_("A decision has someone who made it, a day and reasons."),
            ),
            models.UniqueConstraint(
                fields=["attempt"],
                condition=Q(kind="appeal", state__in=["open", "assigned"]),
                name="case_one_pending_appeal_uniq",
                violation_error_message=_("An appeal about this attempt is already under way."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="case_state_due")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {str(self.pk)[:8]}"

    def get_absolute_url(self) -> str:
        return reverse("exams:case", args=[self.pk])

    @property
    def is_pending(self) -> bool:
        return self.state in (self.State.OPEN, self.State.ASSIGNED)

    @property
    def is_overdue(self) -> bool:
        return self.is_pending and self.due_at < clock.now()


class CaseNote(models.Model):
    """One entry in the file of a case (个案记录): how it was opened, what was said, done and decided. Append-only."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Opened")
        NOTE = "note", pgettext_lazy("in a case", "Note")
        ASSIGNED = "assigned", _("Assigned")
        DECIDED = "decided", _("Decided")
        CLOSED = "closed", _("Closed")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes", verbose_name=_("case"))
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NOTE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    text = models.TextField(_("text"))
    # For the office alone: the candidate does not read it.
    is_internal = models.BooleanField(_("internal"), default=False)
    data = models.JSONField(_("data"), default=dict)
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("case note")
        verbose_name_plural = _("case notes")
        ordering: ClassVar = ["case", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "number"],
                name="casenote_number_uniq",
                violation_error_message=_("This case already has a note with this number."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"
