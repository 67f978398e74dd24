"""Continuing education that did not happen here: what is claimed, what was credited, and under which profile one works."""

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.permissions import keeps_register
from core.dates import now, today

if TYPE_CHECKING:
    from accounts.models import User

Row = TypeVar("Row", bound=models.Model)


class HeldQuerySet(models.QuerySet[Row]):
    """Rows that belong to one holder."""

    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """One's own; whoever keeps the register sees all."""
        if not user.is_authenticated:
            return self.none()
        return self if keeps_register(user) else self.filter(holder_id=user.pk)

    def held_by(self, user: "User | AbstractBaseUser") -> Self:
        """A person's own, whoever asks."""
        return self.filter(holder_id=user.pk)


class Kind(models.TextChoices):
    """Kinds of activity outside the platform (renewal_rules.Kind without the lesson)."""

    COURSE = "course", _("Training course")
    MEETING = "meeting", _("Conference or lecture")
    TEACHING = "teaching", _("Teaching others")
    PUBLICATION = "publication", _("Paper, book or standard")
    PROJECT = "project", _("Quality improvement project")


class Area(models.TextChoices):
    LAW = "law", _("Quality law and quality safety")
    DUTY = "duty", _("Work in the post")
    METHODS = "methods", _("Inspection, measurement and statistics")
    MANAGEMENT = "management", _("Quality management and improvement")


class ActivityClaimQuerySet(HeldQuerySet["ActivityClaim"]):
    def pending(self) -> Self:
        """Not decided yet, the oldest first."""
        return self.filter(decided_at=None).order_by("claimed_at")


class ActivityClaim(models.Model):
    """An activity elsewhere that a holder wants to count (继续教育申报), with its evidence. Decided once, by another person."""

    class Verdict(models.TextChoices):
        VERIFIED = "verified", _("Hours recognised")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Claim taken back")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="activity_claims", verbose_name=_("holder")
    )
    kind = models.CharField(_("kind of activity"), max_length=12, choices=Kind)
    area = models.CharField(_("what it was about"), max_length=12, choices=Area)
    title = models.CharField(_("name of the activity"), max_length=120)
    organiser = models.CharField(_("organiser of the activity"), max_length=120)
    done_on = models.DateField(_("last day of the activity"))
    hours = models.DecimalField(_("hours of the activity"), max_digits=4, decimal_places=1)
    evidence_key = models.CharField(_("file"), max_length=200)
    evidence_name = models.CharField(_("name of the file"), max_length=120)
    evidence_mime = models.CharField(_("type of the file"), max_length=40)
    evidence_size = models.PositiveIntegerField(_("bytes"))
    evidence_sha256 = models.CharField(_("SHA-256"), max_length=64)
    claimed_at = models.DateTimeField(_("handed in"), default=now)
    verdict = models.CharField(_("decision"), max_length=12, choices=Verdict, blank=True)
    hours_granted = models.DecimalField(_("hours granted"), max_digits=4, decimal_places=1, null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects = ActivityClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("outside activity")
        verbose_name_plural = _("outside activities")
        ordering: ClassVar = ["-claimed_at"]
        indexes: ClassVar = [models.Index(fields=["holder", "done_on"], name="claim_holder_done")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hours__gt=0),
                name="claim_hours_positive",
                violation_error_message=_("An activity has more than no hours."),
            ),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at=None, decided_by=None, hours_granted=None)
                | Q(verdict="verified", decided_at__isnull=False, decided_by__isnull=False, hours_granted__gt=0)
                | Q(verdict__in=["refused", "withdrawn"], decided_at__isnull=False, decided_by__isnull=False, hours_granted=None),
                name="claim_decided_whole",
                violation_error_message=_("A decision says who, when, and how many hours."),
            ),
            models.CheckConstraint(
                condition=Q(verdict="withdrawn", decided_by=F("holder"))
                | (~Q(verdict="withdrawn") & (Q(decided_by=None) | ~Q(decided_by=F("holder")))),
                name="claim_decider_not_holder",
                violation_error_message=_("Nobody decides about an activity of one's own."),
            ),
            models.CheckConstraint(
                condition=~Q(verdict="refused") | ~Q(reason=""),
                name="claim_refusal_has_reason",
                violation_error_message=_("A refusal says why."),
            ),
            models.CheckConstraint(
                condition=Q(hours_granted=None) | Q(hours_granted__lte=F("hours")),
                name="claim_granted_within_claimed",
                violation_error_message=_("No more hours are granted than were claimed."),
            ),
            models.UniqueConstraint(
                fields=["holder", "evidence_sha256"],
                condition=Q(verdict__in=["", "verified"]),
                name="claim_evidence_uniq",
                violation_error_message=_("This file is already the evidence of another activity of yours."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_pending(self) -> bool:
        return self.decided_at is None


class EducationCredit(models.Model):
    """Hours of continuing education from elsewhere (继续教育学时). Append-only: a mistake is mended by a reversing row.

    Lessons learned here are not copied: they are read from the courses' own ledger, so that no hour is kept twice.
    Hours belong to a person; for which certificates they count is for the rules of each scheme to say.
    """

    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="education_credits", verbose_name=_("holder")
    )
    kind = models.CharField(_("kind of activity"), max_length=12, choices=Kind)
    area = models.CharField(_("what it was about"), max_length=12, choices=Area)
    title = models.CharField(_("name of the activity"), max_length=120)
    hours = models.DecimalField(_("hours of the activity"), max_digits=4, decimal_places=1)
    done_on = models.DateField(_("day"))
    # Whence it comes: "claim:<id>", "reversal:<id>", and whatever an upper room brings ("event:<id>").
    source_ref = models.CharField(_("source"), max_length=80)
    claim = models.OneToOneField(
        ActivityClaim, on_delete=models.PROTECT, null=True, related_name="credit", verbose_name=_("outside activity")
    )
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversal", verbose_name=_("takes back")
    )
    note = models.CharField(_("reason"), max_length=300, blank=True)
    # Null: by rule.
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("verified by")
    )
    at = models.DateTimeField(_("at"), default=now)

    objects = HeldQuerySet["EducationCredit"].as_manager()

    class Meta:
        verbose_name = _("continuing education")
        verbose_name_plural = _("continuing education")
        ordering: ClassVar = ["-done_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["holder", "source_ref"],
                name="credit_source_uniq",
                violation_error_message=_("This activity has been credited already."),
            ),
            models.CheckConstraint(
                condition=Q(reverses=None, hours__gt=0) | Q(reverses__isnull=False, hours__lt=0, claim=None),
                name="credit_negative_is_reversal",
                violation_error_message=_("Only what takes another entry back is negative."),
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("holder")),
                name="credit_verifier_not_holder",
                violation_error_message=_("Nobody decides about an activity of one's own."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} {self.source_ref} {self.hours}"


class SectorDeclaration(models.Model):
    """From when on a person works under a profile of the rules (行业申报): "food", or none any more. Append-only."""

    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sector_declarations", verbose_name=_("holder")
    )
    profile = models.CharField(_("sector of work"), max_length=20, blank=True)
    since = models.DateField(_("holds from"), default=today)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("declared by")
    )
    declared_at = models.DateTimeField(_("at"), default=now)

    objects = HeldQuerySet["SectorDeclaration"].as_manager()

    class Meta:
        verbose_name = _("sector of work")
        verbose_name_plural = _("sectors of work")
        ordering: ClassVar = ["since", "pk"]

    def __str__(self) -> str:
        return f"{self.holder_id} {self.profile or '—'} {self.since}"
