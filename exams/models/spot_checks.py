"""What is made public of a spot check (监督抽考结果): a place, a day and figures; never that a person failed."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.dates import now
from exams.models.sitting import Sitting

# Of fewer people the figures would tell what came of one of them.
LEAST = 5


class SpotCheckReportQuerySet(models.QuerySet["SpotCheckReport"]):
    def public(self) -> Self:
        """Those that anybody may read."""
        return self.filter(withdrawn_at=None)

    def told(self) -> Self:
        """With the check and its exam at hand (one query)."""
        return self.select_related("sitting__exam_version__exam")


class SpotCheckReport(models.Model):
    """The published figures of a check. Append-only but for its withdrawal: figures that changed are published anew."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="reports", verbose_name=_("spot check"))
    place = models.CharField(_("firm or place"), max_length=120, blank=True)
    checked = models.PositiveIntegerField(_("people checked"))
    passed_first = models.PositiveIntegerField(_("passed at the check"))
    passed_resit = models.PositiveIntegerField(_("passed at the resit"))
    published_at = models.DateTimeField(_("published at"), default=now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("published by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_because = models.CharField(_("withdrawn because"), max_length=300, blank=True)

    objects = SpotCheckReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of a spot check")
        verbose_name_plural = _("results of spot checks")
        ordering: ClassVar = ["-sitting__opens_at", "-published_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sitting"],
                condition=Q(withdrawn_at=None),
                name="spotcheckreport_one_public_uniq",
                violation_error_message=_("The result of this check is public already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    checked__gte=LEAST, passed_first__lte=F("checked"), passed_resit__lte=F("checked") - F("passed_first")
                ),
                name="spotcheckreport_figures_add_up",
                violation_error_message=_("At least five were checked, and no more passed than were checked."),
            ),
            # Where nobody passed, the place would say of each of its people that he failed.
            models.CheckConstraint(
                condition=Q(place="") | Q(passed_first__gt=0) | Q(passed_resit__gt=0),
                name="spotcheckreport_place_tells_nobody",
                violation_error_message=_("Where nobody passed, the place is not named: it would tell who failed."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="spotcheckreport_withdrawn_by_somebody",
                violation_error_message=_("Whoever withdraws a result says why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.passed}/{self.checked}"

    @property
    def passed(self) -> int:
        """At the check or at the resit."""
        return self.passed_first + self.passed_resit

    @property
    def percent(self) -> str:
        """The share that passed, cut off to a tenth: nobody reads 90.0 where fewer passed."""
        tenths = self.passed * 1000 // self.checked
        return f"{tenths // 10}.{tenths % 10}"
