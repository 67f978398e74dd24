"""What organisations tell people: the kinds of notice this room registers."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notices.kinds import Kind
from notices.telling import tell, tell_all
from organisations.models import JoinRequest, Organisation, OrganisationDecision, Role

ROOM = _("Organisations")

ASKED = Kind(
    code="organisations.asked",
    room=ROOM,
    name=_("Somebody asks to join"),
    rule=_("Goes to the managers of an organisation when somebody asks to join it with its code."),
    subject=_("%(person)s asks to join %(organisation)s"),
    text=_("Let the person in, or say why not."),
)
LET_IN = Kind(
    code="organisations.let_in",
    room=ROOM,
    name=_("Your request to join was granted"),
    rule=_("Goes to whoever asked to join an organisation, when its manager has agreed."),
    subject=_("You now belong to %(organisation)s"),
    text=_("It sees your learning from now on, until you leave."),
    is_owed=True,
)
TURNED_AWAY = Kind(
    code="organisations.turned_away",
    room=ROOM,
    name=_("Your request to join was not granted"),
    rule=_("Goes to whoever asked to join an organisation, when its manager has not agreed."),
    subject=_("%(organisation)s did not take you in"),
    text=_("The reason: %(reason)s"),
    is_owed=True,
)
VERIFIED = Kind(
    code="organisations.verified",
    room=ROOM,
    name=_("Your organisation is verified"),
    rule=_("Goes to whoever registered an organisation, when the operator has verified it."),
    subject=_("%(organisation)s is verified"),
    text=_("You can now import your people and invite them."),
    is_owed=True,
)
REFUSED = Kind(
    code="organisations.refused",
    room=ROOM,
    name=_("Your organisation was not verified"),
    rule=_("Goes to whoever registered an organisation, when the operator has refused it."),
    subject=_("%(organisation)s was not verified"),
    text=_("The reason: %(reason)s"),
    is_owed=True,
)
KINDS = (ASKED, LET_IN, TURNED_AWAY, VERIFIED, REFUSED)


def managers(organisation: Organisation) -> list[User]:
    """Who answers for a body today."""
    return list(
        User.objects.filter(memberships__organisation=organisation, memberships__until=None, memberships__role=Role.MANAGER)
    )


def tell_asked(request: JoinRequest) -> None:
    body = request.organisation
    facts = {"person": request.person.full_name, "organisation": body.name}
    tell_all(ASKED.code, managers(body), occasion=request.pk, facts=facts, address=body.get_absolute_url())


def tell_let_in(request: JoinRequest) -> None:
    body = request.organisation
    tell(LET_IN.code, request.person, occasion=request.pk, facts={"organisation": body.name}, address=body.get_absolute_url())


def tell_turned_away(request: JoinRequest) -> None:
    facts = {"organisation": request.organisation.name, "reason": request.reason}
    tell(TURNED_AWAY.code, request.person, occasion=request.pk, facts=facts, address=reverse("organisations:mine"))


def tell_decided(decision: OrganisationDecision) -> None:
    body = decision.organisation
    if body.registered_by is None:
        return
    kind = VERIFIED if decision.outcome == OrganisationDecision.Outcome.VERIFIED else REFUSED
    facts = {"organisation": body.name, "reason": decision.reason}
    tell(kind.code, body.registered_by, occasion=decision.pk, facts=facts, address=body.get_absolute_url())
