"""Imports of a roster (名单导入): a file handed in, what it would change, and whether somebody then had it done."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import now
from organisations.models.organisation import Organisation

if TYPE_CHECKING:
    from accounts.models import User


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """Those of the bodies one answers for."""
        return self.filter(organisation__in=Organisation.objects.managed_by(user).values("pk"))

    def to_clear(self, before: dt.datetime) -> Self:
        """Those whose rows have been kept long enough; what is still being written in waits."""
        over = Q(finished_at__lt=before) | Q(confirmed_at=None, uploaded_at__lt=before)
        return self.filter(over, cleared_at=None)

    def told(self) -> Self:
        """For lists: with people, without the lines (one query)."""
        return self.select_related("by", "organisation").defer("lines")


class RosterImport(models.Model):
    """A roster between its upload and the end of its import. `lines` is what was shown, and then what came of each row.

    The rows name people: they are forgotten after a while (organisations/forgetting.py); the counts stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="imports", verbose_name=_("organisation")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded at"), default=now)
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("digest"), max_length=64)
    lines = models.JSONField(_("lines"), default=list)
    notes = models.JSONField(_("notes on the file"), default=list)
    counts = models.JSONField(_("counts"), default=dict)
    is_partial = models.BooleanField(_("without the rows in error"), default=False)
    invites = models.BooleanField(_("invites afterwards"), default=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    cleared_at = models.DateTimeField(_("rows forgotten at"), null=True, blank=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a roster")
        verbose_name_plural = _("imports of rosters")
        ordering: ClassVar = ["-uploaded_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(confirmed_at__isnull=False),
                name="rosterimport_confirmed_first",
                violation_error_message=_("What was imported was confirmed before."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def count(self, verdict: str) -> int:
        return int(self.counts.get(verdict, 0))

    @property
    def to_do(self) -> int:
        """Rows that would change something."""
        return self.count("create") + self.count("update")

    @property
    def errors(self) -> int:
        return self.count("error")

    @property
    def is_running(self) -> bool:
        return self.confirmed_at is not None and self.finished_at is None

    def figures(self) -> list[tuple[str, Any]]:
        """(verdict, how many rows) in the order in which they are told: what would come of them; once it is done, what came."""
        told = self.counts["done"] if self.finished_at else self.counts
        return [(verdict, told.get(verdict, 0)) for verdict in ("create", "update", "unchanged", "error")]
