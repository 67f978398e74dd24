"""Forms of training: what to assign, why to recall, which period to report on."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from core.dates import today
from courses.catalogue import pages
from courses.models import Course, Track
from courses.standing import content_language
from courses.training.assigning import NEWCOMER_DAYS, Wanted
from courses.training.planning import Wish
from courses.training.states import key
from organisations.departments import tree
from organisations.models import Membership, Organisation

MOST_CHOSEN = 200


class AssignForm(forms.Form):
    """A course or a track, to everybody or a department; to chosen members where the address names them."""

    subject = forms.ChoiceField(label=_("What to learn"))
    department = forms.ChoiceField(label=_("For whom"), required=False)
    due_on = forms.DateField(label=_("To be done until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    newcomer_days = forms.IntegerField(
        label=_("Days for whoever comes later"),
        min_value=1,
        max_value=365,
        initial=NEWCOMER_DAYS,
        help_text=_("Newcomers get it by themselves; they have at least so many days from then on."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("The people read it."))

    def __init__(self, *args: Any, organisation: Organisation, chosen: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.chosen = organisation, chosen
        self.fields["due_on"].widget.attrs["min"] = today().isoformat()
        lines = tree(organisation)
        self.lines = {str(line.department.pk): line.department for line in lines}
        paths = [(str(line.department.pk), line.path) for line in lines] if not chosen else []
        if chosen:
            del self.fields["department"]
        else:
            self._choices("department", [("", _("Everybody in the organisation")), *paths])
        self._choices("subject", _subjects())

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    def wanted(self) -> Wanted:
        """What the valid form asks for."""
        told = self.cleaned_data
        subject = _subject(told["subject"])
        department = self.lines.get(told.get("department", ""))
        return Wanted(subject, told["due_on"], told["reason"], department, self.chosen, told["newcomer_days"])


def _subject(told: str) -> Course | Track:
    """What a choice of `_subjects` names."""
    kind, number = told[0], int(told[1:])
    return Course.objects.get(pk=number) if kind == "c" else Track.objects.get(pk=number)


def _subjects() -> list[Any]:
    """What can be assigned: tracks and courses that are published."""
    language = content_language()
    tracks = [(key(None, one.pk), one.title(language)) for one in Track.objects.filter(is_published=True)]
    courses = [(key(course, None), page.title) for course, page in pages().items()]
    return [("", "—"), (_("Tracks for a post"), tracks), (_("Single courses"), courses)]


class PlanLineForm(forms.Form):
    """A line of the plan of a year: what is learned in which month, by whom, for how long, for how much."""

    month = forms.TypedChoiceField(label=_("Month"), coerce=int, choices=list(MONTHS.items()))
    subject = forms.ChoiceField(label=_("What to learn"))
    department = forms.ChoiceField(label=_("For whom"), required=False)
    post = forms.CharField(
        label=_("Post"),
        max_length=60,
        required=False,
        help_text=_("As it is written in your list of people; left empty, every post is meant."),
    )
    hours = forms.DecimalField(label=_("Planned hours a person"), min_value=0, max_digits=5, decimal_places=1, required=False)
    budget = forms.IntegerField(label=_("Budget in yuan"), min_value=0, max_value=2_000_000_000, required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = tree(organisation)
        self.lines = {str(line.department.pk): line.department for line in lines}
        offered = {
            "department": [("", _("Everybody in the organisation")), *((str(line.department.pk), line.path) for line in lines)],
            "subject": _subjects(),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices

    def wish(self) -> Wish:
        """What the valid form says."""
        told = self.cleaned_data
        department = self.lines.get(told["department"])
        return Wish(told["month"], _subject(told["subject"]), department, told["post"], told["hours"], told["budget"])


class RecallForm(forms.Form):
    because = forms.CharField(label=_("Reason for recalling"), max_length=200, help_text=_("The people read it."))


class PeriodForm(forms.Form):
    """A period, both days included."""

    start = forms.DateField(label=_("First day of the period"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    end = forms.DateField(label=_("Last day of the period"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        start, end = told.get("start"), told.get("end")
        if start and end and start > end:
            self.add_error("end", _("The last day lies before the first."))
        return told

    @property
    def period(self) -> tuple[dt.date, dt.date]:
        """What is asked for; this year where nothing valid is."""
        day = today()
        if self.is_bound and self.is_valid():
            return self.cleaned_data["start"], self.cleaned_data["end"]
        return dt.date(day.year, 1, 1), day
