"""The work of markers: who holds which answer, and what is corrected in a key after it was used."""

import datetime as dt
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.dates import now
from exams.models.bank import ItemVersion
from exams.models.delivery import AttemptItem
from exams.models.keys import AnswerKey
from exams.models.results import Mark


class ClaimQuerySet(models.QuerySet["Claim"]):
    def held_by(self, marker: Any) -> Self:
        return self.filter(marker=marker)

    def lapsed(self, at: dt.datetime | None = None) -> Self:
        """Claims whose time has run out: anybody may take their answers."""
        return self.filter(until__lte=at or clock.now())

    def of_item(self, version: ItemVersion) -> Self:
        return self.filter(attempt_item__item_version=version)


class Claim(models.Model):
    """That one marker holds one answer at one stage (领取), with the draft of the marks. Gone once the mark is given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt_item = models.ForeignKey(
        AttemptItem, on_delete=models.PROTECT, related_name="claims", verbose_name=_("item of a paper")
    )
    stage = models.CharField(_("stage"), max_length=14, choices=Mark.Stage)
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("marker"))
    taken_at = models.DateTimeField(_("taken at"))
    until = models.DateTimeField(_("held until"))
    # What the draft says, line by line, as it was typed.
    given = models.JSONField(_("draft"), default=dict)
    comment = models.TextField(_("comment"), blank=True)
    saved_at = models.DateTimeField(_("draft saved at"), null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering: ClassVar = ["taken_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt_item", "stage"],
                name="claim_item_stage_uniq",
                violation_error_message=_("Another marker holds this answer."),
            ),
            models.UniqueConstraint(
                fields=["attempt_item", "marker"],
                name="claim_item_marker_uniq",
                violation_error_message=_("A marker marks an answer at one stage only."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_item_id} {self.stage}"

    def get_absolute_url(self) -> str:
        return reverse("exams:marking-answer", args=[self.pk])


class KeyRevisionQuerySet(models.QuerySet["KeyRevision"]):
    def proposed(self) -> Self:
        """Revisions that wait for a second person."""
        return self.filter(applied_at=None, withdrawn_at=None)

    def unfinished(self) -> Self:
        """Applied, but not yet carried through to every paper."""
        return self.filter(applied_at__isnull=False, completed_at=None)

    def told(self) -> Self:
        return self.select_related("item_version__item", "proposed_by", "applied_by", "key", "undoes")


class KeyRevision(models.Model):
    """A correction of a key people were marked by (答案更正): one proposes, another applies, a further one undoes."""

    class Kind(models.TextChoices):
        REKEY = "rekey", _("Another answer is right")
        ACCEPT = "accept", _("A further answer is right, too")
        VOID = "void", _("The item does not count")
        FULL = "full", _("Full marks to everybody")
        RESTORE = "restore", _("Back to an earlier key")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item_version = models.ForeignKey(
        ItemVersion, on_delete=models.PROTECT, related_name="key_revisions", verbose_name=_("item version")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    # The rule and key that are to hold.
    rule = models.CharField(_("rule"), max_length=16, choices=AnswerKey.Rule)
    data = models.JSONField(_("key"), default=dict)
    reason = models.CharField(_("reason"), max_length=300)
    undoes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("undoes")
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("applied by")
    )
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    key = models.OneToOneField(
        AnswerKey, on_delete=models.PROTECT, null=True, blank=True, related_name="key_revision", verbose_name=_("answer key")
    )
    completed_at = models.DateTimeField(_("carried through at"), null=True, blank=True)

    objects = KeyRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("key revision")
        verbose_name_plural = _("key revisions")
        ordering: ClassVar = ["-proposed_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(applied_by__isnull=True) | ~Q(applied_by=F("proposed_by")),
                name="keyrevision_applier_not_proposer",
                violation_error_message=_("Whoever proposed a correction does not apply it."),
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True, key__isnull=True, completed_at__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False, key__isnull=False, withdrawn_at__isnull=True),
                name="keyrevision_applied_with_key",
                violation_error_message=_("An applied correction has someone who applied it and the key it made."),
            ),
            models.UniqueConstraint(
                fields=["item_version"],
                condition=Q(applied_at__isnull=True, withdrawn_at__isnull=True),
                name="keyrevision_one_proposed_uniq",
                violation_error_message=_("A correction of this key is already proposed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_version_id} {self.kind}"

    def get_absolute_url(self) -> str:
        return reverse("exams:key-revision", args=[self.pk])

    @property
    def is_proposed(self) -> bool:
        return self.applied_at is None and self.withdrawn_at is None
