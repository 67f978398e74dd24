"""The next version of an exam's rules while it is being written (规则草稿): apart from the published, which nobody rewrites."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import now
from exams.models.exam import BlueprintRow, Exam, ExamVersion, Rules

# What a draft takes over from the version it is made from, and gives to the one it becomes.
COPIED = tuple(field.name for field in Rules._meta.local_fields)
CELL = ("section", "area", "item_kinds", "difficulty_min", "difficulty_max", "count", "marks_each", "parts")


class RulesDraft(Rules):
    """At most one for each exam. `cells` holds the rows of the blueprint in their order, as JSON."""

    exam = models.OneToOneField(Exam, on_delete=models.PROTECT, related_name="draft", verbose_name=_("exam"))
    based_on = models.ForeignKey(
        ExamVersion, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("made from version")
    )
    cells = models.JSONField(_("blueprint"), default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"), default=now)

    class Meta:
        verbose_name = _("draft of exam rules")
        verbose_name_plural = _("drafts of exam rules")
        ordering: ClassVar = ["exam"]

    def __str__(self) -> str:
        return f"{self.exam} ({self.made_at:%Y-%m-%d})"

    def blueprint_rows(self) -> list[BlueprintRow]:
        """The cells as the rows they would become; nothing is stored."""
        return [
            BlueprintRow(position=place, **{**cell, "marks_each": Decimal(cell["marks_each"])})
            for place, cell in enumerate(self.cells, 1)
        ]

    @staticmethod
    def as_cell(row: BlueprintRow) -> dict[str, Any]:
        """A published row as a draft keeps it."""
        return {name: getattr(row, name) for name in CELL} | {"marks_each": f"{row.marks_each:f}"}
