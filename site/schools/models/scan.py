"""What the scanner said of a file (查毒结果): by its digest, so that the same bytes are looked at once."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import now


class Scan(models.Model):
    """One file looked at. `found` names what it holds; empty: nothing was found."""

    sha256 = models.CharField(max_length=64, primary_key=True, editable=False)
    found = models.CharField(_("found"), max_length=200, blank=True, editable=False)
    at = models.DateTimeField(_("scanned at"), default=now, editable=False)

    class Meta:
        verbose_name = _("scan of a file")
        verbose_name_plural = _("scans of files")
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.found or '—'}"

    @property
    def is_clean(self) -> bool:
        return not self.found
