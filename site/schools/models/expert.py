"""An expert from outside (外部专家): invited by a signed link, without an account; his opinion is advice, never an approval."""

import datetime as dt
from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import now
from schools.models.pack import LessonPackPage

DAYS = 14
_SIGNER = signing.Signer(salt="schools.experts")


def runs_out() -> dt.datetime:
    return now() + dt.timedelta(days=DAYS)


class ExpertInvitationQuerySet(models.QuerySet["ExpertInvitation"]):
    def open(self) -> Self:
        """Links that still lead somewhere."""
        return self.filter(ended_at=None, expires_at__gt=now())


class ExpertInvitation(models.Model):
    """A link for one expert to one resource (专家邀请). It runs out by itself, and who made it may end it before."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    page = models.ForeignKey(
        LessonPackPage, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("teaching resource")
    )
    name = models.CharField(_("name of the expert"), max_length=40)
    office = models.CharField(_("institution and field"), max_length=80, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    made_at = models.DateTimeField(_("made at"), default=now)
    expires_at = models.DateTimeField(_("runs out at"), default=runs_out)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = ExpertInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation of an expert")
        verbose_name_plural = _("invitations of experts")
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.name}: {self.page_id}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and self.expires_at > now()

    @property
    def token(self) -> str:
        return _SIGNER.sign(self.pk.hex)

    @property
    def url(self) -> str:
        """The address to hand on."""
        return settings.SITE_URL + reverse("schools:expert", args=[self.token])

    @classmethod
    def of(cls, token: str) -> "ExpertInvitation | None":
        """Whose link it is, whether or not it still leads somewhere; None for one that never came from here."""
        try:
            key = _SIGNER.unsign(token)
        except signing.BadSignature:
            return None
        return cls.objects.select_related("page", "invited_by").filter(pk=key).first()


class ExpertOpinion(models.Model):
    """What an expert wrote about one version (专家意见). Only ever added to; no department's decision counts it."""

    # The page, the version and the invitation may go one day; what was written stays.
    invitation = models.UUIDField(editable=False)
    page = models.PositiveBigIntegerField(editable=False, db_index=True)
    revision = models.PositiveBigIntegerField(editable=False)
    content_sha256 = models.CharField(max_length=64, editable=False)
    name = models.CharField(_("name of the expert"), max_length=40, editable=False)
    office = models.CharField(_("institution and field"), max_length=80, blank=True, editable=False)
    text = models.TextField(_("opinion"), editable=False)
    at = models.DateTimeField(_("written at"), default=now, editable=False)

    class Meta:
        verbose_name = _("opinion of an expert")
        verbose_name_plural = _("opinions of experts")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.revision}"
