"""Authorisations (授权): within which scope a chief quality officer may veto, how, and until when (Art. 9)."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from appointments.models.appointments import Appointment, someone
from core.dates import now, today

if TYPE_CHECKING:
    from accounts.models import User


class AuthorisationQuerySet(models.QuerySet["Authorisation"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the appointments one may see."""
        return self.filter(appointment__in=Appointment.objects.visible_to(user))

    def in_force(self) -> Self:
        """Given, begun, neither run out nor revoked."""
        day = today()
        return self.filter(revoked_at=None, since__lte=day).filter(Q(until=None) | Q(until__gte=day))


class Authorisation(models.Model):
    """A firm lets the appointed person veto (质量安全“一票否决”权), within the scope it lists and by the procedure it writes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="authorisations", verbose_name=_("appointment")
    )
    scope = models.JSONField(_("scope"))  # a list of lines: what may be stopped
    procedure = models.TextField(_("procedure"))
    since = models.DateField(_("in force from"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    given_by = someone(_("given by"), null=False)
    given_at = models.DateTimeField(_("given at"), default=now)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = someone(_("revoked by"))
    revoke_reason = models.TextField(_("why it was revoked"), blank=True)

    objects = AuthorisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("authorisation")
        verbose_name_plural = _("authorisations")
        ordering: ClassVar = ["-given_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="authorisation_until_after_since",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None, revoke_reason="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason="")),
                name="authorisation_revoked_with_reason",
                violation_error_message=_("A revocation has someone who made it, a moment and a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.since}"

    @property
    def is_in_force(self) -> bool:
        """On this day, whatever the appointment says: whoever asks about a veto asks both."""
        day = today()
        return self.revoked_at is None and self.since <= day and (self.until is None or day <= self.until)

    @property
    def has_run_out(self) -> bool:
        return self.revoked_at is None and self.until is not None and self.until < today()
