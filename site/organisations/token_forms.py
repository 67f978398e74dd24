"""What a manager says of a token to be made."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import today
from organisations.models import Scope
from organisations.tokens import last_day

_USUAL = dt.timedelta(days=180)


def _usual_day() -> dt.date:
    return today() + _USUAL


class TokenForm(forms.Form):
    """Name, what it opens, last good day. `key` is the token's own, so that one form sent twice makes one token."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    name = forms.CharField(
        label=_("What the token is for"),
        max_length=60,
        help_text=_("The program that will ask with it: staff system, for example."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What the token opens"),
        choices=[(one.value, one.label) for one in Scope],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No more than the program needs."),
    )
    expires_on = forms.DateField(
        label=_("Last good day of the token"),
        initial=_usual_day,
        help_text=_("In a year at the latest. Make another before that day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_expires_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["expires_on"]
        if not today() < day <= last_day():
            raise forms.ValidationError(_("A token ends tomorrow at the earliest and in a year at the latest."))
        return day

    @property
    def wanted(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {"pk": told["key"], "name": told["name"], "scopes": told["scopes"], "expires_on": told["expires_on"]}
