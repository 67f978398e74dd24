"""What one person hands in and another decides on (申报与审核): an event, a case. Each room names the thing it is about."""

from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.dates import now

# Who has so many waiting hands in more when some are decided.
MOST_OPEN = 10
LONGEST_REASON = 300

S = TypeVar("S", bound="SubmissionRecord")


class Refused(Exception):
    """It cannot be handed in or decided so; the message says why and what to do."""


class SubmissionQuerySet(models.QuerySet[S]):
    def waiting(self) -> Self:
        """What nobody has decided yet, the longest waiting first."""
        return self.filter(decided_at=None).order_by("at", "pk")

    def decided(self) -> Self:
        """What was decided, the last first."""
        return self.exclude(decided_at=None).order_by("-decided_at", "-pk")

    def is_full_for(self, person: User) -> bool:
        """Whether as many of a person's wait as may. Locks the person's row: of two at once, the second counts the first."""
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        return self.waiting().filter(by=person).count() >= MOST_OPEN


class SubmissionRecord(models.Model):
    """That somebody handed a thing in, and what another decided. Returned and mended, the thing comes again as a new record."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("submitted by"))
    at = models.DateTimeField(_("submitted"), default=now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    is_accepted = models.BooleanField(pgettext_lazy("of something submitted", "published"), default=False)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.thing.pk} {self.by_id}"

    @property
    def thing(self) -> models.Model:
        """What was handed in."""
        raise NotImplementedError

    def decide(self, *, by: User, is_accepted: bool, reason: str = "") -> Self:
        """The record with its decision, in the transaction of whoever asks. Raises Refused where it is decided, or one's own."""
        held = type(self)._default_manager.select_for_update(no_key=True).get(pk=self.pk)
        if held.decided_at is not None:
            raise Refused(gettext("Somebody has decided this already."))
        if held.by_id == by.pk:
            raise Refused(gettext("Nobody decides on what he submitted himself."))
        if not is_accepted and not reason.strip():
            raise Refused(gettext("Say what is to be mended: the submitter is told."))
        held.decided_at, held.decided_by, held.is_accepted, held.reason = now(), by, is_accepted, reason.strip()[:LONGEST_REASON]
        held.save(update_fields=["decided_at", "decided_by", "is_accepted", "reason"])
        return held


def rules_of_two(name: str, thing: str) -> list[models.BaseConstraint]:
    """What the database holds of each such record: one open for a `thing`, decided by another, returned with a reason."""
    return [
        models.UniqueConstraint(fields=[thing], condition=Q(decided_at=None), name=f"{name}_one_open"),
        models.CheckConstraint(
            condition=Q(decided_by=None) | ~Q(decided_by=F("by")),
            name=f"{name}_decided_by_another",
            violation_error_message=_("Nobody decides on what he submitted himself."),
        ),
        models.CheckConstraint(
            condition=Q(decided_at=None) | Q(is_accepted=True) | ~Q(reason=""), name=f"{name}_return_has_reason"
        ),
    ]
