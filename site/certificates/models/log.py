"""The public log of what was decided about certificates: entries, the tree over them, and a signed head for each day."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certificates import leaves
from certificates.models.events import CertificateEvent
from core.dates import now


class LogEntry(models.Model):
    """An event's place in the public log (公开日志). Append-only; `facts_salt` alone is taken away with the name."""

    index = models.PositiveBigIntegerField(_("place in the log"), primary_key=True)
    event = models.OneToOneField(CertificateEvent, on_delete=models.PROTECT, related_name="entry", verbose_name=_("event"))
    salt = models.CharField(max_length=32)
    facts_salt = models.CharField(max_length=32, blank=True)
    facts_sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering: ClassVar = ["index"]

    def __str__(self) -> str:
        return str(self.index)

    def told(self) -> dict[str, object]:
        """What is logged of the event, for anyone who has the certificate's number (no query after `with_events`)."""
        event = self.event
        return leaves.told(
            number=event.certificate.number,
            kind=event.kind,
            at=event.at,
            reason=event.reason_code,
            note=event.public_note,
            facts=self.facts_sha256,
            salt=self.salt,
        )

    def leaf(self) -> bytes:
        """Its hash in the tree."""
        return leaves.leaf(self.told())

    def facts_digest(self) -> str:
        """The sealed facts as they stand now; equal to `facts_sha256` unless somebody changed them."""
        return leaves.sealed(facts_of(self.event), self.facts_salt)


def facts_of(event: CertificateEvent) -> dict[str, object]:
    """What the log seals without showing it: everything printed, and who decided."""
    certificate = event.certificate
    return {
        "name": certificate.holder_name,
        "valid_from": certificate.valid_from.isoformat(),
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else None,
        "subject": certificate.subject,
        "actor": event.actor_id,
    }


class LogNode(models.Model):
    """A complete subtree of the log (level 0: an entry). Append-only: it never changes however the log grows."""

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("node of the log")
        verbose_name_plural = _("nodes of the log")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["level", "index"],
                name="lognode_place_uniq",
                violation_error_message=_("This place of the log is taken."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class LogHead(models.Model):
    """The root of the log on one day, signed (每日签名). Append-only; whoever keeps a copy can prove a later rewriting."""

    day = models.DateField(_("day"), unique=True)
    size = models.PositiveBigIntegerField(_("entries"))
    root_sha256 = models.CharField(_("root"), max_length=64)
    made_at = models.DateTimeField(_("made at"), default=now)
    # Empty as long as the operator has made no key for the log.
    jws = models.TextField(_("signature"), blank=True)

    class Meta:
        verbose_name = _("head of the log")
        verbose_name_plural = _("heads of the log")
        ordering: ClassVar = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} {self.size}"

    def get_absolute_url(self) -> str:
        return reverse("certificates:log-head", args=[self.day.isoformat()])

    def told(self) -> dict[str, object]:
        """What is signed: nothing but day, size and root."""
        return {"day": self.day.isoformat(), "size": self.size, "root": self.root_sha256}
