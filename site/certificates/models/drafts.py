"""Drafts: a next version while it is being written. What one does with any of them: certificates/drafts.py."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import now


class AbstractDraft(models.Model):
    """A scheme's next version of something (草稿): at most one at a time; somebody who wrote none of it publishes.

    Each kind names its scheme (`scheme`), the version it was made from (`based_on`), and what it is called in the audit log.
    """

    # In the audit log: "template.drafted" and so on.
    deed: ClassVar[str]
    # What publishing reads along with it.
    beside: ClassVar[tuple[str, ...]] = ()

    scheme: Any
    based_on: Any
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written at"), default=now)

    class Meta:
        abstract = True

    @property
    def told(self) -> str:
        """Of which scheme, and from when."""
        return f"{self.scheme} ({self.written_at:%Y-%m-%d})"
