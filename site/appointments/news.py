"""What appointments tell people: the kinds of notice this room registers. Each is owed: it is about the reader's own post."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from appointments.models import Appointment, Authorisation, Veto
from notices.kinds import Kind
from notices.telling import tell, tell_all
from organisations.models import Membership, Role

ROOM = _("Appointments")


def tell_proposed(appointment: Appointment) -> None:
    """Tell the person that a firm proposes a post."""
    facts = _facts(appointment)
    tell(PROPOSED.code, appointment.person, occasion=appointment.pk, facts=facts, address=appointment.get_absolute_url())


def tell_answered(appointment: Appointment) -> None:
    """Tell whoever proposed it what the person answered."""
    kind = ACCEPTED if appointment.accepted_at else DECLINED
    facts = _facts(appointment) | {"person": appointment.person.full_name, "reason": appointment.decline_reason}
    tell(kind.code, appointment.proposed_by, occasion=appointment.pk, facts=facts, address=appointment.get_absolute_url())


def tell_ended(appointment: Appointment, *, by: User) -> None:
    """Tell the other side that it has ended."""
    reader = appointment.proposed_by if by.pk == appointment.person_id else appointment.person
    facts = _facts(appointment) | {"reason": appointment.end_reason, "day_on": str(appointment.ended_on)}
    tell(ENDED.code, reader, occasion=appointment.pk, facts=facts, address=appointment.get_absolute_url())


def tell_authorised(authorisation: Authorisation) -> None:
    """Tell the person in post what may be vetoed."""
    there = authorisation.appointment
    tell(AUTHORISED.code, there.person, occasion=authorisation.pk, facts=_facts(there), address=there.get_absolute_url())


def tell_revoked(authorisation: Authorisation) -> None:
    """Tell the person in post that it holds no more."""
    there = authorisation.appointment
    facts = _facts(there) | {"reason": authorisation.revoke_reason}
    tell(REVOKED.code, there.person, occasion=authorisation.pk, facts=facts, address=there.get_absolute_url())


def tell_vetoed(veto: Veto) -> None:
    """Tell those who answer for the firm, except whoever raised it: one of them decides."""
    there = veto.authorisation.appointment
    managers = Membership.objects.present().filter(organisation=there.organisation, role=Role.MANAGER)
    readers = User.objects.filter(pk__in=managers.values("person")).exclude(pk=veto.raised_by_id)
    facts = _facts(there) | {"object": veto.object, "person": there.person.full_name}
    tell_all(VETOED.code, readers, occasion=veto.pk, facts=facts, address=veto.get_absolute_url())


def tell_ruled(veto: Veto) -> None:
    """Tell whoever raised it what was decided."""
    facts = {"object": veto.object, "reason": veto.ruling.reason}
    kind = UPHELD if veto.ruling.outcome == "upheld" else LIFTED
    tell(kind.code, veto.raised_by, occasion=veto.pk, facts=facts, address=veto.get_absolute_url())


def _facts(appointment: Appointment) -> dict[str, object]:
    return {"organisation": appointment.organisation.name, "post": dict(POSTS)[appointment.post]}


# A post's name in each language the platform speaks, as the glossary has it.
POSTS = (
    ("cqo", {"zh-hans": "首席质量官", "zh-hant": "首席質量官", "en": "chief quality officer"}),
    ("qsd", {"zh-hans": "质量安全总监", "zh-hant": "質量安全總監", "en": "quality safety director"}),
    ("qso", {"zh-hans": "质量安全员", "zh-hant": "質量安全員", "en": "quality safety officer"}),
)

PROPOSED = Kind(
    code="appointments.proposed",
    room=ROOM,
    name=_("I am proposed for a post"),
    rule=_("Goes when an organisation proposes you for a post of quality."),
    subject=_("%(organisation)s wants to appoint you %(post)s"),
    text=_("Nothing holds before you accept. Read the duties, then accept or decline."),
    is_owed=True,
)
ACCEPTED = Kind(
    code="appointments.accepted",
    room=ROOM,
    name=_("A proposal was accepted"),
    rule=_("Goes when somebody you proposed for a post accepts."),
    subject=_("%(person)s accepts the post of %(post)s"),
    text=_("The letter of appointment is ready."),
)
DECLINED = Kind(
    code="appointments.declined",
    room=ROOM,
    name=_("A proposal was declined"),
    rule=_("Goes when somebody you proposed for a post declines."),
    subject=_("%(person)s declines the post of %(post)s"),
    text=_("The reason: %(reason)s"),
)
ENDED = Kind(
    code="appointments.ended",
    room=ROOM,
    name=_("An appointment has ended"),
    rule=_("Goes when the other side ends an appointment or takes a proposal back."),
    subject=_("%(organisation)s: the appointment as %(post)s ends on %(day_on)s"),
    text=_("The reason: %(reason)s"),
    is_owed=True,
)
AUTHORISED = Kind(
    code="appointments.authorised",
    room=ROOM,
    name=_("I am authorised to veto"),
    rule=_("Goes when your organisation authorises you to veto."),
    subject=_("%(organisation)s authorises you to veto"),
    text=_("Scope, procedure and term stand in the letter of authorisation."),
    is_owed=True,
)
REVOKED = Kind(
    code="appointments.revoked",
    room=ROOM,
    name=_("My authorisation was revoked"),
    rule=_("Goes when your organisation revokes your authorisation."),
    subject=_("%(organisation)s revokes the authorisation to veto"),
    text=_("The reason: %(reason)s"),
    is_owed=True,
)
VETOED = Kind(
    code="appointments.vetoed",
    room=ROOM,
    name=_("A veto was raised"),
    rule=_("Goes to those who answer for an organisation when its chief quality officer raises a veto."),
    subject=_("Veto: %(object)s"),
    text=_("%(person)s has stopped it. Somebody else decides whether it stays stopped."),
    is_owed=True,
)
UPHELD = Kind(
    code="appointments.upheld",
    room=ROOM,
    name=_("My veto was upheld"),
    rule=_("Goes when somebody decides that what you stopped stays stopped."),
    subject=_("Upheld: %(object)s"),
    text=_("The reason: %(reason)s"),
    is_owed=True,
)
LIFTED = Kind(
    code="appointments.lifted",
    room=ROOM,
    name=_("My veto was lifted"),
    rule=_("Goes when somebody decides that what you stopped may go on."),
    subject=_("Lifted: %(object)s"),
    text=_("The reason: %(reason)s"),
    is_owed=True,
)
KINDS = (PROPOSED, ACCEPTED, DECLINED, ENDED, AUTHORISED, REVOKED, VETOED, UPHELD, LIFTED)
