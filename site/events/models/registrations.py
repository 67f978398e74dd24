"""Who comes to an event: a registration of a person or a guest for so many people, that they came, and letters to guests."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.codes import grouped
from core.dates import now
from core.letters import SentOnce
from events.codes import new_code
from events.models.event import Event

if TYPE_CHECKING:
    from accounts.models import User


class EventRegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own, and those of guests: they have no account, and their ticket's address is a secret nobody guesses."""
        mine = Q(person=None) | Q(person_id=user.pk) if user.is_authenticated else Q(person=None)
        return self.filter(mine)

    def of(self, user: "User | AnonymousUser") -> Self:
        return self.filter(person_id=user.pk) if user.is_authenticated else self.none()

    def live(self) -> Self:
        """Seats and places on the waiting list, not what was given back."""
        return self.filter(left_at=None)

    def seated(self) -> Self:
        return self.live().exclude(seated_at=None)

    def waiting(self) -> Self:
        """Who waits for a seat, in the order in which they came."""
        return self.live().filter(seated_at=None).order_by("asked_at", "pk")

    def told(self) -> Self:
        """With the check-in that stands (one query however many)."""
        standing = CheckIn.objects.standing().select_related("by")
        return self.prefetch_related(Prefetch("check_ins", queryset=standing, to_attr="arrivals"))


class Registration(models.Model):
    """Seats at an event, or a place on its waiting list (活动报名), for oneself or for a group. A guest has no `person`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="registrations", verbose_name=pgettext_lazy("at a place", "event")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="event_registrations",
        verbose_name=_("person"),
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    email = models.EmailField(_("e-mail"))
    group = models.CharField(_("organisation or group"), max_length=80, blank=True)
    persons = models.PositiveSmallIntegerField(_("people"), default=1, validators=[MinValueValidator(1)])
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    code = models.CharField(_("check-in code"), max_length=8, unique=True, default=new_code)
    asked_at = models.DateTimeField(_("asked for"), default=now)
    seated_at = models.DateTimeField(_("seated"), null=True, blank=True)
    left_at = models.DateTimeField(_("given back"), null=True, blank=True)
    left_reason = models.CharField(_("why taken back"), max_length=200, blank=True)

    objects = EventRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration for an event")
        verbose_name_plural = _("registrations for events")
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(left_at=None, person__isnull=False),
                name="registration_event_person_live",
                violation_error_message=_("This person is registered already."),
            ),
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=Q(left_at=None, person=None) & ~Q(email=""),
                name="registration_event_guest_live",
                violation_error_message=_("This address is registered already."),
            ),
            models.CheckConstraint(condition=Q(persons__gte=1), name="registration_someone_comes"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.code}"

    def get_absolute_url(self) -> str:
        """The ticket."""
        return reverse("events:ticket", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.left_at is None and self.seated_at is None

    @property
    def is_seated(self) -> bool:
        return self.left_at is None and self.seated_at is not None

    @property
    def came(self) -> "CheckIn | None":
        """The check-in that stands. Use `told()` where there are many."""
        found: list[CheckIn] | None = getattr(self, "arrivals", None)
        if found is None:
            return self.check_ins.standing().select_related("by").first()
        return found[0] if found else None

    @property
    def code_shown(self) -> str:
        return grouped(self.code)


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def standing(self) -> Self:
        """Those that nobody took back."""
        return self.filter(reversal=None)


class CheckIn(models.Model):
    """That somebody came (签到, append-only): when, how many of the group, and who stood at the door.

    One noted by mistake is taken back; who comes after all has the next `number`.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="check_ins", verbose_name=_("registration for an event")
    )
    number = models.PositiveSmallIntegerField(_("which check-in of the registration"), default=1)
    at = models.DateTimeField(_("at"), default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    persons = models.PositiveSmallIntegerField(_("people"), default=1, validators=[MinValueValidator(1)])

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in at an event")
        verbose_name_plural = _("check-ins at events")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "number"], name="checkin_registration_number_uniq"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.at}"


class Reversal(models.Model):
    """That a check-in was a mistake (撤销签到, append-only): who took it back, when and why."""

    check_in = models.OneToOneField(
        CheckIn, on_delete=models.PROTECT, related_name="reversal", verbose_name=_("check-in at an event")
    )
    at = models.DateTimeField(_("at"), default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("check-in taken back")
        verbose_name_plural = _("check-ins taken back")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="checkinreversal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.check_in_id} {self.reason}"


class GuestLetter(SentOnce):
    """A letter to somebody without an account. Of one occasion there is one, so nobody's box is filled by pressing twice."""

    email = models.EmailField(_("e-mail"))
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    language = models.CharField(_("language"), max_length=10)
    code = models.CharField(_("news"), max_length=40)
    occasion = models.CharField(_("occasion"), max_length=120)
    facts = models.JSONField(_("facts"), default=dict)
    address = models.CharField(_("leads to"), max_length=600)

    class Meta:
        verbose_name = _("letter to a guest")
        verbose_name_plural = _("letters to guests")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["email", "code", "occasion"], name="guestletter_once_an_occasion"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.email}"
