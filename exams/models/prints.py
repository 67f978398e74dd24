"""Papers for a room (纸质试卷): a form is drawn once for a sitting, and every document of it is made once and kept."""

import uuid
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import now
from core.keeping import kept
from exams.languages import SOURCE
from exams.models.delivery import AttemptItem
from exams.models.exam import Pool
from exams.models.sitting import Sitting


class PrintedPaperQuerySet(models.QuerySet["PrintedPaper"]):
    def told(self) -> Self:
        """With sitting, rules, pool and documents at hand (two queries)."""
        return self.select_related("sitting__exam_version__exam", "pool", "drawn_by").prefetch_related("documents")


class PrintedPaper(models.Model):
    """One form (A卷, B卷) of a sitting's paper. Append-only. `items`: [slot, version, order, marks, area, parts]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="printed_papers", verbose_name=_("sitting"))
    form = models.CharField(_("form"), max_length=2)
    seed = models.BigIntegerField(_("seed"))
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="printed_papers", verbose_name=_("item pool"))
    items = models.JSONField(_("items of a paper"))
    paper_sha256 = models.CharField(_("fingerprint of the paper"), max_length=64)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("drawn by"))
    drawn_at = models.DateTimeField(_("drawn at"), default=now)

    objects = PrintedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed paper")
        verbose_name_plural = _("printed papers")
        ordering: ClassVar = ["sitting", "form"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sitting", "form"],
                name="printedpaper_sitting_form_uniq",
                violation_error_message=_("This sitting already has a paper with this letter."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sitting} {self.form}"

    @property
    def mark(self) -> str:
        """The beginning of the fingerprint, as it stands on every page."""
        return " ".join(self.paper_sha256[at : at + 4] for at in range(0, 16, 4)).upper()

    def attempt_items(self) -> list[AttemptItem]:
        """The slots as an attempt has them; nothing is stored."""
        return [
            AttemptItem(slot=slot, item_version_id=version, choice_order=order, max_marks=Decimal(marks), area=area, parts=parts)
            for slot, version, order, marks, area, parts in self.items
        ]

    @staticmethod
    def rows(items: list[AttemptItem]) -> list[list[Any]]:
        """Slots as a form keeps them."""
        return [[one.slot, one.item_version_id, one.choice_order, f"{one.max_marks:.2f}", one.area, one.parts] for one in items]


class PrintedDocument(models.Model):
    """A document of a form in a language (卷面、答题卡、答案). Append-only: served as it was made, never made again."""

    class Kind(models.TextChoices):
        PAPER = "paper", _("Question paper")
        LARGE = "large", _("Question paper, large print")
        SHEET = "sheet", _("Answer sheet")
        KEY = "key", _("Key, confidential")

    paper = models.ForeignKey(PrintedPaper, on_delete=models.PROTECT, related_name="documents", verbose_name=_("printed paper"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default=SOURCE)
    key = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    template_version = models.PositiveSmallIntegerField(_("template version"))
    made_at = models.DateTimeField(_("made at"), default=now)

    class Meta:
        verbose_name = _("document of a printed paper")
        verbose_name_plural = _("documents of printed papers")
        ordering: ClassVar = ["paper", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["paper", "language", "kind"],
                name="printeddocument_language_kind_uniq",
                violation_error_message=_("This paper already has this document."),
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
