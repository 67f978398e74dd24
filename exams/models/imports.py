"""Imports (导入): a file handed in, what was found in it, and whether somebody then took it into the bank."""

from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import now

if TYPE_CHECKING:
    from accounts.models import User


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """All of them to whoever may write items: a colleague may look at a report before it is committed."""
        return self if user.is_authenticated and user.has_perm("exams.add_item") else self.none()

    def told(self) -> Self:
        """For lists: with people, without the reports (one query)."""
        return self.select_related("by", "committed_by").defer("report")


class Import(models.Model):
    """A file of items between its upload and its commit. The file is kept under its digest; `report` is what was shown."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("digest"), max_length=64)
    format = models.CharField(_("format"), max_length=20)
    language = models.CharField(_("language"), max_length=10, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded at"), default=now)
    counts = models.JSONField(_("counts"), default=dict)
    report = models.JSONField(_("report"), default=dict)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("taken in by")
    )
    committed_at = models.DateTimeField(_("taken in at"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar = ["-uploaded_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(committed_at=None, committed_by=None) | Q(committed_at__isnull=False, committed_by__isnull=False),
                name="import_committed_whole",
                violation_error_message=_("What was taken in was taken in by someone at some time."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Where its file lies in the store that no web server hands out."""
        return f"imports/{self.sha256[:2]}/{self.sha256}"

    @property
    def may_be_committed(self) -> bool:
        """Whether nothing was refused and there is something to take in."""
        return (
            not self.committed_at
            and not self.counts.get("refused")
            and bool(self.counts.get("new") or self.counts.get("changed"))
        )

    def keep(self, data: bytes) -> None:
        """Store the file; the same bytes lie there once."""
        if not storages["artefacts"].exists(self.key):
            storages["artefacts"].save(self.key, ContentFile(data))

    def content(self) -> bytes:
        with storages["artefacts"].open(self.key) as file:
            data: Any = file.read()
            return bytes(data)
