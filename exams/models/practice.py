"""Practising (练习): what one person has been asked, and when it comes back. No paper, no mark, no result."""

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exams.models.bank import Item

if TYPE_CHECKING:
    from accounts.models import User


class PracticeCardQuerySet(models.QuerySet["PracticeCard"]):
    def of(self, learner: "User") -> Self:
        """One's own cards: nobody else ever sees what one got wrong in practice."""
        return self.filter(learner=learner)

    def due(self, at: dt.datetime) -> Self:
        """What is to be asked again, longest due first."""
        return self.filter(due_at__lte=at).order_by("due_at", "pk")


class PracticeCard(models.Model):
    """One item in one person's practice (练习卡). `state` is the scheduler's own memory of it (exams/spacing.py)."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="practice_cards", verbose_name=_("learner")
    )
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="practice_cards", verbose_name=_("exam item"))
    state = models.JSONField(_("state"), default=dict)
    due_at = models.DateTimeField(_("due at"))
    asked = models.PositiveIntegerField(_("times asked"), default=0)
    missed = models.PositiveIntegerField(_("times missed"), default=0)
    asked_at = models.DateTimeField(_("last asked at"))

    objects = PracticeCardQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice card")
        verbose_name_plural = _("practice cards")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner", "item"],
                name="practicecard_learner_item_uniq",
                violation_error_message=_("This person already practises this item."),
            ),
            models.CheckConstraint(
                condition=models.Q(missed__lte=models.F("asked")),
                name="practicecard_missed_of_asked",
                violation_error_message=_("No more can be missed than was asked."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["learner", "due_at"], name="practicecard_due")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.asked}"
