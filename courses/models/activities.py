"""How far a person is in one activity, and what that rests on. Evidence is append-only: a trigger refuses changes."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import now
from courses.activities import Reached
from courses.models.learning import OwnedQuerySet, _learner


class ActivityProgressQuerySet(OwnedQuerySet["ActivityProgress"]):
    def counting(self, since: dt.datetime | None) -> Self:
        """What counts in a cycle: begun or completed since it began (None: ever), and not taken back."""
        standing = self.filter(taken_back_at=None)
        return standing if since is None else standing.filter(Q(opened_at__gte=since) | Q(completed_at__gte=since))


class ActivityProgress(models.Model):
    """How far a person is in one activity (学习活动进度), in whichever course, version or language he does it.

    Figures only grow. `completed_at` is set once; from then on a trigger refuses to change it. `data` is the kind's own:
    a position, what a package wants to be told when it is opened again. `version` counts the changes: who writes
    without a lock names the one he read. What a later cycle asks anew is another `round`: the earlier one stays as it was.
    `taken_back_at`: a named person took back what completed it.
    """

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("not started")
        IN_PROGRESS = "in_progress", _("in progress")
        COMPLETED = "completed", _("completed")

    learner = _learner("activity_progress")
    lesson_code = models.CharField(_("lesson"), max_length=20)
    activity_id = models.CharField(_("activity"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.NOT_STARTED)
    deeds = models.JSONField(_("deeds"), default=list)
    percent = models.PositiveSmallIntegerField(_("percent"), default=0)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    seconds = models.PositiveIntegerField(_("seconds"), default=0)
    data = models.JSONField(_("data"), default=dict)
    version = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(_("first worked on"), default=now)
    worked_at = models.DateTimeField(_("last worked on"), default=now)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = ActivityProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity progress")
        verbose_name_plural = _("activity progress")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner", "lesson_code", "activity_id", "round"], name="activityprogress_round_uniq"
            ),
            models.CheckConstraint(name="activityprogress_percent_is_one", condition=Q(percent__lte=100)),
            models.CheckConstraint(name="activityprogress_score_is_percent", condition=Q(score=None) | Q(score__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.lesson_code} {self.kind}"

    @property
    def reached(self) -> Reached:
        return Reached(frozenset(self.deeds), self.percent, self.score, self.seconds)

    @reached.setter
    def reached(self, told: Reached) -> None:
        self.deeds, self.percent, self.score, self.seconds = sorted(told.deeds), told.percent, told.score, told.seconds


class ActivityEvidence(models.Model):
    """One deed in one activity (append-only): what was done, by which rule it was judged, and who says so."""

    learner = _learner("activity_evidence")
    lesson_code = models.CharField(_("lesson"), max_length=20)
    activity_id = models.CharField(_("activity"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20)
    deed = models.CharField(_("deed"), max_length=20)
    rule = models.JSONField(_("rule"))
    data = models.JSONField(_("data"), default=dict)
    completed = models.BooleanField(_("completed by it"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=now)

    objects = OwnedQuerySet["ActivityEvidence"].as_manager()

    class Meta:
        verbose_name = _("evidence of an activity")
        verbose_name_plural = _("evidence of activities")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["learner", "lesson_code", "activity_id"], name="activityevidence_learner")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.lesson_code} {self.deed}"
