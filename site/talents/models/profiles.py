"""Talent profiles (人才档案): what a person wants verified enterprises to know, only while the person wants it (Art. 27)."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.models import Appointment
from core.dates import now
from courses.models.records import TakenOut
from organisations.models import District, Organisation

if TYPE_CHECKING:
    from accounts.models import User


class TalentProfileQuerySet(models.QuerySet["TalentProfile"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own; the open ones for whoever manages a verified enterprise. Nobody else, whatever the office."""
        from talents.permissions import looking_for

        if not user.is_authenticated:
            return self.none()
        mine = Q(person_id=user.pk)
        return self.filter(mine | Q(opened_at__isnull=False) if looking_for(user).exists() else mine)

    def open(self) -> Self:
        """What its person has opened and not taken back."""
        return self.exclude(opened_at=None)

    def told(self) -> Self:
        """With person and district at hand (one query)."""
        return self.select_related("person", "district")


class TalentProfile(models.Model):
    """What one tells about oneself. Private until `opened_at`; taken back, it is private again at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="talent_profile", verbose_name=_("person")
    )
    headline = models.CharField(_("in one sentence"), max_length=80)
    posts = models.JSONField(_("posts sought"), default=list)
    fields_of_work = models.CharField(
        _("fields of quality work"), max_length=120, help_text=_("Such as: inspection, statistics.")
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("where one wants to work")
    )
    about = models.TextField(_("experience"), max_length=1500, blank=True)
    contact = models.CharField(
        _("how enterprises reach you"), max_length=120, help_text=_("Enterprises see exactly this and no other address.")
    )
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=now, editable=False)

    objects = TalentProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("talent profile")
        verbose_name_plural = _("talent profiles")
        ordering: ClassVar = ["-opened_at"]

    def __str__(self) -> str:
        return self.headline

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None

    @property
    def post_labels(self) -> list[str]:
        return [str(Appointment.Post(code).label) for code in self.posts if code in Appointment.Post.values]


class ProfileLookQuerySet(models.QuerySet["ProfileLook"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Who looked at one's own profile."""
        return self.filter(profile__person_id=user.pk) if user.is_authenticated else self.none()


class ProfileLook(models.Model):
    """That somebody looked at a profile (查看记录): who, for which enterprise, when. Append-only: a trigger refuses changes."""

    profile = models.ForeignKey(TalentProfile, on_delete=models.PROTECT, related_name="looks", verbose_name=_("talent profile"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation"))
    at = models.DateTimeField(_("at"), default=now)

    objects = ProfileLookQuerySet.as_manager()

    class Meta:
        verbose_name = _("look at a talent profile")
        verbose_name_plural = _("looks at talent profiles")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.by_id}"


class CareerRecordQuerySet(models.QuerySet["CareerRecord"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own."""
        return self.filter(person_id=user.pk) if user.is_authenticated else self.none()


class CareerRecord(TakenOut):
    """Posts, duties, certificates and hours as they stood on a day (履职档案)."""

    OWNER = "person"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="career_records", verbose_name=_("person")
    )

    objects = CareerRecordQuerySet.as_manager()

    class Meta(TakenOut.Meta):
        verbose_name = _("career record")
        verbose_name_plural = _("career records")

    def get_absolute_url(self) -> str:
        return reverse("talents:career_check", args=[self.code])
