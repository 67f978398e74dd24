"""Films, sounds, PDFs and files of lessons (学习素材). A file never changes once it is there; its captions may be mended."""

from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.dates import now
from courses.media.captions import Cue, clock
from courses.models.activities import ActivityProgress
from courses.models.course import Course
from courses.models.learning import OwnedQuerySet, _learner

if TYPE_CHECKING:
    from accounts.models import User


# Of what is kept of a PDF's pages. What an earlier one kept is read anew: the first had words, and of a scan its picture.
LEAVES_EDITION = 2


class MediumQuerySet(models.QuerySet["Medium"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Who writes lessons sees all; a reader meets one through a lesson (courses/media/access.py)."""
        return self.all() if user.has_perm("courses.view_medium") else self.none()

    def unread(self) -> Self:
        """PDFs kept here whose pages nobody has read and drawn yet, as that is done now."""
        kept = self.filter(kind=Medium.Kind.PDF).exclude(sha256="")
        return kept.filter(Q(leaves__edition__isnull=True) | Q(leaves__edition__lt=LEAVES_EDITION))


class Medium(models.Model):
    """One film, sound, PDF or file. Uploaded and kept under its digest, or a film at an address of another host."""

    class Kind(models.TextChoices):
        VIDEO = "video", _("video")
        AUDIO = "audio", _("sound recording")
        PDF = "pdf", _("PDF document")
        FILE = "file", _("file to download")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, editable=False)
    type = models.CharField(_("type of file"), max_length=100, editable=False)
    ending = models.CharField(max_length=8, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    url = models.URLField(_("address of the film"), max_length=500, blank=True)
    milliseconds = models.PositiveIntegerField(_("length in milliseconds"), default=0, editable=False)
    captions = models.JSONField(_("captions"), default=dict, blank=True, editable=False)
    # What was read and drawn of a PDF's pages (courses/media/leaves.py); empty until it was.
    leaves = models.JSONField(_("pages of a PDF"), default=dict, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded on"), default=now, editable=False)

    objects = MediumQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning material")
        verbose_name_plural = _("learning materials")
        ordering: ClassVar = ["-uploaded_at"]
        constraints: ClassVar = [
            models.CheckConstraint(name="medium_is_file_or_address", condition=Q(sha256="") ^ Q(url="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def storage_key(self) -> str:
        return f"media/{self.sha256[:2]}/{self.sha256}"

    @property
    def is_trackable(self) -> bool:
        """Whether what is played of it can be known: it plays in our own player, and its length is known."""
        return bool(self.milliseconds) and (not self.url or urlsplit(self.url).hostname in settings.MEDIA_HOSTS)

    @property
    def address(self) -> str:
        """From where a browser plays or fetches it."""
        return self.url or reverse("courses:medium", args=[self.key, self.ending])

    @property
    def length(self) -> str:
        return clock(self.milliseconds) if self.milliseconds else ""

    @property
    def languages(self) -> list[str]:
        return sorted(self.captions, reverse=True)

    def cues(self, language: str = "") -> list[Cue]:
        """The transcript in a language, else in Chinese, else in any."""
        wanted = language or get_language() or ""
        first: list[list[Any]] = next(iter(self.captions.values()), [])
        told = self.captions.get(wanted) or self.captions.get(settings.LANGUAGE_CODE) or first
        return [Cue(*row) for row in told]


class WatchSession(models.Model):
    """One sitting before one film (观看会话). A person has one that is open: who opens another ends the one before.

    `terms` are what its beats are judged by, as the course version had them when it was opened.
    """

    class End(models.TextChoices):
        ELSEWHERE = "elsewhere", _("continued on another device or page")
        CLOSED = "closed", _("the page was closed")

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    learner = _learner("watch_sessions")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    progress = models.ForeignKey(ActivityProgress, on_delete=models.PROTECT, related_name="sessions")
    terms = models.JSONField(_("terms"))
    device = models.CharField(_("device"), max_length=200, blank=True)
    opened_at = models.DateTimeField(_("begun"), default=now)
    ended_at = models.DateTimeField(_("ended"), null=True)
    end = models.CharField(_("why it ended"), max_length=12, choices=End, blank=True)

    objects = OwnedQuerySet["WatchSession"].as_manager()

    class Meta:
        verbose_name = _("watching session")
        verbose_name_plural = _("watching sessions")
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner"], condition=Q(ended_at=None), name="watchsession_one_open_per_learner"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.key}"
