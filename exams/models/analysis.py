"""What the analysis found (试题分析): derived figures. They may be thrown away and worked out again at any time."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exams.models.bank import ItemVersion
from exams.models.exam import ExamVersion


class ExamStat(models.Model):
    """The figures of one version of an exam as a whole.

    `figures` names what could be said; what could not is null. `histogram` is twenty counts, from 0 to 100 per cent of the
    marks.
    """

    exam_version = models.OneToOneField(
        ExamVersion, on_delete=models.CASCADE, related_name="stat", verbose_name=_("exam version")
    )
    n = models.PositiveIntegerField(_("papers"))
    passed = models.PositiveIntegerField(_("passed"))
    maximum = models.DecimalField(_("out of"), max_digits=7, decimal_places=2)
    is_drawn = models.BooleanField(_("drawn papers"), help_text=_("Not everybody met the same items."))
    figures = models.JSONField(_("figures"), default=dict)
    histogram = models.JSONField(_("distribution"), default=list)
    computed_at = models.DateTimeField(_("computed at"))

    class Meta:
        verbose_name = _("exam statistic")
        verbose_name_plural = _("exam statistics")

    def __str__(self) -> str:
        return f"{self.exam_version} n={self.n}"

    def get_absolute_url(self) -> str:
        return reverse("exams:exam-statistics", args=[self.exam_version.exam.code, self.exam_version.number])

    @property
    def pass_percent(self) -> float:
        return 100 * self.passed / self.n if self.n else 0.0


class ItemStat(models.Model):
    """The figures of one item within one version of an exam (试题统计).

    `choices` is a list of {"id", "count", "share", "rest_r", "is_key", "groups"}; `groups` are the shares of five groups of
    candidates from the lowest totals to the highest. `flags` as in exams.analysis.items.FLAGS.
    """

    exam_version = models.ForeignKey(
        ExamVersion, on_delete=models.CASCADE, related_name="item_stats", verbose_name=_("exam version")
    )
    item_version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="stats", verbose_name=_("item version"))
    n = models.PositiveIntegerField(_("answers"))
    facility = models.FloatField(_("facility"))
    deviation = models.FloatField(_("standard deviation"), null=True)
    rest_r = models.FloatField(_("discrimination"), null=True)
    efficiency = models.FloatField(_("efficiency"), null=True)
    d27 = models.FloatField(_("D27"), null=True)
    # The exam's alpha had this item not been in it; null for drawn papers.
    alpha_without = models.FloatField(_("alpha without this item"), null=True)
    choices = models.JSONField(_("choices"), default=list)
    flags = models.JSONField(_("flags"), default=list)

    class Meta:
        verbose_name = _("item statistic")
        verbose_name_plural = _("item statistics")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["exam_version", "item_version"],
                name="itemstat_scope_uniq",
                violation_error_message=_("This item already has figures for this exam."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_version_id} n={self.n}"

    def get_absolute_url(self) -> str:
        version = self.exam_version
        item = self.item_version
        return reverse("exams:item-statistics", args=[version.exam.code, version.number, item.item.code, item.number])
