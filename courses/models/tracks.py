"""The way to a post (学习路径): which courses, electives and exams, in which order. Its rules are data (courses/tracks.py)."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses import tracks
from courses.syllabus import told


class Track(models.Model):
    """A track for a post at a level. `content` = {"title": {locale: text}, "summary": {…}, "stages": […]}."""

    class Level(models.TextChoices):
        BASIC = "basic", _("Basic level")
        INTERMEDIATE = "intermediate", _("Intermediate level")
        ADVANCED = "advanced", _("Advanced level")

    slug = models.SlugField(_("address"), max_length=40, unique=True)
    level = models.CharField(_("level"), max_length=20, choices=Level, default=Level.BASIC)
    place = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    content = models.JSONField(_("content"), default=dict)
    is_published = models.BooleanField(pgettext_lazy("of a track", "published"), default=True)
    loaded_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering: ClassVar = ["place", "slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def stages(self) -> list[tracks.Stage]:
        return tracks.read(self.content)

    @property
    def courses(self) -> frozenset[str]:
        """The codes of the courses it leads through."""
        return frozenset(step.code for stage in self.stages for step in stage.steps if step.kind == "course")

    def title(self, language: str) -> str:
        return told(self.content["title"], language)

    def summary(self, language: str) -> str:
        return told(self.content.get("summary", {}), language)

    def words(self, key: str) -> dict[str, Any]:
        """Words of the track by language."""
        found: dict[str, Any] = self.content.get(key, {})
        return found
