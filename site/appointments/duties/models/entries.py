"""What daily, weekly and monthly records have in common: a firm, a list, a writer, and the entry they correct."""

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.duties.models.reach import within_reach
from appointments.duties.models.risks import RiskList
from appointments.models.appointments import Appointment, someone
from core.dates import now
from organisations.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


class RecordEntryQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the firms within one's reach."""
        return self.filter(organisation__in=within_reach(user))

    def of(self, firm: Organisation) -> Self:
        return self.filter(organisation=firm)

    def standing(self) -> Self:
        """Those that no later entry corrects: what lists and reports count."""
        return self.filter(correction=None)


class Entry(models.Model):
    """Written once. A correction is a further entry that names the one it corrects; each is corrected once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation"))
    risk_list = models.ForeignKey(RiskList, on_delete=models.PROTECT, related_name="+", verbose_name=_("risk control list"))
    # The post it was written in; none when the head wrote it.
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, related_name="%(class)ss", verbose_name=_("appointment")
    )
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction", verbose_name=_("corrects")
    )
    written_by = someone(_("written by"), null=False)
    written_at = models.DateTimeField(_("written at"), default=now)

    class Meta:
        abstract = True


class KeptFile(models.Model):
    """A file that shows what an entry says. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("file name"), max_length=120)
    media_type = models.CharField(_("type of file"), max_length=40)
    size = models.PositiveIntegerField(_("size in bytes"))
    key = models.CharField(_("stored under"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
