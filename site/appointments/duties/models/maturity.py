"""Maturity self-assessment (质量管理成熟度自评): how a firm sees itself, against its own past alone. Nobody else sees it."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.duties.models.reach import within_reach
from appointments.models.appointments import someone
from core.dates import now, today
from organisations.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


class MaturityQuerySet(models.QuerySet["Maturity"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the firms within one's reach."""
        return self.filter(organisation__in=within_reach(user))

    def of(self, firm: Organisation) -> Self:
        return self.filter(organisation=firm)


class Maturity(models.Model):
    """One self-assessment: a level for each statement. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation"))
    levels = models.JSONField(_("levels by statement"))
    made_on = models.DateField(_("made on"), default=today)
    made_by = someone(_("made by"), null=False)
    made_at = models.DateTimeField(_("made at"), default=now)

    objects = MaturityQuerySet.as_manager()

    class Meta:
        verbose_name = _("maturity self-assessment")
        verbose_name_plural = _("maturity self-assessments")
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return str(self.made_on)

    def get_absolute_url(self) -> str:
        return reverse("appointments:maturity_of", args=[self.organisation.slug, self.pk])
