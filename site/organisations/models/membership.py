"""Who belongs to a body (成员), as what, from when to when; who asked to, and who was invited."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.dates import now, today
from core.letters import SentOnce
from organisations.models.organisation import OPERATE, Department, Organisation

if TYPE_CHECKING:
    from accounts.models import User


class Role(models.TextChoices):
    """What a person may do in a body: learn; look after its training; answer for its people and settings."""

    LEARNER = "learner", _("Learner")
    TRAINING_OFFICER = "training_officer", _("Training officer")
    MANAGER = "manager", _("Manager")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """One's own, and those of the bodies whose training one looks after; an operator sees all.

        Who has left stands in the list of those who left, with the days; what such a person learns is nobody's there any more.
        """
        if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
            return self.none()
        if user.has_perm(OPERATE):
            return self
        mine = Organisation.objects.trained_by(user)
        return self.filter(Q(person_id=user.pk) | Q(organisation__in=mine.values("pk")))

    def open(self) -> Self:
        """Who belongs today."""
        return self.filter(until=None)

    def former(self) -> Self:
        """Who has left."""
        return self.exclude(until=None)

    def present(self) -> Self:
        """Who belongs and has an account tied to the membership: whose learning the body may see."""
        return self.open().exclude(person=None)

    def told(self) -> Self:
        """With person and department at hand (one query)."""
        return self.select_related("person", "department")


class Membership(models.Model):
    """A person belongs to a body (成员) from a day until a day. Ended, never deleted.

    A row of a roster is a membership without a person: what the body knows of somebody. The person ties the account to
    it by accepting the invitation, so that no body sees what somebody learns by merely writing down an address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="members", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("person"),
        null=True,
        blank=True,
    )
    name = models.CharField(_("name on the roster"), max_length=60)
    employee_number = models.CharField(_("employee number"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail on the roster"), blank=True)
    phone = models.CharField(_("mobile phone"), max_length=20, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="members", verbose_name=_("department"), null=True, blank=True
    )
    post = models.CharField(_("post"), max_length=60, blank=True)
    role = models.CharField(_("role in the organisation"), max_length=20, choices=Role, default=Role.LEARNER)
    since = models.DateField(_("belongs since"), default=today)
    until = models.DateField(_("left on"), null=True, blank=True)
    joined_on = models.DateField(_("account tied on"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of an organisation")
        verbose_name_plural = _("members of organisations")
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "until", "name"], name="membership_list"),
            models.Index(fields=["person", "until"], name="membership_person"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(until=None) & ~Q(person=None),
                name="membership_one_open_uniq",
                violation_error_message=_("This person belongs to the organisation already."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "employee_number"],
                condition=Q(until=None) & ~Q(employee_number=""),
                name="membership_number_uniq",
                violation_error_message=_("Another member has this employee number."),
            ),
            models.UniqueConstraint(
                F("organisation"),
                Lower("email"),
                condition=Q(until=None) & ~Q(email=""),
                name="membership_email_uniq",
                violation_error_message=_("Another member has this e-mail address."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "phone"],
                condition=Q(until=None) & ~Q(phone=""),
                name="membership_phone_uniq",
                violation_error_message=_("Another member has this mobile phone."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="membership_days_ordered",
                violation_error_message=_("One leaves on the day one came or later."),
            ),
            # Who answers for a body has signed in: a row of a roster answers for nothing.
            models.CheckConstraint(
                condition=Q(role="learner") | ~Q(person=None) | ~Q(until=None),
                name="membership_role_needs_person",
                violation_error_message=_("Only somebody with an account can look after others."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.until is None

    @property
    def seen_from(self) -> dt.date:
        """From which day on the body sees what the person learns: not from before the person agreed to it."""
        return self.joined_on or self.since

    @property
    def trains(self) -> bool:
        """Whether this person looks after the training of the others."""
        return self.is_open and self.role in (Role.MANAGER, Role.TRAINING_OFFICER)


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self) -> Self:
        """Nobody has decided yet."""
        return self.filter(decided_at=None)


class JoinRequest(models.Model):
    """Somebody with the code asks to join (申请加入). A manager lets the person in, or not, with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="join_requests", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="join_requests", verbose_name=_("person")
    )
    asked_at = models.DateTimeField(pgettext_lazy("of a request", "asked at"), default=now)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by"), null=True, blank=True
    )
    reason = models.CharField(_("reason for refusing"), max_length=200, blank=True)
    membership = models.OneToOneField(
        Membership, on_delete=models.PROTECT, related_name="join_request", verbose_name=_("membership"), null=True, blank=True
    )

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(decided_at=None),
                name="joinrequest_one_waiting_uniq",
                violation_error_message=_("You have asked already; a manager has still to decide."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.person_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> Self:
        """Neither accepted nor taken back; the membership is still open and without a person."""
        return self.filter(
            accepted_at=None, withdrawn_at=None, membership__person=None, membership__until=None, organisation__state="verified"
        )


class Invitation(SentOnce):
    """A letter that calls a person of the roster into the body (邀请). Whoever accepts with its signed link is that person."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("organisation")
    )
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("membership"))
    email = models.EmailField(_("e-mail"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_open_uniq",
                violation_error_message=_("This person is invited already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.email}"
