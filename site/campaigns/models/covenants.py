"""Covenants of associations (公约, article 10): what a trade promises together, and which enterprises signed."""

import secrets
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.dates import now
from core.text import clean
from organisations.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

MODERATE = "campaigns.change_covenant"


def new_slug() -> str:
    """An address that tells nothing."""
    return secrets.token_hex(5)


class CovenantQuerySet(models.QuerySet["Covenant"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """What is published is public; before, those who answer for the association and the office alone see it."""
        if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
            return self.public()
        if user.has_perm(MODERATE):
            return self
        return self.filter(Q(published_at__isnull=False) | Q(association__in=Organisation.objects.managed_by(user)))

    def public(self) -> Self:
        return self.filter(published_at__isnull=False)

    def waiting(self) -> Self:
        """Handed in and not decided yet, oldest first."""
        return self.filter(published_at=None, handed_in_at__isnull=False).order_by("handed_in_at")

    def told(self) -> Self:
        """With its association and how many have signed (one query)."""
        standing = models.Count("signatures", filter=Q(signatures__withdrawn_at=None))
        return self.select_related("association").annotate(signed=standing)


class Covenant(models.Model):
    """A covenant. Once published its words are what enterprises signed: the database changes them no more."""

    slug = models.SlugField(max_length=20, unique=True, default=new_slug, editable=False)
    association = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="covenants", verbose_name=_("association")
    )
    title = models.CharField(_("title"), max_length=60)
    summary = models.CharField(_("summary"), max_length=200, help_text=_("One sentence: who promises what to whom."))
    text = models.TextField(_("promises"), max_length=4000, help_text=_("One promise in each line, at most thirty."))
    written_at = models.DateTimeField(_("written at"), default=now, editable=False)
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, editable=False)
    returned = models.CharField(_("why it was returned"), max_length=200, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)

    objects = CovenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("covenant")
        verbose_name_plural = _("covenants")
        ordering: ClassVar = ["-published_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(handed_in_at__isnull=False), name="covenant_handed_in_before_published"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaigns:covenant", args=[self.slug])

    def clean(self) -> None:
        self.title, self.summary = clean(self.title), clean(self.summary)
        if not 1 <= len(self.promises) <= 30:
            raise ValidationError({"text": gettext("Write at least one promise and at most thirty, each in a line of its own.")})

    @property
    def promises(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_waiting(self) -> bool:
        """Handed in: neither changed nor handed in again until it is decided."""
        return self.handed_in_at is not None and not self.is_published


class CovenantSignatureQuerySet(models.QuerySet["CovenantSignature"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def told(self) -> Self:
        """In the order of signing, those withdrawn in their place (one query)."""
        return self.select_related("organisation").order_by("signed_at", "pk")


class CovenantSignature(models.Model):
    """That an enterprise signed (签署). Withdrawn it stays in the list, with the day: nobody signs and vanishes."""

    covenant = models.ForeignKey(Covenant, on_delete=models.PROTECT, related_name="signatures", verbose_name=_("covenant"))
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    signed_at = models.DateTimeField(_("signed at"), default=now)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = CovenantSignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature of a covenant")
        verbose_name_plural = _("signatures of covenants")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["covenant", "organisation"],
                condition=Q(withdrawn_at=None),
                name="covenantsignature_once",
                violation_error_message=_("This body has signed already."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None) | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="covenantsignature_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.covenant_id} {self.organisation_id}"
