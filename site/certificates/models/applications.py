"""Applications for certificates that a person decides about: what is applied for, with which evidence, and what was decided."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certificates.models.certificates import Certificate
from certificates.models.schemes import Scheme, SchemeVersion
from certificates.permissions import handles_applications
from certificates.requirements import EXAMINED, TRAINED, Requirement
from core.dates import now
from exams.models import Result

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from accounts.models import User


def _person(label: "_StrPromise", related_name: str = "+") -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name=related_name, verbose_name=label
    )


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """One's own; whoever decides sees all that were submitted, never a draft."""
        if not user.is_authenticated:
            return self.none()
        own = Q(holder=user.pk)
        return self.filter(own | Q(submitted_at__isnull=False)) if handles_applications(user) else self.filter(own)

    def held_by(self, user: "User | AbstractBaseUser") -> Self:
        """A person's own, whoever asks."""
        return self.filter(holder_id=user.pk)

    def open(self) -> Self:
        """Those on which something may still happen."""
        return self.filter(state__in=Application.OPEN)

    def pending(self) -> Self:
        """Those that wait for the office."""
        return self.filter(state=Application.State.SUBMITTED)

    def overdue(self) -> Self:
        return self.pending().filter(due_at__lt=now())

    def told(self) -> Self:
        """With scheme, version, result, certificate and people at hand (one query)."""
        return self.select_related(
            "scheme", "scheme_version", "holder", "decided_by", "certificate", "result__attempt__exam", "result__attempt__sitting"
        )


