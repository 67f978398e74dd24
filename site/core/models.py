"""Tables without a domain: work still to be done, what was done, and the chain that shows the latter whole."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import now

MAX_ATTEMPTS = 8


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> Self:
        """Jobs whose task has not run to its end yet and may still be tried."""
        return self.filter(done_at=None, attempts__lt=MAX_ATTEMPTS)

    def due(self) -> Self:
        """Open jobs nobody holds: never sent, or their lease ran out."""
        return self.open().filter(Q(leased_until=None) | Q(leased_until__lt=now()))

    def parked(self) -> Self:
        """Jobs given up after too many tries: a person has to look."""
        return self.filter(done_at=None, attempts__gte=MAX_ATTEMPTS)


class Job(models.Model):
    """A task to run (outbox): written in the caller's own transaction, so neither is kept without the other."""

    task = models.CharField(max_length=200)
    kwargs = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    leased_until = models.DateTimeField(null=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, db_index=True)
    error = models.TextField(blank=True)
    # The number of the request that left it behind (core/following.py).
    origin = models.CharField(max_length=36, blank=True, default="", db_default="")

    objects = JobQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.task} #{self.pk}"


class AuditEntry(models.Model):
    """Who did what to which record, when (append-only; a trigger refuses changes).

    Two things alone may happen to a line, and the database knows both: what it tells besides may be emptied once, when a person's
    data is erased, and it may go after AUDIT_DAYS.
    """

    at = models.DateTimeField(_("moment"), default=now, db_index=True)
    deed = models.CharField(_("deed"), max_length=80)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        verbose_name=_("done by"),
    )
    subject = models.CharField(_("done to"), max_length=120, db_index=True)
    data = models.JSONField(_("what else is known"), default=dict)
    forgotten_at = models.DateTimeField(_("emptied at"), null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        verbose_name = _("audit log line")
        verbose_name_plural = _("audit log lines")

    def __str__(self) -> str:
        return f"{self.deed} {self.subject}"


class AuditLink(models.Model):
    """The place of one line in the chain (append-only): its digests, and one over these and the link before.

    Kept when the line itself has expired, so the chain can be followed from its first link for ever.
    """

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, on_delete=models.DO_NOTHING, db_constraint=False, related_name="link")
    deed_sha256 = models.CharField(max_length=64)
    data_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return f"{self.position} {self.sha256[:16]}"


class AuditHead(models.Model):
    """Where the chain stood on a day, signed (append-only). A copy kept elsewhere shows that nothing was cut off since."""

    day = models.DateField(unique=True)
    position = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    key_id = models.CharField(max_length=16)
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} {self.position}"
