"""What of an office file can be read in the browser (文字预览): by the file's digest, so that the same bytes are read once."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.dates import now


class Excerpt(models.Model):
    """One file read. `key` and `made` say where its words lie and their digest; without, nothing of it could be read."""

    sha256 = models.CharField(max_length=64, primary_key=True, editable=False)
    key = models.CharField(max_length=200, blank=True, editable=False)
    made = models.CharField(max_length=64, blank=True, editable=False)
    is_cut = models.BooleanField(default=False, editable=False)
    at = models.DateTimeField(pgettext_lazy("of a file", "read at"), default=now, editable=False)

    class Meta:
        verbose_name = _("preview of a file")
        verbose_name_plural = _("previews of files")
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.made[:12] or '—'}"
