"""What is filled in for a renewal: an activity elsewhere, and the sector one works in."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates import renewal_words
from certificates.crediting import Activity
from certificates.evidence import BadEvidence, Evidence, read
from certificates.models.credits import Area, Kind
from core.dates import today

# More in one piece than any course lasts: a slip of the finger, most likely.
MOST_HOURS = 80


class ActivityForm(forms.Form):
    """An activity elsewhere, with the file that proves it."""

    title = forms.CharField(
        label=gettext_lazy("Name of the activity"),
        max_length=120,
        error_messages={"required": gettext_lazy("Say what it was called.")},
    )
    organiser = forms.CharField(
        label=gettext_lazy("Organised by"),
        max_length=120,
        error_messages={"required": gettext_lazy("Say who organised it.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of activity"), choices=Kind)
    area = forms.ChoiceField(label=gettext_lazy("What was it mainly about?"), choices=Area)
    done_on = forms.DateField(
        label=gettext_lazy("Last day of the activity"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Say on which day it ended."),
            "invalid": gettext_lazy("Write the day as 2026-11-27."),
        },
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Hours of 45 minutes"),
        max_digits=4,
        decimal_places=1,
        min_value=Decimal("0.5"),
        max_value=MOST_HOURS,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
        error_messages={
            "required": gettext_lazy("Say how many hours it had."),
            "invalid": gettext_lazy("Write the hours as a number, such as 7.5."),
            "min_value": gettext_lazy("At least half an hour."),
            "max_value": gettext_lazy("At most 80 hours in one activity. Hand in a longer one in parts."),
            "max_decimal_places": gettext_lazy("Whole and half hours are counted, such as 7.5."),
            "max_digits": gettext_lazy("At most 80 hours in one activity. Hand in a longer one in parts."),
            "max_whole_digits": gettext_lazy("At most 80 hours in one activity. Hand in a longer one in parts."),
        },
    )
    file = forms.FileField(
        label=gettext_lazy("Evidence of the activity"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"}),
        error_messages={
            "required": gettext_lazy("Choose the file that proves it, such as a scan of the certificate of attendance."),
            "empty": gettext_lazy("The file is empty. Choose another."),
            "max_length": gettext_lazy("The name of the file is too long. Shorten it and choose it again."),
        },
    )

    def clean_done_on(self) -> Any:
        day = self.cleaned_data["done_on"]
        if day > today():
            raise forms.ValidationError(_("This day is still to come. Hand the activity in when it is over."))
        return day

    def clean_hours(self) -> Decimal:
        hours: Decimal = self.cleaned_data["hours"]
        if hours % Decimal("0.5"):
            raise forms.ValidationError(_("Whole and half hours are counted, such as 7.5."))
        return hours

    def clean_file(self) -> Evidence:
        file = self.cleaned_data["file"]
        try:
            return read(file, name=file.name, size=file.size)
        except BadEvidence as fault:
            raise forms.ValidationError(str(fault)) from fault

    def activity(self) -> Activity:
        """What was filled in, but for the file."""
        return Activity(**{name: of for name, of in self.cleaned_data.items() if name != "file"})


class SectorForm(forms.Form):
    """Under which profile of the scheme's rules one works."""

    # Its heading on the page is its label.
    profile = forms.ChoiceField(
        required=False, widget=forms.Select(attrs={"class": "input", "aria-labelledby": "renewal-sector"})
    )

    def __init__(self, profiles: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, renewal_words.profile(name)) for name in ("", *profiles)]
        self.fields["profile"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
