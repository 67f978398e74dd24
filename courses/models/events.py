"""The events log (学习事件): what happened in learning, one row a deed, in the words of xAPI. A trigger refuses changes."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import now
from courses.models.learning import OwnedQuerySet, _learner


class LearningEvent(models.Model):
    """One deed. It holds facts alone; the statement with its addresses is made when it is exported (courses/xapi.py).

    Codes instead of keys: an event is told as it was, whatever becomes of the course. `result` is what xAPI calls so.
    """

    class Verb(models.TextChoices):
        INITIALIZED = "initialized", _("begun")
        PROGRESSED = "progressed", _("gone on")
        ANSWERED = "answered", _("answered")
        COMPLETED = "completed", _("completed")
        PASSED = "passed", _("passed")
        FAILED = "failed", _("failed")
        TERMINATED = "terminated", _("ended")
        WAIVED = "waived", _("waived")
        PLAYED = "played", _("played")
        PAUSED = "paused", _("paused")
        SEEKED = "seeked", _("wound")

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    learner = _learner("learning_events")
    verb = models.CharField(_("verb"), max_length=12, choices=Verb)
    course_code = models.CharField(_("course"), max_length=12, blank=True)
    lesson_code = models.CharField(_("lesson"), max_length=20, blank=True)
    activity_id = models.CharField(_("activity"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    result = models.JSONField(_("result"), default=dict)
    at = models.DateTimeField(_("at"), default=now, db_index=True)

    objects = OwnedQuerySet["LearningEvent"].as_manager()

    class Meta:
        verbose_name = _("learning event")
        verbose_name_plural = _("learning events")
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["course_code", "at"], name="learningevent_course_at")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.verb} {self.course_code or self.lesson_code}"
