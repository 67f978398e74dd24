"""Supervision register (督查): who looked, what was found, until when it is put right, what was done, whether it worked.

It is closed by nothing but a check of the effect, by somebody else than whoever put it right.
"""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.duties.models.days import DayLine
from appointments.duties.models.entries import KeptFile
from appointments.duties.models.reach import within_reach
from appointments.models.appointments import Appointment, someone
from core.dates import now, today
from organisations.models import Organisation

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the firms within one's reach."""
        return self.filter(organisation__in=within_reach(user))

    def of(self, firm: Organisation) -> Self:
        return self.filter(organisation=firm)

    def in_year(self, year: int) -> Self:
        return self.filter(looked_on__year=year)

    def closed(self) -> Self:
        """Nothing was found, or a check found that what was done works."""
        return self.filter(Q(due=None) | Exists(_worked()))

    def open(self) -> Self:
        """Something was found and no check says yet that it is gone."""
        return self.exclude(due=None).exclude(Exists(_worked()))

    def told(self) -> Self:
        """With who looked, what was done and what the checks say (3 queries)."""
        done = Correction.objects.select_related("by", "check_of_effect__by").prefetch_related("files")
        return self.select_related("looked_by", "organisation", "line__point", "line__record").prefetch_related(
            models.Prefetch("corrections", done)
        )


class Supervision(models.Model):
    """One look at a product, a service or a place. Append-only: a trigger refuses changes."""

    class Risk(models.TextChoices):
        LOW = "low", _("Low risk")
        MIDDLE = "middle", _("Middle risk")
        HIGH = "high", _("High risk")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation"))
    # The post it was done in; none when the head looked.
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, related_name="supervisions", verbose_name=_("appointment")
    )
    line = models.ForeignKey(
        DayLine, on_delete=models.PROTECT, null=True, blank=True, related_name="supervisions", verbose_name=_("daily finding")
    )
    object = models.CharField(_("product, service or place"), max_length=120)
    risk = models.CharField(_("level of risk"), max_length=6, choices=Risk)
    looked_on = models.DateField(_("looked at on"))
    looked_by = someone(_("looked at by"), null=False)
    found = models.TextField(_("what the supervision found"))
    owner = models.CharField(_("who puts it right"), max_length=60, blank=True)
    due = models.DateField(_("to be put right by"), null=True, blank=True)
    written_at = models.DateTimeField(_("written at"), default=now)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the supervision register")
        verbose_name_plural = _("entries of the supervision register")
        ordering: ClassVar = ["-looked_on", "-written_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(due=None, owner="") | Q(due__isnull=False) & ~Q(owner=""),
                name="supervision_due_has_owner",
                violation_error_message=_("What is to be put right has a day and somebody who does it."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "due"], name="supervision_due")]

    def __str__(self) -> str:
        return self.object

    def get_absolute_url(self) -> str:
        return reverse("appointments:supervision", args=[self.organisation.slug, self.pk])

    @property
    def last(self) -> "Correction | None":
        """What was done last: what waits for its check, if something does."""
        rows = sorted(self.corrections.all(), key=lambda one: one.at)
        waiting = [one for one in rows if not hasattr(one, "check_of_effect")]
        return next(iter([*waiting, *reversed(rows)]), None)

    @property
    def is_closed(self) -> bool:
        return self.due is None or any(one.worked for one in self.corrections.all())

    @property
    def awaits_check(self) -> bool:
        """Something was done, and nobody has looked yet whether it works."""
        last = self.last
        return last is not None and not hasattr(last, "check_of_effect")

    @property
    def due_now(self) -> "dt.date | None":
        """The day that holds: a check that found no effect sets another."""
        days = [one.check_of_effect.due for one in self.corrections.all() if hasattr(one, "check_of_effect")]
        return max([day for day in [self.due, *days] if day], default=None)

    @property
    def is_overdue(self) -> bool:
        due = self.due_now
        return due is not None and not self.is_closed and not self.awaits_check and due < today()


class Correction(models.Model):
    """What was done to put it right (整改), with what shows it. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supervision = models.ForeignKey(
        Supervision, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("entry of the supervision register")
    )
    done_on = models.DateField(_("put right on"))
    text = models.TextField(_("what was done to put it right"))
    by = someone(_("put right by"), null=False)
    at = models.DateTimeField(_("written at"), default=now)

    class Meta:
        verbose_name = _("setting right")
        verbose_name_plural = _("settings right")
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def worked(self) -> bool:
        return hasattr(self, "check_of_effect") and self.check_of_effect.worked


class CorrectionFile(KeptFile):
    """A photo or record that shows it."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="files", verbose_name=_("setting right"))

    class Meta:
        verbose_name = _("evidence of a setting right")
        verbose_name_plural = _("evidence of settings right")
        ordering: ClassVar = ["name"]

    def get_absolute_url(self) -> str:
        return reverse("appointments:correction_file", args=[self.pk])


class EffectCheck(models.Model):
    """Somebody else looked whether it works (效果验证): it does, or there is another day. Append-only; one a setting right."""

    correction = models.OneToOneField(
        Correction, on_delete=models.PROTECT, related_name="check_of_effect", verbose_name=_("setting right")
    )
    # Copied, so that the database itself can see that it was somebody else.
    corrected_by = someone(_("put right by"), null=False)
    checked_on = models.DateField(_("effect checked on"))
    worked = models.BooleanField(_("it works"))
    text = models.TextField(_("how it was checked, and what was found"))
    due = models.DateField(_("to be put right anew by"), null=True, blank=True)
    by = someone(_("checked by"), null=False)
    at = models.DateTimeField(_("written at"), default=now)

    class Meta:
        verbose_name = _("check of an effect")
        verbose_name_plural = _("checks of effects")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(by=F("corrected_by")),
                name="effectcheck_by_another",
                violation_error_message=_("Whoever put it right does not check the effect."),
            ),
            models.CheckConstraint(
                condition=Q(worked=True, due=None) | Q(worked=False, due__isnull=False),
                name="effectcheck_new_day",
                violation_error_message=_("What does not work yet gets another day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.correction_id} {self.worked}"


def _worked() -> "QuerySet[EffectCheck]":
    return EffectCheck.objects.filter(correction__supervision=OuterRef("pk"), worked=True)
