"""What appointments add to “my learning”: a proposal that waits for an answer, and the posts one holds."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from appointments.models import Appointment
from courses.dashboard import Section, Urgent
from organisations.models import Membership

if TYPE_CHECKING:
    from accounts.models import User


def on_dashboard(user: "User") -> Section | None:
    """One's open appointments and the organisations one belongs to (2 queries); nothing for who has neither."""
    held = Appointment.objects.filter(person=user, ended_on=None, declined_at=None).with_people()
    shown = [one for one in held if one.is_open or one.awaits_answer]
    mine = Membership.objects.open().filter(person=user).select_related("organisation")
    bodies = [membership.organisation for membership in mine.order_by("organisation__name")]
    if not shown and not bodies:
        return None
    return {"template": "appointments/dashboard.html", "context": {"appointments": shown, "organisations": bodies}}


def urgent(user: "User") -> Urgent | None:
    """The oldest proposal that waits for an answer (one query)."""
    waiting = Appointment.objects.filter(person=user, accepted_at=None, declined_at=None, ended_on=None).with_people()
    there = waiting.order_by("proposed_at").first()
    if there is None:
        return None
    words = {"organisation": there.organisation.name, "post": there.get_post_display()}
    return Urgent(
        weight=40,
        title=_("%(organisation)s proposes you as %(post)s") % words,
        sentence=_("Nothing holds before you accept. Read the duties, then accept or decline."),
        label=_("Read the proposal"),
        url=there.get_absolute_url(),
    )
