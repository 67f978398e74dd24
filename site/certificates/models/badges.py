"""That a holder wants the certificate shown elsewhere as a digital badge, and the badge that was signed for it."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certificates.models.certificates import Certificate
from certificates.models.keys import SigningKey
from core.dates import now


class BadgeConsent(models.Model):
    """The holder agreed that name and certificate stand in a badge in plain text (徽章公开同意), or took that back.

    Append-only; the latest line counts. Personal Information Protection Law, art. 14 and 15: as easy to take back as to give.
    """

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="badge_consents", verbose_name=_("certificate")
    )
    ordinal = models.PositiveSmallIntegerField(_("ordinal"))
    is_given = models.BooleanField(_("given"))
    version = models.CharField(_("version"), max_length=20)
    text_sha256 = models.CharField(_("digest of the text"), max_length=64)
    at = models.DateTimeField(_("at"), default=now)
    # The holder; recorded because nobody else's click counts.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("consent to a badge")
        verbose_name_plural = _("consents to badges")
        ordering: ClassVar = ["certificate", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate", "ordinal"],
                name="badgeconsent_ordinal_uniq",
                violation_error_message=_("Another answer was recorded at the same moment."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.ordinal}"


class BadgeQuerySet(models.QuerySet["Badge"]):
    def told(self) -> Self:
        """With the certificate and the key at hand."""
        return self.select_related("consent__certificate__scheme_version", "signing_key")


class Badge(models.Model):
    """A badge as it was signed once (数字徽章). Append-only; served only while the consent it rests on is the latest.

    The token names the holder, so it is emptied, once, when the register forgets the name.
    """

    # Part of its address and of nothing else: a badge tells nothing about the certificate's own page.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.ForeignKey(BadgeConsent, on_delete=models.PROTECT, related_name="badges", verbose_name=_("consent"))
    signing_key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="badges", verbose_name=_("signed with"))
    token = models.TextField(_("credential"))
    made_at = models.DateTimeField(_("made at"), default=now)
    # When the name in it was taken off the register with the certificate's own (retention); then the token is empty.
    forgotten_at = models.DateTimeField(_("name removed at"), null=True, blank=True, editable=False)

    objects = BadgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        ordering: ClassVar = ["consent", "made_at"]
        constraints: ClassVar = [
            # Signed anew only when the key it was signed with can no longer be believed.
            models.UniqueConstraint(
                fields=["consent", "signing_key"],
                name="badge_consent_key_uniq",
                violation_error_message=_("This badge has been signed already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("certificates:credential", args=[self.pk])
