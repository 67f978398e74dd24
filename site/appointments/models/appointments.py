"""Appointments (聘任): a firm gives a person a post of quality, and the person accepts it (Art. 9)."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from appointments.states import State, state_of
from core.dates import now, today
from organisations.models import Organisation

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from accounts.models import User

# Kept where nobody ended it: `Appointment.why_ended` says it in the reader's language.
TERM_OVER = gettext_noop("The term is over.")


def someone(label: "_StrPromise", *, null: bool = True) -> "models.ForeignKey[User, User]":
    """A person who did something; nobody asks him for it, so there is no way back."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=null, blank=null, related_name="+", verbose_name=label
    )


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own, and those of the firms one manages now."""
        if not user.is_authenticated:
            return self.none()
        managed = Organisation.objects.managed_by(user)
        return self.filter(Q(person=user.pk) | Q(organisation__in=managed))

    def managed_by(self, user: "User | AnonymousUser") -> Self:
        """Those of the firms one manages now."""
        return self.filter(organisation__in=Organisation.objects.managed_by(user))

    def in_force(self, day: dt.date | None = None) -> Self:
        """Accepted, begun and not ended on `day` (default: today)."""
        day = day or today()
        ended = Q(ended_on__lt=day) | Q(until__lt=day)
        return self.filter(accepted_at__isnull=False, since__lte=day).exclude(ended)

    def with_people(self) -> Self:
        """With firm and people at hand (one query)."""
        return self.select_related("organisation", "person", "deputy", "proposed_by")


class Appointment(models.Model):
    """One person in one post of one firm, from a day on. Proposed by the firm; nothing before the person accepts.

    At most one chief quality officer of a firm is open at a time: what was accepted and has not been closed.
    """

    class Post(models.TextChoices):
        CQO = "cqo", _("Chief quality officer")
        QSD = "qsd", _("Quality safety director")
        QSO = "qso", _("Quality safety officer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("appointed person")
    )
    post = models.CharField(_("post of quality"), max_length=3, choices=Post)
    deputy = someone(_("deputy"))
    duties = models.TextField(_("duties of the post"))
    since = models.DateField(_("appointed from"))
    until = models.DateField(_("appointed until"), null=True, blank=True)
    proposed_by = someone(_("proposed by"), null=False)
    proposed_at = models.DateTimeField(_("proposed at"), default=now)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    decline_reason = models.TextField(_("why it was declined"), blank=True)
    # The last day of one that was ended early, or the day on which a proposal was taken back.
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_by = someone(_("ended by"))
    end_reason = models.TextField(_("why it was ended"), blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering: ClassVar = ["-proposed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(post="cqo", accepted_at__isnull=False, ended_on=None),
                name="appointment_one_cqo_uniq",
                violation_error_message=_("This organisation already has a chief quality officer in post."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "person", "post"],
                condition=Q(declined_at=None, ended_on=None),
                name="appointment_one_open_uniq",
                violation_error_message=_("This person has been proposed for this post already, or is in it."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="appointment_until_after_since",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None),
                name="appointment_one_answer",
                violation_error_message=_("A proposal is accepted or declined, not both."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None, end_reason="") | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="appointment_end_has_reason",
                violation_error_message=_("An end has a day and a reason."),
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("person")),
                name="appointment_deputy_is_another",
                violation_error_message=_("The deputy is somebody else."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["post", "since"], name="appointment_post_since")]

    def __str__(self) -> str:
        return f"{self.get_post_display()} {self.person_id}"

    def get_absolute_url(self) -> str:
        return reverse("appointments:appointment", args=[self.pk])

    @property
    def state(self) -> State:
        return state_of(
            accepted=self.accepted_at is not None,
            declined=self.declined_at is not None,
            ended_on=self.ended_on,
            since=self.since,
            until=self.until,
            today=today(),
        )

    @property
    def is_in_force(self) -> bool:
        return self.state == State.ACTIVE

    @property
    def why_ended(self) -> str:
        """Why it ended, in words: whoever ended it wrote them; where nobody did, the last day had come."""
        return self.end_reason if self.ended_by_id or not self.ended_on else gettext(TERM_OVER)

    @property
    def awaits_answer(self) -> bool:
        return self.state == State.PROPOSED

    @property
    def is_open(self) -> bool:
        """Accepted and neither run out nor ended."""
        return self.state in (State.COMING, State.ACTIVE)