class Application(models.Model):
    """A person applies for a certificate of a scheme (证书申请). Its course is told by its steps.

    Until it is submitted it follows the version in force; from then on it is judged by that one, whatever is published later.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft, not submitted yet")
        SUBMITTED = "submitted", _("Submitted, awaiting the decision")
        RETURNED = "returned", _("Returned, something is missing")
        GRANTED = "granted", _("Decided: certificate granted")
        REFUSED = "refused", _("Decided: certificate refused")
        WITHDRAWN = "withdrawn", _("Taken back by the applicant")

    class Route(models.TextChoices):
        TRAINED = TRAINED, _("Training and exam")
        EXAMINED = EXAMINED, _("Exam without training here")

    OPEN = ("draft", "submitted", "returned")
    WRITABLE = ("draft", "returned")
    DECIDED = ("granted", "refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications", verbose_name=_("applicant")
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="applications", verbose_name=_("scheme"))
    scheme_version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="applications", verbose_name=_("scheme version")
    )
    route = models.CharField(_("route"), max_length=10, choices=Route, default=Route.EXAMINED)
    # Which of the version's alternatives the applicant meets, counted from nought.
    entry = models.PositiveSmallIntegerField(_("entry requirement"), null=True, blank=True)
    statement = models.TextField(_("what the applicant adds"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    begun_at = models.DateTimeField(_("begun at"), default=now)
    written_at = models.DateTimeField(_("written at"), default=now)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    due_at = models.DateTimeField(_("to be decided by"), null=True, blank=True)
    # The pass it rests on, as it stood when it was submitted.
    result = models.ForeignKey(
        Result, on_delete=models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("result")
    )
    decided_by = _person(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reasons = models.TextField(_("reasons of the decision"), blank=True)
    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, related_name="application", verbose_name=_("certificate")
    )

    # The refused one that it goes on from, because an appeal against the refusal was upheld.
    reopens = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reopened", verbose_name=_("refused before as")
    )
    # When its words and files were cleared (clearing); then the words read "*".
    forgotten_at = models.DateTimeField(_("words removed at"), null=True, blank=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application for a certificate")
        verbose_name_plural = _("applications for certificates")
        ordering: ClassVar = [F("due_at").asc(nulls_last=True), "-begun_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["holder", "scheme"],
                condition=Q(state__in=["draft", "submitted", "returned"]),
                name="application_one_open_uniq",
                violation_error_message=_("An application for this certificate is already under way."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["granted", "refused"], decided_by__isnull=False, decided_at__isnull=False) & ~Q(reasons="")
                | Q(state__in=["draft", "submitted", "returned", "withdrawn"], decided_by=None, decided_at=None, reasons=""),
                name="application_decided_with_reasons",
                violation_error_message=_("A decision has someone who made it, a day and reasons."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("holder")),
                name="application_decider_not_holder",
                violation_error_message=_("Nobody decides about an application of one's own."),
            ),
            models.CheckConstraint(
                condition=Q(state="granted", certificate__isnull=False) | (~Q(state="granted") & Q(certificate=None)),
                name="application_granted_has_certificate",
                violation_error_message=_("A granted application has its certificate, and no other has one."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None)
                | (~Q(state="draft") & Q(submitted_at__isnull=False, result__isnull=False)),
                name="application_submitted_with_result",
                violation_error_message=_("What was submitted rests on a result."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="application_state_due")]

    def __str__(self) -> str:
        return f"{self.scheme.code} {self.holder}"

    def get_absolute_url(self) -> str:
        return reverse("certificates:application", args=[self.pk])

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """What has to be shown by files on its route."""
        return self.scheme_version.demands.on(self.route)

    @property
    def is_writable(self) -> bool:
        return self.state in self.WRITABLE

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_decided(self) -> bool:
        return self.state in self.DECIDED

    @property
    def is_overdue(self) -> bool:
        return self.state == self.State.SUBMITTED and self.due_at is not None and self.due_at < now()

    def goes_on_in(self) -> "Application | None":
        """The application in which a refused one goes on, its appeal having been upheld (one query)."""
        return Application.objects.filter(reopens=self).first() if self.state == self.State.REFUSED else None


class ApplicationStep(models.Model):
    """One step of an application (申请步骤), in the words of whoever took it. Append-only."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("The application was submitted")
        RETURNED = "returned", _("It was returned to the applicant")
        EXEMPTED = "exempted", _("An exception from impartiality was made")
        GRANTED = "granted", _("The certificate was granted")
        REFUSED = "refused", _("The certificate was refused")
        WITHDRAWN = "withdrawn", _("The applicant took it back")
        REOPENED = "reopened", _("An appeal was upheld: it is looked at anew")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="steps", verbose_name=_("application for a certificate")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    text = models.TextField(_("text"), blank=True)
    # What is missing (returned): the codes of requirements.
    codes = models.JSONField(_("requirements"), default=list)
    # Who may decide all the same (exempted).
    person = _person(_("who may decide all the same"))
    at = models.DateTimeField(_("at"), default=now)
    forgotten_at = models.DateTimeField(_("words removed at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("step of an application")
        verbose_name_plural = _("steps of applications")
        ordering: ClassVar = ["application", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "number"],
                name="applicationstep_number_uniq",
                violation_error_message=_("This application already has a step with this number."),
            ),
            models.CheckConstraint(
                condition=(Q(kind="exempted", person__isnull=False) & ~Q(person=F("author")) & ~Q(text=""))
                | (~Q(kind="exempted") & Q(person=None)),
                name="applicationstep_exempted_by_another",
                violation_error_message=_("An exception is made by somebody else, and says why."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["returned", "granted", "refused"]) | ~Q(text=""),
                name="applicationstep_office_says_why",
                violation_error_message=_("The office says why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.number}"


class Finding(models.Model):
    """What somebody in the office found when looking at one requirement (材料核查). Append-only; the newest holds.

    Of work that is marked (a report, a practical test) it is the mark: whoever gave it does not decide.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="findings", verbose_name=_("application for a certificate")
    )
    code = models.CharField(_("requirement"), max_length=20)
    met = models.BooleanField(_("good enough"))
    note = models.CharField(_("what was found"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("looked at by"))
    at = models.DateTimeField(_("at"), default=now)
    forgotten_at = models.DateTimeField(_("words removed at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering: ClassVar = ["application", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(met=True) | ~Q(note=""),
                name="finding_wanting_says_why",
                violation_error_message=_("Say what is wanting."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.code} {self.met}"
