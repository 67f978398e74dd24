"""Vetoing (一票否决): raised by whoever is in post under an authorisation that names the matter; decided by somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from appointments import attaching, news
from appointments.again import already
from appointments.appointing import Refused
from appointments.models import Authorisation, DutyEntry, Veto, VetoRuling
from appointments.states import covers
from certificates.evidence import Evidence
from core.audit import record
from core.dates import today


@dataclass(frozen=True)
class Finding:
    """What is stopped, under which line of the scope, and on which facts."""

    scope_line: str
    stopped: str
    lot: str
    facts: str
    standard: str
    risk: str


@transaction.atomic
def raise_veto(*, authorisation: Authorisation, finding: Finding, evidence: Sequence[Evidence], by: User) -> Veto:
    """Stop something. Raises Refused when post or authorisation do not hold at this moment, or do not cover it."""
    # Locked: a revocation in the same second comes before it or after it, never through it.
    there = Authorisation.objects.select_for_update(no_key=True, of=("self",))
    held = there.select_related("appointment__organisation", "appointment__person").get(pk=authorisation.pk)
    if held.appointment.person_id != by.pk or not held.appointment.is_in_force:
        raise Refused(_("Only the chief quality officer in post raises a veto."))
    if not held.is_in_force:
        raise Refused(_("The authorisation does not hold today: it was revoked, has run out or has not begun."))
    if not covers(held.scope, finding.scope_line):
        raise Refused(
            _("The authorisation does not cover “%(line)s”. Choose a line of its scope.") % {"line": finding.scope_line}
        )
    said = {
        "authorisation": held,
        "scope_line": finding.scope_line,
        "object": finding.stopped,
        "lot": finding.lot,
        "facts": finding.facts,
        "standard": finding.standard,
        "risk": finding.risk,
        "raised_by": by,
    }
    if (same := already(Veto.objects.all(), "raised_at", **said)) is not None:
        return same
    veto = Veto.objects.create(**said)
    attaching.attach(evidence, veto=veto)
    # The log holds it without a second hand: the year's report counts what happened.
    DutyEntry.objects.create(
        appointment=held.appointment,
        kind=DutyEntry.Kind.VETO,
        done_on=today(),
        text=f"{finding.stopped} {finding.lot}".strip(),
        outcome="",
        written_by=by,
    )
    record("veto.raised", veto, by=by)
    news.tell_vetoed(veto)
    return veto


@transaction.atomic
def rule(*, veto: Veto, outcome: str, reason: str, evidence: Sequence[Evidence], by: User) -> VetoRuling:
    """Uphold or lift it, once, by somebody else; lifting needs evidence. Raises Refused."""
    held = Veto.objects.select_for_update(no_key=True, of=("self",)).get(pk=veto.pk)
    if held.raised_by_id == by.pk:
        raise Refused(_("Whoever raised a veto does not decide about it. Let another manager do it."))
    if VetoRuling.objects.filter(veto=held).exists():
        raise Refused(_("It has been decided already."))
    if outcome == VetoRuling.Outcome.LIFTED and not evidence:
        raise Refused(_("A veto is lifted with evidence: add the test report or the record that shows the fault is gone."))
    ruling = VetoRuling.objects.create(veto=held, outcome=outcome, reason=reason, raised_by_id=held.raised_by_id, ruled_by=by)
    attaching.attach(evidence, ruling=ruling)
    record("veto.ruled", held, by=by, outcome=outcome)
    news.tell_ruled(Veto.objects.told().get(pk=held.pk))
    return ruling
