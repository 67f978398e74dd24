"""How often a material was taken. Apart from the page, because publishing an older revision must not turn the count back."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DownloadCount(models.Model):
    """Downloads of one document, whoever took it: nobody is noted."""

    document = models.OneToOneField(
        "wagtaildocs.Document",
        on_delete=models.CASCADE,
        related_name="campaign_downloads",
        verbose_name=pgettext_lazy("to download", "document"),
    )
    number = models.PositiveIntegerField(_("downloads"), default=0)

    class Meta:
        verbose_name = _("download count")
        verbose_name_plural = _("download counts")

    def __str__(self) -> str:
        return f"{self.document_id}: {self.number}"

    @classmethod
    def add(cls, document: int) -> None:
        """One more; two at once are two."""
        cls.objects.get_or_create(document_id=document)
        cls.objects.filter(document_id=document).update(number=F("number") + 1)
