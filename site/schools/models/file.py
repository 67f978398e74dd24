"""A file of a resource (资源文件)."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from core.handed_in import OFFICE
from schools.models.pack import LessonPackPage
from schools.traits import Kind


class PackFile(Orderable):
    """A file of a pack (资源文件). Its bytes are kept by their digest and belong to the revisions that name them."""

    page = ParentalKey(LessonPackPage, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SHEET)
    title = models.CharField(_("title"), max_length=80, blank=True, help_text=_("Left empty, it is the file's name."))
    code = models.UUIDField(default=uuid4, editable=False)
    key = models.CharField(max_length=200, editable=False)
    name = models.CharField(max_length=120, editable=False)
    mime = models.CharField(max_length=100, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(default=0, editable=False)

    panels: ClassVar = [FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]), FieldPanel("upload")]
    is_readable = False  # its words stand ready (schools.outlining.readable)
    is_new = False  # it came after the last decision (schools.dossier)

    class Meta(Orderable.Meta):
        verbose_name = _("file of a resource")
        verbose_name_plural = _("files of resources")

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def ending(self) -> str:
        return self.name.rpartition(".")[2].upper()

    @property
    def is_picture(self) -> bool:
        return self.mime.startswith("image/")

    @property
    def is_office(self) -> bool:
        return self.mime in OFFICE.values()

    @property
    def is_shown(self) -> bool:
        """Whether a browser can show it without running anything."""
        return self.is_picture or self.mime == "application/pdf"
