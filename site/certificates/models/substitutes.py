"""Substitutes: what is printed for a name that holds a character no typeface draws, proposed by one and agreed to by another."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certificates.permissions import keeps_register
from core.dates import now

if TYPE_CHECKING:
    from accounts.models import User


class SubstituteQuerySet(models.QuerySet["NameSubstitute"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """What is printed for one's own name; whoever keeps the register sees all."""
        if not user.is_authenticated:
            return self.none()
        return self if keeps_register(user) else self.filter(holder=user.pk)

    def pending(self) -> Self:
        return self.filter(state=NameSubstitute.State.OPEN)

    def agreed(self, holder: int, name: str) -> "NameSubstitute | None":
        """What both sides agreed to print for this name of this person (one query)."""
        return self.filter(holder_id=holder, name=name, state=NameSubstitute.State.AGREED).first()

    def printed_for(self, holder: F, name: F) -> models.Subquery:
        """The same to be read along with something that names both, which `holder` and `name` lead to."""
        agreed = self.filter(holder=holder, name=name, state=NameSubstitute.State.AGREED)
        return models.Subquery(agreed.values("printed")[:1])

    def told(self) -> Self:
        """With the people at hand (one query)."""
        return self.select_related("holder", "proposed_by", "settled_by")


class NameSubstitute(models.Model):
    """What stands on paper for a name that cannot be printed (姓名代用字). The register keeps the name as it is written.

    Agreed to by the holder or by an officer who did not propose it; then a trigger keeps it for ever.
    """

    class Kind(models.TextChoices):
        VARIANT = "variant", _("another form of the character")
        SPELLING = "spelling", _("spelt in Latin letters")

    class State(models.TextChoices):
        OPEN = "open", _("Waits for consent")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="name_substitutes", verbose_name=_("holder")
    )
    name = models.CharField(_("name as it is written"), max_length=60)
    printed = models.CharField(_("printed as"), max_length=60)
    kind = models.CharField(_("kind of substitute"), max_length=10, choices=Kind, default=Kind.VARIANT)
    reasons = models.TextField(_("reasons"), max_length=1000)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    objects = SubstituteQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitute in a name")
        verbose_name_plural = _("substitutes in names")
        ordering: ClassVar = ["-proposed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["holder", "name"],
                condition=Q(state__in=["open", "agreed"]),
                name="namesubstitute_one_standing_uniq",
                violation_error_message=_("A substitute for this name is proposed or agreed already."),
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None) | ~Q(settled_by=F("proposed_by")),
                name="namesubstitute_settled_by_another",
                violation_error_message=_("Whoever proposed it does not agree to it."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_by=None, settled_at=None)
                | Q(state__in=["agreed", "refused"], settled_by__isnull=False, settled_at__isnull=False),
                name="namesubstitute_settled_in_full",
                violation_error_message=_("Once settled it says by whom and when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.printed}"

    def get_absolute_url(self) -> str:
        return reverse("certificates:substitute", args=[self.pk])
