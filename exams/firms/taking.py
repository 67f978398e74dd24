"""Taking seats (占座报名): whoever looks after the training of a body registers members it chose, each by himself.

A refusal holds nobody else up, and names the rule. What earlier attempts or decisions say of a person is that person's
affair: there the firm reads that a rule stands in the way, and the person reads which (docs/algorithms/firm-seats.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.clock import now
from exams import seating
from exams.conditions import Condition, NotAllowed
from exams.models import Registration, Sitting, SittingEntry
from organisations.models import Membership, Organisation

State = Registration.State
MOST = 200
OVER = (State.WITHDRAWN, State.REFUSED)


@dataclass(frozen=True)
class Line:
    """What became of one member: `tone` tells good from bad, the sentence says why, `rule` names the rule by its key."""

    member: Membership
    tone: str
    said: str
    rule: str = ""


def take(*, organisation: Organisation, sitting: Sitting, members: Sequence[Membership], by: User) -> list[Line]:
    """A seat for each of these members, as long as there are seats; then places on the waiting list."""
    lines = [_take(organisation, sitting, member, by) for member in members]
    taken = sum(not line.rule for line in lines)
    record("sitting.seats_taken", sitting, by=by, organisation=str(organisation.pk), asked=len(lines), registered=taken)
    return lines


def _take(organisation: Organisation, sitting: Sitting, member: Membership, by: User) -> Line:
    if member.person is None or not member.is_open:
        return Line(member, "is-bad", _("No account here yet: invite the person first."), "account")
    if (before := _before(member, sitting)) is not None:
        return before
    try:
        made = seating.register(candidate=member.person, sitting=sitting, by=by, organisation=organisation)
    except NotAllowed as refusal:
        return Line(member, "is-bad", " ".join(dict.fromkeys(map(_told, refusal.conditions))), refusal.conditions[0].key)
    if made.state == State.APPLIED:
        return Line(member, "is-brass", _("On the waiting list: every seat is taken."))
    return Line(member, "is-ok", _("Has a seat; the person is told by mail and notice."))


def _before(member: Membership, sitting: Sitting) -> Line | None:
    """What an earlier registration says: it stands, or was ended by somebody whom the firm does not overrule."""
    held = Registration.objects.filter(candidate=member.person, sitting=sitting).order_by("-visit").first()
    if held is None:
        return None
    if held.state not in OVER:
        return Line(member, "", _("Registered before."), "before")
    if held.state == State.REFUSED:
        return Line(member, "is-bad", _("The exam office refused this registration; the person reads the reason."), "refused")
    if _gave_back(held):
        return Line(member, "is-bad", _("Gave the seat back: only the person can register anew."), "given_back")
    return None


def _gave_back(held: Registration) -> bool:
    """Whether the last who withdrew it was the candidate: nobody overrules that."""
    entries = SittingEntry.objects.filter(registration=held, kind=SittingEntry.Kind.WITHDRAWN).order_by("-at", "-pk")
    return entries.values_list("by", flat=True).first() == held.candidate_id


def _told(condition: Condition) -> str:
    """A rule as the firm may read it."""
    match condition.key:
        case "registration":
            return condition.sentence
        case "course":
            return _("The course this exam asks for is not completed yet.")
        case "track":
            return _("What the track asks for before this exam is not done yet.")
        case "account":
            return _("The account is too new for this exam.")
        case "role":
            return _("The exam is for holders of a role this person does not have.")
    return _(
        "A rule about earlier registrations, attempts or decisions stands in the way; the person reads it on the exam's page."
    )


def give_back(*, registration: Registration, by: User) -> Registration:
    """Give a seat back that the firm took; the next on the waiting list moves up. Raises seating.TooLate."""
    if now() >= registration.sitting.withdraw_until:
        raise seating.TooLate(registration.pk)
    return seating.withdraw(registration=registration, by=by)
