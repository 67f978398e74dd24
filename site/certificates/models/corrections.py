"""Corrections: a holder says that the name on a certificate is wrong, and what was decided about it."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models.certificates import Certificate
from certificates.permissions import keeps_register
from core.dates import now

if TYPE_CHECKING:
    from accounts.models import User


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """One's own; whoever keeps the register sees all."""
        if not user.is_authenticated:
            return self.none()
        return self if keeps_register(user) else self.filter(certificate__holder=user.pk)

    def pending(self) -> Self:
        return self.filter(state=Correction.State.OPEN)

    def overdue(self) -> Self:
        return self.pending().filter(due_at__lt=now())

    def told(self) -> Self:
        """With certificate, holder, scheme and successor at hand (one query)."""
        return self.select_related(
            "certificate__scheme", "certificate__scheme_version", "certificate__holder", "decided_by", "successor"
        )


class Correction(models.Model):
    """A request to correct the name on a certificate (姓名更正申请): granted, it is issued anew; the old one is replaced."""

    class State(models.TextChoices):
        OPEN = "open", _("Not decided yet")
        GRANTED = "granted", _("Granted: issued anew")
        REFUSED = "refused", _("Refused with reasons")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("certificate")
    )
    name = models.CharField(_("name as it should read"), max_length=60)
    text = models.TextField(_("why it is wrong"))
    asked_at = models.DateTimeField(pgettext_lazy("of a request", "asked at"), default=now)
    due_at = models.DateTimeField(_("due at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    successor = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new certificate")
    )

    # When its words were taken away with the certificate's name (forgetting); then they read "*".
    forgotten_at = models.DateTimeField(_("words removed at"), null=True, blank=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of a name")
        verbose_name_plural = _("corrections of names")
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(state="open"),
                name="correction_one_open_uniq",
                violation_error_message=_("A correction of this certificate has been asked for already."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by=None, decided_at=None, successor=None)
                | Q(state="granted", decided_by__isnull=False, decided_at__isnull=False, successor__isnull=False)
                | (Q(state="refused", decided_by__isnull=False, decided_at__isnull=False, successor=None) & ~Q(reasons="")),
                name="correction_decided_in_full",
                violation_error_message=_("Granted it has a new certificate, refused it has reasons."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} {self.name}"

    @property
    def is_overdue(self) -> bool:
        return self.state == self.State.OPEN and self.due_at < now()
