"""Hours of colleges (院校学时认定): the agreement they are recognised under, and each proposal with its decision."""

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.models import EducationCredit
from certificates.permissions import keeps_register
from core.dates import now, today
from courses.models import Course
from organisations.models import Organisation
from talents.models.groups import ClassMember, colleges_of

if TYPE_CHECKING:
    from accounts.models import User

# What may be recognised of a college's hours towards the course of an officer (scheme.md, R26-5).
MOST_HOURS = Decimal(16)


class CollegeAgreement(models.Model):
    """Under which hours of a college are recognised (学时认定协议): its number, the course, how many at most, until when."""

    number = models.CharField(_("number of the agreement"), max_length=40, unique=True)
    college = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("college"))
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+", verbose_name=_("hours count towards"))
    most_hours = models.DecimalField(
        _("most hours for a person"),
        max_digits=4,
        decimal_places=1,
        default=MOST_HOURS,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(MOST_HOURS)],
    )
    signed_on = models.DateField(_("signed on"))
    valid_until = models.DateField(_("in force until"))

    class Meta:
        verbose_name = _("agreement with a college")
        verbose_name_plural = _("agreements with colleges")
        ordering: ClassVar = ["-signed_on", "number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(most_hours__gt=0) & Q(most_hours__lte=16),
                name="agreement_at_most_sixteen",
                violation_error_message=_("At most sixteen hours are recognised."),
            ),
            models.CheckConstraint(condition=~Q(number=""), name="agreement_has_number"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_in_force(self) -> bool:
        return self.signed_on <= today() <= self.valid_until


class CollegeCreditQuerySet(models.QuerySet["CollegeCredit"]):
    def pending(self) -> Self:
        return self.filter(decided_at=None).order_by("proposed_at", "pk")

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own, those of the colleges one teaches for; whoever keeps the register sees all."""
        if not user.is_authenticated:
            return self.none()
        if keeps_register(user):
            return self
        return self.filter(Q(member__student=user.pk) | Q(member__group__college__in=colleges_of(user)))


class CollegeCredit(models.Model):
    """Hours a college proposes for a student (院校学时认定). Decided once, by the register, never by the college."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(
        CollegeAgreement, on_delete=models.PROTECT, related_name="credits", verbose_name=_("agreement with a college")
    )
    member = models.ForeignKey(ClassMember, on_delete=models.PROTECT, related_name="credits", verbose_name=_("student"))
    hours = models.DecimalField(_("hours proposed"), max_digits=4, decimal_places=1)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    credit = models.OneToOneField(
        EducationCredit, on_delete=models.PROTECT, null=True, related_name="college_credit", verbose_name=_("hours recognised")
    )

    objects = CollegeCreditQuerySet.as_manager()

    class Meta:
        verbose_name = _("college hours to be recognised")
        verbose_name_plural = _("college hours to be recognised")
        ordering: ClassVar = ["-proposed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "member"],
                condition=Q(decided_at=None),
                name="collegecredit_one_open",
                violation_error_message=_("Hours of this student wait for a decision already."),
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0) & Q(hours__lte=16),
                name="collegecredit_at_most_sixteen",
                violation_error_message=_("At most sixteen hours are recognised."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="collegecredit_decided_by_another",
                violation_error_message=_("Nobody decides on what he proposed himself."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(credit__isnull=False) | ~Q(reason=""), name="collegecredit_refusal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.hours}"
