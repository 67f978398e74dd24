"""Two tables without a domain: work still to be done, and what was done."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

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
    """Who did what to which record, when (append-only; a trigger refuses changes)."""

    at = models.DateTimeField(default=now, db_index=True)
    deed = models.CharField(max_length=80)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    subject = models.CharField(max_length=120, db_index=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-pk"]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.deed} {self.subject}"
