"""Culture pulse (质量文化问卷): a short anonymous survey of a firm's members, once a season.

Who answered and what was answered never lie in one row. There is no row for an answer at all: it raises counts, and the
counts know neither person nor moment. That somebody has answered is a row without a moment.
"""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.models.appointments import someone
from core.dates import today
from organisations.models import Membership, Organisation

if TYPE_CHECKING:
    from accounts.models import User


class PulseQuerySet(models.QuerySet["Pulse"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the firms one is a member of today."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.open().filter(person=user.pk)
        return self.filter(organisation__in=mine.values("organisation"))

    def of(self, firm: Organisation) -> Self:
        return self.filter(organisation=firm)

    def over(self) -> Self:
        """Nobody answers any more: only now is anything shown."""
        return self.filter(closes_on__lt=today())


class Pulse(models.Model):
    """A survey of a season: four a year. Results are shown when it is over, so that no reply can be told by watching."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="pulses", verbose_name=_("organisation")
    )
    year = models.PositiveSmallIntegerField(_("year of the survey"))
    quarter = models.PositiveSmallIntegerField(_("season"))
    opened_on = models.DateField(_("opened on"), default=today)
    closes_on = models.DateField(_("last day to answer"))
    opened_by = someone(_("opened by"), null=False)

    objects = PulseQuerySet.as_manager()

    class Meta:
        verbose_name = _("culture pulse")
        verbose_name_plural = _("culture pulses")
        ordering: ClassVar = ["-year", "-quarter"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "year", "quarter"],
                name="pulse_one_a_season_uniq",
                violation_error_message=_("This season has its survey already."),
            ),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4),
                name="pulse_four_seasons",
                violation_error_message=_("A year has four seasons."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} Q{self.quarter}"

    def get_absolute_url(self) -> str:
        return reverse("appointments:pulse", args=[self.organisation.slug, self.year, self.quarter])

    @property
    def is_open(self) -> bool:
        return self.opened_on <= today() <= self.closes_on


class PulseTurn(models.Model):
    """Somebody has answered; not what, and not when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pulse = models.ForeignKey(Pulse, on_delete=models.PROTECT, related_name="+", verbose_name=_("culture pulse"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))

    class Meta:
        verbose_name = _("turn in a culture pulse")
        verbose_name_plural = _("turns in culture pulses")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pulse", "person"],
                name="pulseturn_once_uniq",
                violation_error_message=_("You have answered already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pulse_id)


class PulseCount(models.Model):
    """How many of a department chose a level for a statement: all that is kept of the answers."""

    pulse = models.ForeignKey(Pulse, on_delete=models.PROTECT, related_name="counts", verbose_name=_("culture pulse"))
    department = models.CharField(_("department"), max_length=80, blank=True)
    statement = models.CharField(_("statement"), max_length=12)
    level = models.PositiveSmallIntegerField(_("level"))
    number = models.PositiveIntegerField(_("number of answers"), default=0)

    class Meta:
        verbose_name = _("count of a culture pulse")
        verbose_name_plural = _("counts of culture pulses")
        ordering: ClassVar = ["department", "statement", "level"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pulse", "department", "statement", "level"],
                name="pulsecount_cell_uniq",
                violation_error_message=_("This count is there already."),
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5),
                name="pulsecount_five_levels",
                violation_error_message=_("A level is a number from 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement} {self.level}: {self.number}"
