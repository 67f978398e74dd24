"""What is filled in about supervision: a look, a setting right, a check of the effect."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.duties.models import Supervision
from appointments.forms import Day, line, words
from certificates.proceeding_forms import enclosures
from core.dates import today


class _Past(Day):
    """A day that has come."""

    def clean(self, value: Any) -> dt.date:
        day: dt.date = super().clean(value)
        if day > today():
            raise ValidationError(_("That day has not come yet."))
        return day


class LookForm(forms.Form):
    """What was looked at and found; without a day there is nothing to put right."""

    object = line(gettext_lazy("Product, service or place"))
    risk = forms.ChoiceField(label=gettext_lazy("Level of risk"), choices=Supervision.Risk, widget=forms.RadioSelect)
    looked_on = _Past(label=gettext_lazy("Looked at on"))
    found = words(
        gettext_lazy("What the supervision found"), rows=3, help_text=gettext_lazy("Without a finding, say what was looked at.")
    )
    owner = line(
        gettext_lazy("Who puts it right"),
        longest=60,
        required=False,
        help_text=gettext_lazy("Left empty when nothing was found."),
    )
    due = Day(label=gettext_lazy("To be put right by"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("owner") and not data.get("due"):
            self.add_error("due", _("Set a day by which it is put right."))
        if data.get("due") and not data.get("owner"):
            self.add_error("owner", _("Say who puts it right."))
        return data


class CorrectionForm(forms.Form):
    """What was done, with what shows it."""

    done_on = _Past(label=gettext_lazy("Put right on"))
    text = words(gettext_lazy("What was done to put it right"), rows=3)
    evidence = enclosures(label=gettext_lazy("Photos and records that show it"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["evidence"]
        field.error_messages["required"] = _("Add a photo or a record that shows it.")
        field.help_text = _("Photo, PNG or PDF, at most 8 MB each, at most five.")


class CheckForm(forms.Form):
    """Whether it works; if not, another day."""

    checked_on = _Past(label=gettext_lazy("Effect checked on"))
    worked = forms.TypedChoiceField(
        label=gettext_lazy("Does it work?"),
        choices=(("yes", gettext_lazy("It works; the entry is closed")), ("no", gettext_lazy("Not yet; another day is set"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether it works.")},
    )
    text = words(gettext_lazy("How it was checked, and what was found"), rows=3)
    due = Day(
        label=gettext_lazy("To be put right anew by"), required=False, help_text=gettext_lazy("Only when it does not work yet.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("worked") is False and not data.get("due"):
            self.add_error("due", _("Set another day by which it is put right."))
        if data.get("worked"):
            data["due"] = None
        return data
