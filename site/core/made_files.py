"""Files that a job makes (生成的文件): being made, kept for a while, dropped; what was asked for stays."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import now


class MadeFile(models.Model):
    """A file somebody asked for. `key` is empty before it is there, and again when it was kept long enough."""

    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)
    key = models.CharField(_("stored under"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)

    class Meta:
        abstract = True

    @property
    def is_running(self) -> bool:
        return self.finished_at is None

    @property
    def is_kept(self) -> bool:
        """Whether its file can be fetched now."""
        return bool(self.key) and self.expires_at is not None and now() < self.expires_at
