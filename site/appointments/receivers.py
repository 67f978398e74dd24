"""What follows from news of lower rooms: whoever leaves a firm holds no post in it any more."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from appointments import appointing
from appointments.models import Appointment
from core.dates import today
from organisations.models import Membership
from organisations.signals import member_left


@receiver(member_left, dispatch_uid="appointments.end_with_membership")
def end_with_membership(sender: Any, *, membership: Membership, **kwargs: Any) -> None:
    """Proposals are taken back and posts end with the day somebody leaves."""
    if membership.person is None:
        return
    held = Appointment.objects.filter(
        organisation=membership.organisation, person=membership.person, ended_on=None, declined_at=None
    )
    for appointment in held:
        appointing.end(
            appointment=appointment,
            by=appointment.proposed_by,
            last_day=today(),
            reason=_("The person has left the organisation."),
        )
