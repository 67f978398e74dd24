"""The two records that decide about an event: it is handed in and let in or returned, and it is called off."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.submissions import SubmissionQuerySet, SubmissionRecord, rules_of_two
from core.dates import now
from events.models.event import Event


class Cancellation(models.Model):
    """That an event does not take place (活动取消): by whom, when and why. Never taken back: it is announced anew."""

    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, related_name="cancellation", verbose_name=pgettext_lazy("at a place", "event")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=now)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("cancelled event")
        verbose_name_plural = _("cancelled events")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="eventcancellation_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.reason}"


class EventSubmissionQuerySet(SubmissionQuerySet["Submission"]):
    """Events handed in."""


class Submission(SubmissionRecord):
    """An event handed in for publication (活动申报)."""

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="submissions", verbose_name=pgettext_lazy("at a place", "event")
    )

    objects = EventSubmissionQuerySet.as_manager()

    class Meta(SubmissionRecord.Meta):
        verbose_name = _("submitted event")
        verbose_name_plural = _("submitted events")
        constraints: ClassVar = rules_of_two("eventsubmission", "event")

    @property
    def thing(self) -> Event:
        return self.event
