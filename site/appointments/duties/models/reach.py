"""Whose duties one sees: those of the firms one answers for, and of those in which one holds a post of quality today."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from appointments.models.appointments import Appointment
from organisations.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User
    from organisations.models.organisation import OrganisationQuerySet


def within_reach(user: "User | AnonymousUser") -> "OrganisationQuerySet":
    """The firms whose duties the person may see. A post that has ended opens nothing any more."""
    if not user.is_authenticated:
        return Organisation.objects.none()
    managed = Organisation.objects.managed_by(user)
    posts = Appointment.objects.in_force().filter(person=user.pk)
    return Organisation.objects.filter(Q(pk__in=managed.values("pk")) | Q(pk__in=posts.values("organisation")))
