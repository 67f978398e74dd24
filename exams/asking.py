"""Forms about arrangements: what a candidate asks for, what an officer decides."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.models import Arrangement

FACTORS = [("1", _("no longer")), ("1.25", _("a quarter longer")), ("1.5", _("half as long again")), ("2", _("twice as long"))]


class ArrangementForm(forms.Form):
    """What helps this candidate, and why."""

    time_factor = forms.ChoiceField(label=_("Time for the whole exam"), choices=FACTORS, initial="1")
    extra_minutes = forms.IntegerField(
        label=_("Extra minutes besides"), min_value=0, max_value=120, initial=0, help_text=_("For breaks, say.")
    )
    other = forms.CharField(
        label=_("Other help"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A quiet room, a screen reader, someone to write, large print."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only those who decide in the exam office read it. No more about your health than is needed."),
    )

    def clean(self) -> dict[str, Any]:
        """Nothing asked for is no request."""
        given: dict[str, Any] = super().clean() or {}
        wanted = given.get("time_factor", "1") != "1" or given.get("extra_minutes") or given.get("other", "").strip()
        if not wanted and not self.errors:
            raise forms.ValidationError(_("Say what would help you: more time, extra minutes or other help."))
        return given

    @property
    def asked(self) -> dict[str, Any]:
        """The request as the verb takes it."""
        given = self.cleaned_data
        return {
            "time_factor": Decimal(given["time_factor"]),
            "extra_s": given["extra_minutes"] * 60,
            "other": given["other"].strip(),
            "reason": given["reason"].strip(),
        }


class DecisionForm(forms.Form):
    """What an officer grants, or refuses, with reasons."""

    granted = forms.ChoiceField(label=_("Decision"), choices=[("yes", _("Grant")), ("no", _("Do not grant"))])
    time_factor = forms.DecimalField(
        label=_("Time factor"),
        min_value=Decimal(1),
        max_value=Decimal(4),
        max_digits=3,
        decimal_places=2,
        help_text=_("From 1 to 4."),
    )
    extra_minutes = forms.IntegerField(label=_("Extra minutes besides"), min_value=0, max_value=240)
    other = forms.CharField(
        label=_("Other arrangements"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    reasons = forms.CharField(
        label=_("Reasons of the decision"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The candidate reads them."),
    )

    @classmethod
    def of(cls, request: Arrangement) -> "DecisionForm":
        """Filled in as asked."""
        asked = {"time_factor": request.time_factor, "extra_minutes": request.extra_s // 60, "other": request.other}
        return cls(initial=asked)

    @property
    def decided(self) -> dict[str, Any]:
        """The decision as the verb takes it."""
        given = self.cleaned_data
        return {
            "granted": given["granted"] == "yes",
            "time_factor": given["time_factor"],
            "extra_s": given["extra_minutes"] * 60,
            "other": given["other"].strip(),
            "reasons": given["reasons"].strip(),
        }


class EnlistForm(forms.Form):
    """Whom an officer registers."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_("One or many, one per line; pasted from a table is fine. Each line is reported on."),
    )


class RefusalForm(forms.Form):
    """Why a registration is refused."""

    because = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The candidate reads it.")
    )
