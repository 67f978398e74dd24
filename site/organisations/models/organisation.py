"""Bodies in which people learn together (单位), their departments, and what an operator decided about them."""

import secrets
import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.codes import drawn
from core.dates import now
from core.text import clean
from organisations.code_wording import validate_credit_code
from organisations.credit_code import normal
from organisations.models.lists import District, Industry

if TYPE_CHECKING:
    from accounts.models import User
    from organisations.models.membership import Membership

# First parts of addresses under /org/ that are no body's (urls.py).
RESERVED = ("new", "join", "invitations")
OPERATE = "organisations.change_organisation"


def new_join_code() -> str:
    """Eight signs that are read aloud and written on a wall."""
    return drawn(8)


def new_slug() -> str:
    """An address that tells nothing: how many bodies there are, or which came first."""
    return secrets.token_hex(5)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """The bodies one belongs to; an operator sees all."""
        if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
            return self.none()
        return self if user.has_perm(OPERATE) else self.filter(pk__in=self._where(user).values("organisation"))

    def managed_by(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """The bodies whose people and settings one answers for."""
        return self._in_role(user, "manager")

    def trained_by(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """The bodies whose training one looks after: managers and training officers."""
        return self._in_role(user, "manager", "training_officer")

    def _in_role(self, user: "User | AbstractBaseUser | AnonymousUser", *posts: str) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=self._where(user).filter(role__in=posts).values("organisation"))

    def _where(self, user: "User | AbstractBaseUser | AnonymousUser") -> "models.QuerySet[Membership]":
        from organisations.models.membership import Membership

        return Membership.objects.open().filter(person_id=user.pk)

    def verified(self) -> Self:
        """What an operator has found to be who it says it is."""
        return self.filter(state=Organisation.State.VERIFIED)

    def proposed(self) -> Self:
        """Those that wait to be verified."""
        return self.filter(state=Organisation.State.PROPOSED)

    def told(self) -> Self:
        """With industry and district at hand (one query)."""
        return self.select_related("industry", "district")


class Organisation(models.Model):
    """A body with members (单位). Anyone may register his own; nobody is called into it until an operator has verified it."""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", _("Enterprise")
        ASSOCIATION = "association", _("Association")
        SCHOOL = "school", _("School")
        DEPARTMENT = "department", _("Government department")
        COLLEGE = "college", _("College or university")

    class Size(models.TextChoices):
        # Told by the body itself; the rule is the standard of the ministry, by industry (organisations/sizes.py).
        LARGE = "large", _("Large enterprise")
        MEDIUM = "medium", _("Medium-sized enterprise")
        SMALL = "small", _("Small enterprise")
        MICRO = "micro", _("Micro enterprise")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Awaiting verification")
        VERIFIED = "verified", _("Verified")
        REFUSED = "refused", _("Verification refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("address"), max_length=60, unique=True, default=new_slug)
    kind = models.CharField(_("kind of organisation"), max_length=12, choices=Kind, default=Kind.ENTERPRISE)
    name = models.CharField(_("name"), max_length=120, help_text=_("In full, as on the licence."))
    credit_code = models.CharField(
        _("unified social credit code"),
        max_length=18,
        blank=True,
        validators=[validate_credit_code],
        help_text=_("Eighteen signs, as on the licence."),
    )
    size = models.CharField(_("size of the enterprise"), max_length=8, choices=Size, blank=True)
    industry = models.ForeignKey(
        Industry, on_delete=models.PROTECT, related_name="organisations", verbose_name=_("industry"), null=True, blank=True
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="organisations", verbose_name=_("district"), null=True, blank=True
    )
    duty = models.TextField(
        _("duty under the Regulation"), blank=True, help_text=_("Word for word, with the article. For departments.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="organisations_registered",
        verbose_name=_("registered by"),
        null=True,
        editable=False,
    )
    registered_at = models.DateTimeField(_("registered at"), default=now, editable=False)
    join_code = models.CharField(_("join code"), max_length=8, unique=True, default=new_join_code, editable=False)
    is_joining_open = models.BooleanField(
        _("joining by code"), default=False, help_text=_("Whoever has the code may ask to join; a manager approves each one.")
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=Q(state="verified") & ~Q(credit_code=""),
                name="organisation_one_verified_a_code",
                violation_error_message=_("An organisation with this code is verified already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisations:desk", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        self.name, self.credit_code = clean(self.name), normal(self.credit_code)
        if self.slug in RESERVED:
            raise ValidationError({"slug": _("This address is a page of the site. Choose another.")})

    @property
    def is_verified(self) -> bool:
        return self.state == self.State.VERIFIED

    @property
    def is_small(self) -> bool:
        """Whether it calls itself small or micro. Art. 9: such enterprises may name a director and officers instead."""
        return self.size in (self.Size.SMALL, self.Size.MICRO)


class OrganisationDecision(models.Model):
    """What an operator decided about a body, and why. Append-only: taken back, it is a new decision."""

    class Outcome(models.TextChoices):
        VERIFIED = "verified", _("Verified")
        REFUSED = "refused", _("Verification refused")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("organisation")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    reason = models.TextField(_("reason"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by"))
    at = models.DateTimeField(_("decided at"), default=now)

    class Meta:
        verbose_name = _("decision about an organisation")
        verbose_name_plural = _("decisions about organisations")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.outcome}"


class DepartmentQuerySet(models.QuerySet["Department"]):
    def open(self) -> Self:
        """Those that exist today."""
        return self.filter(closed_at=None)


class Department(models.Model):
    """A part of a body (部门); parts may have parts. Closed, it keeps the names of those who were in it."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="departments", verbose_name=_("organisation")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="parts", verbose_name=_("belongs to"), null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=60)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department of an organisation")
        verbose_name_plural = _("departments of organisations")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                F("organisation"),
                Lower("name"),
                condition=Q(closed_at=None, parent=None),
                name="department_top_name_uniq",
                violation_error_message=_("There is a department of this name here already."),
            ),
            models.UniqueConstraint(
                F("parent"),
                Lower("name"),
                condition=Q(closed_at=None) & ~Q(parent=None),
                name="department_part_name_uniq",
                violation_error_message=_("There is a department of this name here already."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="department_not_its_own_part",
                violation_error_message=_("A department cannot belong to itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.name = clean(self.name)
