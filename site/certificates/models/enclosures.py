"""Enclosures: files that were handed in as evidence, kept as they came."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certificates.models.corrections import Correction
from certificates.models.proceedings import Step
from certificates.permissions import handles_proceedings, keeps_register
from core.dates import now

if TYPE_CHECKING:
    from accounts.models import User


class HandedIn(models.Model):
    """A file that was handed in as evidence, kept as it came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("file name"), max_length=120)
    media_type = models.CharField(_("media type"), max_length=40)
    key = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("handed in by"))
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class EnclosureQuerySet(models.QuerySet["Enclosure"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """What belongs to one's own certificates; the office sees what it has to decide about."""
        if not user.is_authenticated:
            return self.none()
        own = Q(step__proceeding__certificate__holder=user.pk) | Q(correction__certificate__holder=user.pk)
        office = Q(step__isnull=False) if handles_proceedings(user) else Q(pk=None)
        register = Q(correction__isnull=False) if keeps_register(user) else Q(pk=None)
        return self.filter(own | office | register)

    def kept(self) -> Self:
        """Those whose bytes are still there."""
        return self.filter(forgotten_at=None)


class Enclosure(HandedIn):
    """A file handed in with a step of a proceeding or with a request (证明材料). Append-only."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="enclosures", verbose_name=_("step"))
    correction = models.ForeignKey(
        Correction, on_delete=models.PROTECT, null=True, related_name="enclosures", verbose_name=_("correction")
    )

    # When its words were taken away with the certificate's name (forgetting); then they read "*".
    forgotten_at = models.DateTimeField(_("words removed at"), null=True, blank=True, editable=False)

    objects = EnclosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("enclosure")
        verbose_name_plural = _("enclosures")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(step__isnull=False, correction=None) | Q(step=None, correction__isnull=False),
                name="enclosure_of_one_thing",
                violation_error_message=_("A file belongs to one step or to one request."),
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("certificates:enclosure", args=[self.pk])
