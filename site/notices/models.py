"""Notices (通知) and how each person wants them. A notice is written once for an occasion, whatever runs twice."""

from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import now
from notices.kinds import Delivery, Kind, kind, known, worded

if TYPE_CHECKING:
    from accounts.models import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own."""
        return self.filter(reader=user.pk) if user.is_authenticated else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def unsent(self) -> Self:
        """What is to go by mail as soon as it can."""
        return self.filter(delivery=Delivery.AT_ONCE, mailed_at=None)

    def waiting(self) -> Self:
        """What waits for the day's one mail; what was read meanwhile is no news."""
        return self.filter(delivery=Delivery.DIGEST, mailed_at=None, read_at=None)

    def newest(self) -> Self:
        return self.order_by("-made_at", "-pk")


class Notice(models.Model):
    """One thing a person was told. Its words are made when it is read, in the reader's language, from `facts`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices", verbose_name=_("reader")
    )
    code = models.CharField(_("kind"), max_length=40)
    occasion = models.CharField(_("occasion"), max_length=120)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    delivery = models.CharField(_("delivery"), max_length=8, choices=Delivery)
    made_at = models.DateTimeField(_("made at"), default=now)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reader", "code", "occasion"],
                name="notice_once_uniq",
                violation_error_message=_("This has been told already."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["reader", "-made_at"], name="notice_reader_made"),
            models.Index(fields=["delivery", "made_at"], name="notice_to_mail", condition=Q(mailed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.reader_id}"

    def get_absolute_url(self) -> str:
        return reverse("notices:notice", args=[self.pk])

    @property
    def kind(self) -> Kind | None:
        """Nothing for a kind that no room tells any more."""
        return kind(self.code) if known(self.code) else None

    @property
    def subject(self) -> str:
        return worded(self.kind.subject, self.facts) if self.kind else str(_("A notice of a kind that is no longer used"))

    @property
    def text(self) -> str:
        return worded(self.kind.text, self.facts) if self.kind and self.kind.text else ""

    @property
    def rule(self) -> str:
        """Why it came: the sentence every message carries."""
        return worded(self.kind.rule, self.facts) if self.kind else ""

    def read(self) -> bool:
        """Note that it was read. False: it was read before."""
        return bool(Notice.objects.filter(pk=self.pk, read_at=None).update(read_at=now()))


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def of(self, readers: "list[int]", code: str) -> dict[int, str]:
        """What these people chose for a kind, by person (one query)."""
        return dict(self.filter(reader__in=readers, code=code).values_list("reader_id", "delivery"))


class Preference(models.Model):
    """How a person wants a kind of notice. It holds for whatever they enrol in later, until they change it."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences", verbose_name=_("reader")
    )
    code = models.CharField(_("kind"), max_length=40)
    delivery = models.CharField(_("delivery"), max_length=8, choices=Delivery)
    chosen_at = models.DateTimeField(_("chosen at"), default=now)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice preference")
        verbose_name_plural = _("notice preferences")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reader", "code"], name="preference_reader_code_uniq"),
            models.CheckConstraint(condition=~Q(delivery="letter"), name="preference_no_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.code} {self.delivery}"
