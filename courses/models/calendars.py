"""The secret link of a person's calendar, and what the calendar last told of each date."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import now


def new_key() -> str:
    """256 bits nobody guesses."""
    return secrets.token_urlsafe(32)


class CalendarKey(models.Model):
    """That a calendar program may read one's dates without signing in. Renewed, the old link is dead at once."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_key", verbose_name=_("learner")
    )
    key = models.CharField(_("key"), max_length=60, unique=True, default=new_key)
    made_at = models.DateTimeField(_("made at"), default=now)

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"


class CalendarStamp(models.Model):
    """How often a date has been changed since it was first told (RFC 5545, SEQUENCE)."""

    key = models.CharField(_("date"), max_length=80, primary_key=True)
    digest = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("calendar stamp")
        verbose_name_plural = _("calendar stamps")
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return f"{self.key} {self.sequence}"
