"""What a learner notes for himself (笔记), and the places he wants back to (书签). Nobody else ever sees them."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import now
from courses.models.course import Course
from courses.models.learning import OwnedQuerySet, _learner

LONGEST = 5000


class Note(models.Model):
    """A note or a bookmark at a place of a lesson, whichever version or language of it is read.

    `part` is the anchor of an activity or of a section's heading, empty for the lesson as a whole; `part_title` is kept because a
    heading may be gone by then. `second`: the moment of a film. `edition` counts the changes; `writer` is the page that made
    the last one, so that a page whose answer got lost may save again.
    """

    class Kind(models.TextChoices):
        NOTE = "note", _("note")
        BOOKMARK = "bookmark", _("bookmark")

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    learner = _learner("notes")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+", verbose_name=_("course"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NOTE)
    lesson_code = models.CharField(_("lesson"), max_length=20)
    part = models.CharField(_("place"), max_length=80, blank=True)
    part_title = models.CharField(_("name of the place"), max_length=250, blank=True)
    second = models.PositiveIntegerField(_("second"), null=True, blank=True)
    text = models.TextField(_("text"), max_length=LONGEST, blank=True)
    edition = models.PositiveIntegerField(default=1)
    writer = models.UUIDField(default=uuid4)
    made_at = models.DateTimeField(_("made at"), default=now)
    changed_at = models.DateTimeField(_("changed at"), default=now)

    objects = OwnedQuerySet["Note"].as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering: ClassVar = ["course", "lesson_code", "made_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["learner", "course", "lesson_code"], name="note_learner_lesson")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner", "lesson_code", "part"],
                condition=Q(kind="bookmark"),
                name="note_bookmark_uniq",
                violation_error_message=_("This place has a bookmark already."),
            ),
            models.CheckConstraint(
                name="note_has_text",
                condition=Q(kind="bookmark") | ~Q(text=""),
                violation_error_message=_("A note has a text."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.lesson_code} {self.key}"

    @property
    def is_bookmark(self) -> bool:
        return self.kind == self.Kind.BOOKMARK

    @property
    def moment(self) -> str:
        """1:05, as players write it; empty without a film."""
        return "" if self.second is None else f"{self.second // 60}:{self.second % 60:02}"
