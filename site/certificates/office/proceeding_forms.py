"""What an officer fills in for each deed about a measure, and which deeds are possible now."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from certificates import hearing, measures, objecting
from certificates.models import CertificateEvent, Proceeding
from certificates.proceeding_forms import LONGEST, enclosures
from certificates.status import State

# None is chosen beforehand: the ground is public.
_GROUNDS = [
    ("", "—"),
    *(
        choice
        for choice in CertificateEvent.Reason.choices
        if choice[0] in ("result", "evidence", "conduct", "continuing", "complaint")
    ),
]
TITLES = {
    "suspend": _("Suspend at once"),
    "decide": _("Decide on the measure"),
    "prolong": _("Prolong the suspension"),
    "reinstate": _("Lift the suspension"),
    "appeal": _("Decide the appeal"),
}


def _text(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=LONGEST, widget=area)


def _note() -> forms.CharField:
    return forms.CharField(
        label=_("Public note"),
        required=False,
        max_length=200,
        help_text=_("Anyone who verifies the certificate reads it: no fact about the person."),
    )


def _months() -> forms.IntegerField:
    return forms.IntegerField(label=_("Months"), min_value=1, max_value=12, initial=measures.Rules().suspension_months)


class Announcement(forms.Form):
    """What is intended against which certificate, and why."""

    number = forms.CharField(label=_("Certificate number"), max_length=60)
    measure = forms.TypedChoiceField(label=_("Intended measure"), choices=Proceeding.Measure.choices, coerce=Proceeding.Measure)
    ground = forms.TypedChoiceField(label=_("Ground"), choices=_GROUNDS, coerce=CertificateEvent.Reason)
    reasons = _text(_("Reasons"), _("The holder reads them as they stand: plain words, the facts, the rule."))
    evidence = enclosures(label=_("Evidence"))
    at_once = _text(
        _("Suspend at once, because"),
        _("Only where waiting would do harm; leave it empty otherwise."),
        required=False,
    )


class Reasons(forms.Form):
    """Why."""

    reasons = _text(_("Reasons"), _("The holder reads them as they stand: plain words, the facts, the rule."))


class Decision(Reasons):
    """What is decided; a suspension has an end."""

    decision = forms.TypedChoiceField(label=_("Decision"), choices=Proceeding.Decision.choices, coerce=Proceeding.Decision)
    months = _months()
    public_note = _note()
    field_order = ("decision", "reasons", "months", "public_note")


class Prolongation(Reasons):
    """Until when a suspension goes on."""

    months = _months()


class Lifting(Reasons):
    """Why a suspension ends."""

    public_note = _note()


class AppealDecision(Reasons):
    """What becomes of the measure."""

    outcome = forms.TypedChoiceField(label=_("Decision"), choices=Proceeding.Outcome.choices, coerce=Proceeding.Outcome)
    public_note = _note()
    field_order = ("outcome", "reasons", "public_note")


def possible(proceeding: Proceeding, user: User) -> list[str]:
    """The deeds that are open to this person now, by name."""
    if not hearing.may_handle(proceeding, user):
        return []
    state, stands = proceeding.state, proceeding.certificate.newest().state
    if state == Proceeding.State.OPEN:
        names = ["decide"] if proceeding.opened_by_id != user.pk else []
        return [*names, "suspend"] if stands == State.VALID else names
    if state == Proceeding.State.APPEALED:
        return ["appeal"] if objecting.may_decide_appeal(proceeding, user) else []
    if state == Proceeding.State.DECIDED and stands == State.SUSPENDED and proceeding.suspended_until:
        more = proceeding.prolonged < hearing.rules_of(proceeding.certificate).prolongations
        return ["reinstate", "prolong"] if more else ["reinstate"]
    return []
