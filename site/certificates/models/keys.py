"""The public halves of the site's keys: published, never deleted, so that what was signed once can be checked for ever."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import now


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    def for_purpose(self, purpose: str) -> Self:
        return self.filter(purpose=purpose)

    def in_use(self) -> Self:
        """What is signed with today: one key per purpose."""
        return self.filter(not_after=None, compromised_at=None)


class SigningKey(models.Model):
    """A key this site signs with or has signed with (签名密钥). Its private half is never in the database.

    Append-only but for its end: `not_after` is set once, when the next key takes over, `compromised_at` once, when
    somebody else may have it. Rows stay for ever.
    """

    class Purpose(models.TextChoices):
        PDF = "pdf", _("certificate documents")
        CREDENTIAL = "credential", _("digital badges")
        LOG = "log", _("the register's log")

    # RFC 7638: the digest of the public key itself, so that a key cannot be passed off under another's name.
    kid = models.CharField(_("key ID"), max_length=64, unique=True)
    purpose = models.CharField(_("signs"), max_length=12, choices=Purpose)
    algorithm = models.CharField(_("algorithm"), max_length=12)
    public_jwk = models.JSONField(_("public key"))
    # The signer's own certificate first, then those above it; empty where a bare key is all there is.
    certificate_pem = models.TextField(_("certificate"), blank=True)
    not_before = models.DateTimeField(_("in use from"), default=now)
    not_after = models.DateTimeField(_("in use until"), null=True, blank=True)
    compromised_at = models.DateTimeField(_("compromised on"), null=True, blank=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering: ClassVar = ["purpose", "-not_before"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["purpose"],
                condition=Q(not_after=None),
                name="signingkey_one_in_use_uniq",
                violation_error_message=_("Another key is in use for this purpose."),
            ),
            models.CheckConstraint(
                condition=Q(not_after=None) | Q(not_after__gte=F("not_before")),
                name="signingkey_term_ordered",
                violation_error_message=_("A key is in use until after it came into use."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.kid}"

    def get_absolute_url(self) -> str:
        return reverse("certificates:key", args=[self.kid])
