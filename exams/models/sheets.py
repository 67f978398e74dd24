"""Answer sheets written by hand (纸质答题卡): typed in by two people, compared, settled, then stored like any other answers."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import now
from core.keeping import kept
from exams.models.delivery import Attempt
from exams.models.prints import PrintedPaper
from exams.models.registration import Registration
from exams.models.sitting import Sitting

if TYPE_CHECKING:
    from accounts.models import User


class AnswerSheetQuerySet(models.QuerySet["AnswerSheet"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """Those of the sittings one watches over, never one's own: whoever types in sat elsewhere."""
        watched = Sitting.objects.invigilated_by(user)
        return self.filter(registration__sitting__in=watched).exclude(registration__candidate=user.pk)

    def standing(self) -> Self:
        """Those that were not discarded."""
        return self.filter(discarded_at=None)

    def told(self) -> Self:
        """With form, candidate, sitting and entries at hand (two queries)."""
        joined = self.select_related("paper", "attempt", "registration__candidate", "registration__sitting__exam_version__exam")
        return joined.prefetch_related("entries__typed_by")


class AnswerSheet(models.Model):
    """One candidate's sheet and the form it answers (答题卡). What was typed stands; a sheet begun wrongly is discarded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("registration")
    )
    paper = models.ForeignKey(PrintedPaper, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("printed paper"))
    opened_at = models.DateTimeField(_("opened at"), default=now)
    # Empty until both entries agree, or their differences are settled, and the answers are stored.
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, null=True, related_name="sheet", verbose_name=_("attempt"))
    discarded_at = models.DateTimeField(_("discarded at"), null=True)
    discarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("discarded by")
    )
    discarded_because = models.CharField(_("discarded because"), max_length=300, blank=True)

    objects = AnswerSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer sheet on paper")
        verbose_name_plural = _("answer sheets on paper")
        ordering: ClassVar = ["registration", "opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(discarded_at=None),
                name="answersheet_one_standing_uniq",
                violation_error_message=_("The sheet of this registration is being typed in already."),
            ),
            models.CheckConstraint(
                condition=Q(discarded_at=None, discarded_by=None, discarded_because="")
                | (Q(discarded_at__isnull=False, discarded_by__isnull=False) & ~Q(discarded_because="")),
                name="answersheet_discarded_with_reason",
                violation_error_message=_("A sheet is discarded by somebody, for a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.paper_id}"

    def entry(self, kind: str) -> "SheetEntry | None":
        """The entry of this kind, if it was made (no query on a sheet that is told)."""
        return next((entry for entry in self.entries.all() if entry.kind == kind), None)


class SheetEntry(models.Model):
    """What one person read on a sheet and typed (录入). Append-only. `answers`: {slot: value as stored}, blanks left out."""

    class Kind(models.TextChoices):
        FIRST = "first", _("First entry")
        SECOND = "second", _("Second entry")
        SETTLED = "settled", _("Differences settled")

    sheet = models.ForeignKey(
        AnswerSheet, on_delete=models.PROTECT, related_name="entries", verbose_name=_("answer sheet on paper")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    answers = models.JSONField(_("answers"))
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("typed by"))
    typed_at = models.DateTimeField(_("typed at"), default=now)

    class Meta:
        verbose_name = _("entry of a sheet")
        verbose_name_plural = _("entries of a sheet")
        ordering: ClassVar = ["sheet", "typed_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sheet", "kind"],
                name="sheetentry_kind_uniq",
                violation_error_message=_("This sheet already has this entry."),
            ),
            models.UniqueConstraint(
                fields=["sheet", "typed_by"],
                condition=Q(kind__in=["first", "second"]),
                name="sheetentry_two_people_uniq",
                violation_error_message=_("The two entries of a sheet are typed by two people."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.kind}"


class SheetScan(models.Model):
    """A scan or photo of a sheet, kept as evidence (扫描件). Append-only: the very bytes that were sent."""

    sheet = models.ForeignKey(
        AnswerSheet, on_delete=models.PROTECT, related_name="scans", verbose_name=_("answer sheet on paper")
    )
    key = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    mime = models.CharField(_("type"), max_length=20)
    size = models.PositiveIntegerField(_("bytes"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added at"), default=now)

    class Meta:
        verbose_name = _("scan of a sheet")
        verbose_name_plural = _("scans of sheets")
        ordering: ClassVar = ["sheet", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sheet", "sha256"],
                name="sheetscan_hash_uniq",
                violation_error_message=_("This scan is already there."),
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def kilobytes(self) -> int:
        return -(-self.size // 1000)

    def read(self) -> bytes:
        """The stored bytes, only if they are still the ones recorded."""
        return kept(self.key, self.sha256)
