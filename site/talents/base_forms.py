"""What a keeper and a reviewer of a base fill in, and the filters of the directory."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.templatetags.ui import chinese
from core.dates import today
from events.models import Event
from talents.models import BaseReview
from talents.models.bases import Closure
from talents.opening import WEEKDAYS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _day(label: "_StrPromise") -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


class DaysForm(forms.Form):
    first = _day(_("First day"))
    last = _day(_("Last day"))


class ClosureForm(forms.Form):
    day = _day(_("Day"))
    reason = forms.CharField(label=_("Reason"), max_length=120)


class ReopeningForm(forms.Form):
    """Of the days that are closed, one."""

    day = forms.TypedChoiceField(label=_("Closed day"), coerce=dt.date.fromisoformat)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=120,
        help_text=_("Kept on record with your name. Who had registered was told that the day is off, and registers anew."),
    )

    def __init__(self, closures: Iterable[Closure], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, handed on
        choice = self.fields["day"]
        assert isinstance(choice, forms.TypedChoiceField)  # noqa: S101 - tells the type checker what stands above
        choice.choices = [(one.day.isoformat(), f"{one.day:%Y-%m-%d} {chinese(one.reason)}") for one in closures]


class ReportForm(forms.Form):
    came = forms.IntegerField(label=_("People who came"), min_value=0, max_value=1000)
    done = forms.CharField(label=_("What they saw and did"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    incidents = forms.CharField(
        label=_("Incidents, and what was done about them"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2024, max_value=2100)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=BaseReview.Outcome)
    text = forms.CharField(label=_("What was found"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, handed on
        self.fields["year"].initial = today().year


class BasesForm(forms.Form):
    """The filters, as the address holds them. What is not known narrows nothing."""

    area = forms.ChoiceField(choices=Event.Area, required=False)
    day = forms.ChoiceField(choices=[(day, day) for day in WEEKDAYS], required=False)
    age = forms.IntegerField(min_value=3, max_value=99, required=False)

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}
