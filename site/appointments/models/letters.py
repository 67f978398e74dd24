"""Letters (聘书、授权书): what a firm gave in writing, printed once, and to be checked by its code."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.models.appointments import Appointment
from appointments.models.authorisations import Authorisation
from core.dates import now
from courses.models.records import new_code

if TYPE_CHECKING:
    from accounts.models import User


class AppointmentLetterQuerySet(models.QuerySet["AppointmentLetter"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the appointments one may see."""
        return self.filter(appointment__in=Appointment.objects.visible_to(user))


class AppointmentLetter(models.Model):
    """A letter as it was given: its facts, its file, its code. Append-only: a trigger refuses changes.

    Whether it still holds is asked of the appointment or the authorisation on the day somebody checks it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="papers", verbose_name=_("appointment"))
    authorisation = models.OneToOneField(
        Authorisation, on_delete=models.PROTECT, null=True, blank=True, related_name="paper", verbose_name=_("authorisation")
    )
    code = models.CharField(_("code"), max_length=14, unique=True, default=new_code)
    facts = models.JSONField(_("facts"))
    key = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    made_at = models.DateTimeField(_("made at"), default=now)

    objects = AppointmentLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of appointment")
        verbose_name_plural = _("letters of appointment")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["appointment"],
                condition=models.Q(authorisation=None),
                name="appointment_letter_one_uniq",
                violation_error_message=_("This appointment already has its letter."),
            )
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Where anybody checks it."""
        return reverse("appointments:letter", args=[self.code])
