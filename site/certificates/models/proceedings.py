"""Proceedings: what is held against a certificate, what its holder says to it, and what was decided by somebody else."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certificates.models.certificates import Certificate
from certificates.models.events import CertificateEvent
from certificates.permissions import handles_proceedings
from core.dates import now

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from accounts.models import User


def _person(label: "_StrPromise", *, null: bool = True) -> "models.ForeignKey[User, User]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=null, blank=null, related_name="+", verbose_name=label
    )


class ProceedingQuerySet(models.QuerySet["Proceeding"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """Those about one's own certificates; whoever handles them sees all."""
        if not user.is_authenticated:
            return self.none()
        return self if handles_proceedings(user) else self.filter(certificate__holder=user.pk)

    def pending(self) -> Self:
        """Those in which the office owes a decision."""
        return self.filter(state__in=[Proceeding.State.OPEN, Proceeding.State.APPEALED])

    def overdue(self) -> Self:
        """Those whose next step is late: a decision, or what follows a suspension that has run its time."""
        return self.exclude(state=Proceeding.State.CLOSED).filter(due_at__lt=now())

    def told(self) -> Self:
        """With certificate, scheme and people at hand (one query)."""
        return self.select_related(
            "certificate__scheme", "certificate__scheme_version", "certificate__holder", "opened_by", "decided_by"
        )


class Proceeding(models.Model):
    """A measure that is intended against a certificate (处理事项): announced with reasons, answered, decided, appealed.

    Its course is told by its steps. Whoever opens it does not decide it, and whoever decided it decides no appeal.
    """

    class Measure(models.TextChoices):
        SUSPENDED = "suspended", _("Suspension")
        WITHDRAWN = "withdrawn", _("Withdrawal")

    class Decision(models.TextChoices):
        NONE = "none", _("No measure")
        SUSPENDED = "suspended", _("Suspension")
        WITHDRAWN = "withdrawn", _("Withdrawal")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("Upheld: the measure is undone")
        DISMISSED = "dismissed", _("Not upheld: the measure stands")

    class State(models.TextChoices):
        OPEN = "open", _("Awaiting the decision")
        DECIDED = "decided", _("A measure is in force")
        APPEALED = "appealed", _("Awaiting the decision on the appeal")
        CLOSED = "closed", _("At an end")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="proceedings", verbose_name=_("certificate")
    )
    measure = models.CharField(_("intended measure"), max_length=12, choices=Measure)
    ground = models.CharField(_("ground"), max_length=12, choices=CertificateEvent.Reason)
    reasons = models.TextField(_("reasons"))
    opened_by = _person(_("opened by"), null=False)
    opened_at = models.DateTimeField(_("opened at"), default=now)
    answer_by = models.DateTimeField(_("to be answered by"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    # When the office's next step is due; none once the proceeding is at an end.
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)

    decision = models.CharField(_("decision"), max_length=12, choices=Decision, blank=True)
    decided_by = _person(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reasons = models.TextField(_("reasons of the decision"), blank=True)
    appeal_by = models.DateTimeField(_("appeal possible until"), null=True, blank=True)
    suspended_until = models.DateField(_("suspended until"), null=True, blank=True)
    prolonged = models.PositiveSmallIntegerField(_("times prolonged"), default=0)

    appealed_at = models.DateTimeField(_("appealed at"), null=True, blank=True)
    outcome = models.CharField(_("decision on the appeal"), max_length=12, choices=Outcome, blank=True)
    appeal_decided_by = _person(_("appeal decided by"))
    appeal_decided_at = models.DateTimeField(_("appeal decided at"), null=True, blank=True)

    # When its words were taken away with the certificate's name (forgetting); then they read "*".
    forgotten_at = models.DateTimeField(_("words removed at"), null=True, blank=True, editable=False)

    objects = ProceedingQuerySet.as_manager()

    class Meta:
        verbose_name = _("proceeding")
        verbose_name_plural = _("proceedings")
        ordering: ClassVar = [F("due_at").asc(nulls_last=True), "-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(state="open"),
                name="proceeding_one_open_uniq",
                violation_error_message=_("A measure against this certificate is already under way."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("opened_by")),
                name="proceeding_decider_not_opener",
                violation_error_message=_("Whoever opened a proceeding does not decide it."),
            ),
            models.CheckConstraint(
                condition=Q(appeal_decided_by=None)
                | (~Q(appeal_decided_by=F("opened_by")) & ~Q(appeal_decided_by=F("decided_by"))),
                name="proceeding_appeal_by_another",
                violation_error_message=_("An appeal is decided by somebody who had no part in the measure."),
            ),
            models.CheckConstraint(
                condition=~Q(measure="suspended") | ~Q(decision="withdrawn"),
                name="proceeding_not_heavier",
                violation_error_message=_("Nothing heavier is decided than what was announced."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", decision="", decided_by=None, decided_at=None)
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(state="open")
                    & ~Q(decision="")
                    & ~Q(decision_reasons="")
                ),
                name="proceeding_decided_with_reasons",
                violation_error_message=_("A decision has someone who made it, a day and reasons."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", appeal_decided_by=None, appeal_decided_at=None)
                | (
                    Q(appealed_at__isnull=False, appeal_decided_by__isnull=False, appeal_decided_at__isnull=False)
                    & ~Q(outcome="")
                ),
                name="proceeding_outcome_of_an_appeal",
                violation_error_message=_("The outcome of an appeal has someone who decided it, and a day."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="proceeding_state_due")]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} {self.certificate}"

    def get_absolute_url(self) -> str:
        return reverse("certificates:proceeding", args=[self.pk])

    def others(self) -> ProceedingQuerySet:
        """The other proceedings about this holder's certificates of the scheme, corrected and renewed ones included."""
        held = Proceeding.objects.filter(
            certificate__holder_id=self.certificate.holder_id, certificate__scheme_id=self.certificate.scheme_id
        )
        return held.exclude(pk=self.pk)

    @property
    def is_pending(self) -> bool:
        return self.state in (self.State.OPEN, self.State.APPEALED)

    @property
    def is_overdue(self) -> bool:
        return self.state != self.State.CLOSED and self.due_at is not None and self.due_at < now()

    @property
    def may_be_answered(self) -> bool:
        """Until the decision; an answer that comes late is read all the same if nothing was decided yet."""
        return self.state == self.State.OPEN

    @property
    def may_be_appealed(self) -> bool:
        return self.state == self.State.DECIDED and self.appealed_at is None and bool(self.appeal_by and now() <= self.appeal_by)


class Step(models.Model):
    """One step of a proceeding (处理步骤), in the words of whoever took it. Append-only."""

    class Kind(models.TextChoices):
        NOTICED = "noticed", _("The measure was announced")
        SUSPENDED = "suspended", _("Suspended at once")
        STATED = "stated", _("The holder answered")
        DECIDED = "decided", _("Decided")
        PROLONGED = "prolonged", _("The suspension was prolonged")
        APPEALED = "appealed", _("The holder appealed")
        APPEAL_DECIDED = "appeal", _("The appeal was decided")
        REINSTATED = "reinstated", _("Reinstated")

    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="steps", verbose_name=_("proceeding"))
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    author = _person(_("author"), null=False)
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("at"), default=now)
    # When its words were taken away with the certificate's name (forgetting); then they read "*".
    forgotten_at = models.DateTimeField(_("words removed at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("step of a proceeding")
        verbose_name_plural = _("steps of proceedings")
        ordering: ClassVar = ["proceeding", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["proceeding", "number"],
                name="step_number_uniq",
                violation_error_message=_("This proceeding already has a step with this number."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.proceeding_id} {self.number}"
