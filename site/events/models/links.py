"""A link by which an organiser without an account here reads the attendance of his own event."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.dates import now
from events.models.event import Event

_SIGNER = signing.Signer(salt="events.organiser")


class OrganiserLinkQuerySet(models.QuerySet["OrganiserLink"]):
    def told(self) -> Self:
        return self.select_related("by")

    def open(self) -> None:
        """Count that it was opened."""
        self.update(opened=F("opened") + 1)


class OrganiserLink(models.Model):
    """A signed address (主办方链接) that shows the list of one event to its organiser, for a time or until it is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="organiser_links", verbose_name=pgettext_lazy("at a place", "event")
    )
    to = models.CharField(_("for whom the link is"), max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("link made by"))
    made_at = models.DateTimeField(_("made at"), default=now)
    expires_at = models.DateTimeField(_("holds until"))
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    opened = models.PositiveIntegerField(_("times opened"), default=0)

    objects = OrganiserLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("organiser's link")
        verbose_name_plural = _("organisers' links")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(to=""), name="organiserlink_is_for_somebody")]

    def __str__(self) -> str:
        return self.to

    def get_absolute_url(self) -> str:
        return reverse("events:organiser", args=[self.token])

    @property
    def token(self) -> str:
        """What the address carries: this link's name, signed."""
        return _SIGNER.sign(str(self.pk)).replace(":", ".")

    @property
    def holds(self) -> bool:
        return self.revoked_at is None and now() < self.expires_at


def link_of(token: str) -> OrganiserLink | None:
    """The link of an address, whether it holds or not; None for one that we did not make."""
    try:
        pk = uuid.UUID(_SIGNER.unsign(token.replace(".", ":", 1)))
    except (signing.BadSignature, ValueError):
        return None
    return OrganiserLink.objects.select_related("event__cancellation").filter(pk=pk).first()
