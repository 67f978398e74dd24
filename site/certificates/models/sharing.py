"""How a holder shows a certificate to others, and how often it was looked at."""

import secrets
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certificates.models.certificates import Certificate
from core.dates import now


def _secret() -> str:
    return secrets.token_urlsafe(16)


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def open(self) -> Self:
        """Links that still show the full name."""
        return self.filter(ended_at=None)


class ShareLink(models.Model):
    """A link that shows the full name too (分享链接). Append-only but for its end; one at a time per certificate."""

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="share_links", verbose_name=_("certificate")
    )
    # 128 bits: a link cannot be guessed from the number.
    secret = models.CharField(_("secret"), max_length=32, unique=True, default=_secret)
    made_at = models.DateTimeField(_("made at"), default=now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(ended_at=None),
                name="sharelink_one_open_uniq",
                violation_error_message=_("This certificate has a link already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.certificate_id)

    @property
    def url(self) -> str:
        """The address to hand on."""
        return settings.SITE_URL + reverse("certificates:shared", args=[self.certificate.number, self.secret])


class ViewCount(models.Model):
    """How often strangers looked at a certificate on one day (查看次数): a number, and nothing about them."""

    certificate = models.ForeignKey(
        Certificate, on_delete=models.CASCADE, related_name="view_counts", verbose_name=_("certificate")
    )
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("view count")
        verbose_name_plural = _("view counts")
        ordering: ClassVar = ["-day"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate", "day"],
                name="viewcount_day_uniq",
                violation_error_message=_("This day has been counted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.count}"
