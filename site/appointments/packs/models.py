"""Inspection packs (一企一档): who asked for which period, what came of it, who else may, and to whom it was shown."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.dates import now, today
from core.made_files import MadeFile
from organisations.models import Membership, Organisation

if TYPE_CHECKING:
    from accounts.models import User

# How long a finished pack is kept. After that one has it made again: the same state gives the same bytes.
KEPT_DAYS = 30
_SIGNER = signing.Signer(salt="appointments.packs.links")


class PackKeeperQuerySet(models.QuerySet["PackKeeper"]):
    def open(self) -> Self:
        """Those named now, who still belong to the firm."""
        belongs = Membership.objects.open().filter(organisation=models.OuterRef("organisation"), person=models.OuterRef("person"))
        return self.filter(models.Exists(belongs), ended_at=None)


class PackKeeper(models.Model):
    """A member whom those who answer for a firm let make and fetch its packs (资料员). Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="pack_keepers", verbose_name=_("organisation")
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("named by"))
    named_at = models.DateTimeField(_("named at"), default=now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = PackKeeperQuerySet.as_manager()

    class Meta:
        verbose_name = _("keeper of packs")
        verbose_name_plural = _("keepers of packs")
        ordering: ClassVar = ["named_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(ended_at=None),
                name="packkeeper_one_open_uniq",
                violation_error_message=_("This person is named already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.person_id}"


class InspectionPackQuerySet(models.QuerySet["InspectionPack"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the firms one answers for, and of those that named one."""
        return self.filter(organisation__in=firms_of(user))

    def over(self) -> Self:
        """Kept long enough, their file still there."""
        return self.filter(expires_at__lte=now()).exclude(key="")


def firms_of(user: "User | AnonymousUser") -> "models.QuerySet[Organisation]":
    """The firms whose packs one may make and fetch: those one answers for, and those that named one."""
    if not user.is_authenticated:
        return Organisation.objects.none()
    named = PackKeeper.objects.open().filter(person=user.pk)
    managed = Organisation.objects.managed_by(user)
    return Organisation.objects.filter(Q(pk__in=managed.values("pk")) | Q(pk__in=named.values("organisation")))


class InspectionPack(MadeFile):
    """One file about a firm and a period. `figures` are told on its page, `manifest` lists what is in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="packs", verbose_name=_("organisation"))
    since = models.DateField(_("first day of the period"))
    until = models.DateField(_("last day of the period"))
    # The day whose state is told: what holds, what is overdue.
    day = models.DateField(_("state of"), default=today)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    asked_at = models.DateTimeField(pgettext_lazy("of a request", "asked at"), default=now)
    done = models.PositiveSmallIntegerField(_("parts done"), default=0)
    figures = models.JSONField(_("figures"), default=list)
    manifest = models.JSONField(_("files in it"), default=list)

    objects = InspectionPackQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection pack")
        verbose_name_plural = _("inspection packs")
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="inspectionpack_days_ordered",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.since}–{self.until}"

    def get_absolute_url(self) -> str:
        return reverse("appointments:pack", args=[self.pk])

    @property
    def file_name(self) -> str:
        """Signs that every file system takes; the firm's name stands inside."""
        return f"haizhun-{self.organisation.slug}-{self.since:%Y%m%d}-{self.until:%Y%m%d}.zip"


class PackLinkQuerySet(models.QuerySet["PackLink"]):
    def holding(self) -> Self:
        """Neither taken back nor run out."""
        return self.filter(revoked_at=None, expires_at__gt=now())


class PackLink(models.Model):
    """A signed address that shows one pack to an inspector without an account, until a moment or until it is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack = models.ForeignKey(InspectionPack, on_delete=models.PROTECT, related_name="links", verbose_name=_("inspection pack"))
    purpose = models.CharField(_("for whom and for what"), max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"), default=now)
    expires_at = models.DateTimeField(_("holds until"))
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    opened = models.PositiveIntegerField(_("times opened"), default=0)
    fetched = models.PositiveIntegerField(_("times fetched"), default=0)

    objects = PackLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a pack")
        verbose_name_plural = _("links to packs")
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.purpose

    def get_absolute_url(self) -> str:
        return reverse("appointments:inspection", args=[self.token])

    @property
    def token(self) -> str:
        """What the address carries: this link's name, signed."""
        return _SIGNER.sign(str(self.pk)).replace(":", ".")

    @property
    def holds(self) -> bool:
        return self.revoked_at is None and now() < self.expires_at and self.pack.is_kept

    @property
    def last_day(self) -> dt.datetime:
        """Until when it may be opened: never longer than the file is kept."""
        kept = self.pack.expires_at
        return min(self.expires_at, kept) if kept else self.expires_at


def link_of(token: str) -> PackLink | None:
    """The link of an address, whether it holds or not; None for one that we did not make."""
    try:
        pk = uuid.UUID(_SIGNER.unsign(token.replace(".", ":", 1)))
    except (signing.BadSignature, ValueError):
        return None
    return PackLink.objects.select_related("pack__organisation", "by").filter(pk=pk).first()
