"""Files on their way into the store."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.certificates import Certificate
from core.dates import now


class Writing(models.Model):
    """A file that is being written (正在存档的文件): noted before its first byte, forgotten when its document is recorded.

    One that stays behind tells of a worker that died in between, and which file it may have left.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="writings", verbose_name=_("certificate"))
    key = models.CharField(_("file"), max_length=200)
    begun_at = models.DateTimeField(_("begun at"), default=now)

    class Meta:
        verbose_name = _("file being written")
        verbose_name_plural = _("files being written")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"],
                name="writing_key_uniq",
                violation_error_message=_("This file is already being written."),
            )
        ]

    def __str__(self) -> str:
        return self.key
