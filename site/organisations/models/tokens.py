"""Tokens with which a body's programs ask the open interface (接口令牌). The token itself is kept nowhere."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import now, today
from organisations.models.organisation import Organisation


class Scope(models.TextChoices):
    """What a token opens. Each stands alone: to write is not to read."""

    COURSES = "courses:read", _("The courses on offer, with their lessons and hours")
    MEMBERS = "members:read", _("The members: name, number, department and post")
    ENROLMENTS = "enrolments:read", _("Who is enrolled in an assigned course, and since when")
    ENROL = "enrolments:write", _("Assigning a course to a member")
    PROGRESS = "progress:read", _("How far each member is, lesson by lesson")
    HOURS = "hours:read", _("Credit hours, entry by entry and summed")
    EVENTS = "events:read", _("What happened in learning, as xAPI statements")


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def live(self) -> Self:
        """Neither revoked nor past their last day."""
        return self.filter(revoked_at=None, expires_on__gte=today())

    def told(self) -> Self:
        """With who made and who revoked it at hand (one query)."""
        return self.select_related("made_by", "revoked_by")


class AccessToken(models.Model):
    """That programs of a body may ask the interface (接口令牌), for what, until when. Revoked, never deleted.

    Kept are its first signs, by which people know it, and a digest under this site's secret: whoever reads the database
    cannot ask with what is there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="access_tokens", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=60)
    prefix = models.CharField(_("first signs"), max_length=12, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(_("what it opens"), default=list)
    expires_on = models.DateField(_("last good day"))
    made_at = models.DateTimeField(_("made at"), default=now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    # A day is enough to see which token nobody needs, and costs one write a day.
    used_on = models.DateField(_("last used on"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("revoked by"), null=True, blank=True
    )

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering: ClassVar = ["-made_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="accesstoken_revoked_by_somebody",
                violation_error_message=_("Somebody revokes a token."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.prefix}"

    @property
    def is_expired(self) -> bool:
        return self.expires_on < today()

    @property
    def opens(self) -> list[tuple[str, str]]:
        """Its scopes with what each one opens, in words."""
        return [(str(one.value), str(one.label)) for one in Scope if one.value in self.scopes]
