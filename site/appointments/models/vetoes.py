"""Vetoes (一票否决): what a chief quality officer stopped, on which facts, and what somebody else decided about it."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.models.appointments import Appointment, someone
from appointments.models.authorisations import Authorisation
from core.dates import now

if TYPE_CHECKING:
    from accounts.models import User


class VetoQuerySet(models.QuerySet["Veto"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the appointments one may see."""
        return self.filter(authorisation__appointment__in=Appointment.objects.visible_to(user))

    def undecided(self) -> Self:
        return self.filter(ruling=None)

    def told(self) -> Self:
        """With ruling, authorisation, firm and people at hand (one query)."""
        return self.select_related(
            "raised_by", "ruling__ruled_by", "authorisation__appointment__organisation", "authorisation__appointment__person"
        )


class Veto(models.Model):
    """A stop, raised under an authorisation whose scope names it. Append-only: a trigger refuses changes."""

    class Risk(models.TextChoices):
        HARM = "harm", _("Somebody may be hurt")
        UNSAFE = "unsafe", _("Does not meet a safety requirement")
        NONCONFORMING = "off", _("Does not conform")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authorisation = models.ForeignKey(
        Authorisation, on_delete=models.PROTECT, related_name="vetoes", verbose_name=_("authorisation")
    )
    scope_line = models.CharField(_("line of the scope"), max_length=120)
    object = models.CharField(_("what is stopped"), max_length=120)
    lot = models.CharField(_("lot or number"), max_length=60, blank=True)
    facts = models.TextField(_("what was found"))
    standard = models.CharField(_("what it offends against"), max_length=200)
    risk = models.CharField(_("risk"), max_length=6, choices=Risk)
    raised_by = someone(_("raised by"), null=False)
    raised_at = models.DateTimeField(_("raised at"), default=now)

    objects = VetoQuerySet.as_manager()

    class Meta:
        verbose_name = _("veto")
        verbose_name_plural = _("vetoes")
        ordering: ClassVar = ["-raised_at"]

    def __str__(self) -> str:
        return self.object

    def get_absolute_url(self) -> str:
        return reverse("appointments:veto", args=[self.pk])


class VetoRuling(models.Model):
    """What was decided about a veto, with reason and evidence, by somebody else. Append-only: a trigger refuses changes."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("Upheld: it stays stopped")
        LIFTED = "lifted", _("Lifted: it may go on")

    veto = models.OneToOneField(Veto, on_delete=models.PROTECT, related_name="ruling", verbose_name=_("veto"))
    outcome = models.CharField(_("decision on the veto"), max_length=6, choices=Outcome)
    reason = models.TextField(_("reasons of the decision"))
    # Copied from the veto, so that the database itself can see that it was somebody else.
    raised_by = someone(_("raised by"), null=False)
    ruled_by = someone(_("decided by"), null=False)
    ruled_at = models.DateTimeField(_("decided at"), default=now)

    class Meta:
        verbose_name = _("decision on a veto")
        verbose_name_plural = _("decisions on vetoes")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(ruled_by=F("raised_by")),
                name="veto_ruled_by_another",
                violation_error_message=_("Whoever raised a veto does not decide about it."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="veto_ruling_has_reason",
                violation_error_message=_("A decision on a veto has its reasons."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.veto_id} {self.outcome}"
