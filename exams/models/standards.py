"""Setting the standard (合格线设定): a panel says what a minimally competent person would answer, and the cut score follows."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import now
from exams.models.exam import ExamVersion


class StandardSettingQuerySet(models.QuerySet["StandardSetting"]):
    def of_member(self, user: Any) -> Self:
        """Panels the person sits on."""
        return self.filter(members__user=user)

    def told(self) -> Self:
        return self.select_related("exam_version__exam", "opened_by")


class StandardSetting(models.Model):
    """A modified-Angoff panel for one exam version (Angoff 评定). Round 1 is blind; in round 2 members see round 1.

    `targets` is what is rated, frozen when the panel is called: [{"id", "label", "marks"}], an item or a cell of the
    blueprint with the marks of all its items.
    """

    class Basis(models.TextChoices):
        CELL = "cell", _("By cell of the blueprint")
        ITEM = "item", _("By item")

    class State(models.TextChoices):
        ROUND_1 = "round_1", _("First round")
        ROUND_2 = "round_2", _("Second round")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exam_version = models.ForeignKey(
        ExamVersion, on_delete=models.PROTECT, related_name="standard_settings", verbose_name=_("exam version")
    )
    basis = models.CharField(_("what is rated"), max_length=4, choices=Basis, default=Basis.CELL)
    targets = models.JSONField(_("rated"), default=list)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ROUND_1)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"), default=now)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = StandardSettingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standard setting")
        verbose_name_plural = _("standard settings")
        ordering: ClassVar = ["-opened_at"]

    def __str__(self) -> str:
        return f"{self.exam_version} Angoff"

    def get_absolute_url(self) -> str:
        return reverse("exams:standard", args=[self.pk])

    @property
    def round(self) -> int:
        """The round that is rated now, or was rated last."""
        return 1 if self.state == self.State.ROUND_1 else 2

    @property
    def is_open(self) -> bool:
        return self.state != self.State.CLOSED


class PanelMember(models.Model):
    """Someone who rates (评定委员)."""

    setting = models.ForeignKey(StandardSetting, on_delete=models.PROTECT, related_name="members", verbose_name=_("panel"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))

    class Meta:
        verbose_name = _("panel member")
        verbose_name_plural = _("panel members")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["setting", "user"],
                name="panelmember_setting_user_uniq",
                violation_error_message=_("This person is already on the panel."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.setting_id} {self.user_id}"


class AngoffRating(models.Model):
    """What one member said in one round of one target, in per cent (评定). Append-only: another view is for the next round."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="ratings", verbose_name=_("member"))
    round = models.PositiveSmallIntegerField(_("round"))
    target = models.CharField(_("rated"), max_length=40)
    percent = models.PositiveSmallIntegerField(_("per cent"))
    rated_at = models.DateTimeField(_("rated at"), default=now)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "round", "target"],
                name="angoffrating_member_round_target_uniq",
                violation_error_message=_("This member has already rated this in this round."),
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="angoffrating_percent_range",
                violation_error_message=_("A rating runs from 0 to 100 per cent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.percent}"
