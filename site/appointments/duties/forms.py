"""What is filled in about a firm's duties. A mistake is named at its field, with the remedy."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from appointments.duties.daily import Found
from appointments.duties.drafting import Point
from appointments.duties.meeting import Minutes, Task
from appointments.duties.models import ControlPoint, DayLine
from appointments.forms import Day, line, words
from certificates.proceeding_forms import enclosures
from core.dates import today
from core.text import clean

if TYPE_CHECKING:
    _FormSet = forms.BaseFormSet[forms.Form]
else:
    _FormSet = forms.BaseFormSet

MOST_POINTS, MOST_TASKS = 60, 20
MORE = 3
WEEKDAYS = (
    ("1", gettext_lazy("Monday")),
    ("2", gettext_lazy("Tuesday")),
    ("3", gettext_lazy("Wednesday")),
    ("4", gettext_lazy("Thursday")),
    ("5", gettext_lazy("Friday")),
    ("6", gettext_lazy("Saturday")),
    ("7", gettext_lazy("Sunday")),
)
PHOTO_HINT = gettext_lazy("Photo, PNG or PDF, at most 8 MB each, at most five.")


class _Rows(_FormSet):
    """Lines under each other; one left empty is no line, whether it was there before or not."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"empty_permitted": True}


class PointForm(forms.Form):
    """One point of control."""

    unit = line(gettext_lazy("Workshop or site"), longest=40, required=False)
    place = line(gettext_lazy("Point of control"), longest=80)
    risk = line(gettext_lazy("Risk at this point"), longest=200)
    measure = line(gettext_lazy("Measure against the risk"), longest=200)
    frequency = forms.ChoiceField(
        label=gettext_lazy("How often it is looked at"), choices=ControlPoint.Frequency, initial=ControlPoint.Frequency.DAY
    )
    who = line(gettext_lazy("Who looks"), longest=60)

    def clean_unit(self) -> str:
        # One workshop written in two ways would owe two records a day.
        return clean(self.cleaned_data["unit"])


class RestForm(forms.Form):
    """The weekdays on which nothing runs."""

    rest_days = forms.MultipleChoiceField(
        label=gettext_lazy("Weekly days without operation"),
        choices=WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("On these no daily record is expected; one may be written all the same."),
    )

    def clean_rest_days(self) -> str:
        return "".join(self.cleaned_data["rest_days"])


PointFormSet = forms.formset_factory(
    PointForm, formset=_Rows, extra=MORE, max_num=MOST_POINTS, absolute_max=MOST_POINTS, validate_max=True, can_delete=True
)


def points_of(formset: Any) -> list[Point]:
    """The lines that were filled in and not struck out, in their order."""
    kept = [form.cleaned_data for form in formset.forms if form.has_changed() and not form.cleaned_data.get("DELETE")]
    return [Point(**{name: data[name] for name in Point.__dataclass_fields__}) for data in kept]


def typed(form: type[forms.Form], data: Any, prefix: str = "form") -> list[dict[str, str]]:
    """What was typed so far, unread: shown again with more lines under it."""
    try:
        number = min(int(data.get(f"{prefix}-TOTAL_FORMS", "0")), MOST_POINTS)
    except ValueError:
        number = 0
    rows = ({name: data.get(f"{prefix}-{n}-{name}", "") for name in form.base_fields} for n in range(number))
    return [row for row in rows if any(value for name, value in row.items() if name != "frequency")]


@dataclass(frozen=True)
class Row:
    """What is asked about one point."""

    point: ControlPoint
    state: BoundField
    finding: BoundField
    measure: BoundField
    files: BoundField


class DayForm(forms.Form):
    """A day in a workshop: every point of the list is answered."""

    note = words(gettext_lazy("Note on the day"), rows=2, required=False)
    keeps_place = forms.BooleanField(
        label=gettext_lazy("Keep in the photos where they were taken"),
        required=False,
        help_text=gettext_lazy("Otherwise the place is taken out before they are kept."),
    )

    def __init__(self, *args: Any, points: Sequence[ControlPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._points = points
        for point in points:
            self._ask(point)

    def _ask(self, point: ControlPoint) -> None:
        place = {"place": point.place}
        self.fields[f"state_{point.order}"] = forms.ChoiceField(
            label=point.place,
            choices=DayLine.State,
            widget=forms.RadioSelect,
            error_messages={"required": _("Say how it was at “%(place)s”.") % place},
        )
        self.fields[f"finding_{point.order}"] = words(_("What was found at this point"), rows=2, required=False)
        self.fields[f"measure_{point.order}"] = words(_("What was done at once"), rows=2, required=False)
        files = enclosures(label=_("Photos"))
        files.help_text = PHOTO_HINT
        self.fields[f"files_{point.order}"] = files

    def rows(self) -> Iterator[Row]:
        """Point by point."""
        for point in self._points:
            names = ("state", "finding", "measure", "files")
            yield Row(point, *(self[f"{name}_{point.order}"] for name in names))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for point in self._points:
            if data.get(f"state_{point.order}") != DayLine.State.FINDING:
                continue
            if not data.get(f"finding_{point.order}"):
                self.add_error(f"finding_{point.order}", _("Say what was found at “%(place)s”.") % {"place": point.place})
            if not data.get(f"measure_{point.order}"):
                self.add_error(f"measure_{point.order}", _("Say what was done at once at “%(place)s”.") % {"place": point.place})
        return data

    def found(self) -> list[Found]:
        """What was found, point by point. Words beside a point that is in order are dropped with their photos."""
        return [self._found(point) for point in self._points]

    def _found(self, point: ControlPoint) -> Found:
        data, n = self.cleaned_data, point.order
        if data[f"state_{n}"] != DayLine.State.FINDING:
            return Found(point, data[f"state_{n}"], files=data[f"files_{n}"])
        return Found(point, data[f"state_{n}"], data[f"finding_{n}"], data[f"measure_{n}"], data[f"files_{n}"])


class IdleForm(forms.Form):
    """Days on which nothing runs."""

    first = Day(label=gettext_lazy("First day without operation"))
    last = Day(label=gettext_lazy("Last day without operation"))
    text = line(gettext_lazy("Why nothing runs"), longest=200)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        return data


class WeekForm(forms.Form):
    """A week: what was checked, a decision about each finding, and what follows."""

    checked = words(
        gettext_lazy("What was checked"),
        rows=3,
        help_text=gettext_lazy("Records looked through, workshops visited, samples taken."),
    )
    conclusion = words(
        gettext_lazy("Conclusion of the week"),
        rows=3,
        help_text=gettext_lazy("Without a finding, say so: that is the zero report."),
    )

    def __init__(self, *args: Any, lines: Sequence[DayLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = lines
        for found in lines:
            label = _("Decision: %(place)s, %(day)s") % {"place": found.point.place, "day": found.record.day.isoformat()}
            self.fields[f"decision_{found.pk}"] = words(label, rows=2)

    def rows(self) -> Iterator[tuple[DayLine, BoundField]]:
        """Finding by finding."""
        for found in self._lines:
            yield found, self[f"decision_{found.pk}"]

    def decisions(self) -> dict[DayLine, str]:
        return {found: self.cleaned_data[f"decision_{found.pk}"] for found in self._lines}


class TaskForm(forms.Form):
    """One task of a meeting."""

    text = line(gettext_lazy("Task"), longest=200)
    owner = line(gettext_lazy("Who does it"), longest=60)
    due = Day(label=gettext_lazy("To be done by"))


TaskFormSet = forms.formset_factory(
    TaskForm, formset=_Rows, extra=MORE, max_num=MOST_TASKS, absolute_max=MOST_TASKS, validate_max=True
)


class MonthForm(forms.Form):
    """A meeting as it was held."""

    held_on = Day(label=gettext_lazy("Held on"))
    chair: Any = forms.ModelChoiceField(
        label=gettext_lazy("Chaired by"), queryset=User.objects.none(), help_text=gettext_lazy("The head of the firm.")
    )
    present: Any = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who was at the meeting"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    others_present = line(gettext_lazy("Others who were there"), longest=200, required=False)
    text = words(
        gettext_lazy("Minutes of the meeting"),
        rows=6,
        help_text=gettext_lazy("What the month showed, what was decided. Without a finding, say so."),
    )

    def __init__(self, *args: Any, heads: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (("chair", heads), ("present", people)):
            field: Any = self.fields[name]
            field.queryset = queryset
            field.label_from_instance = _name

    def minutes(self, tasks: Any) -> Minutes:
        """The meeting with its tasks."""
        filled = [form.cleaned_data for form in tasks.forms if form.has_changed()]
        return Minutes(tasks=[Task(**data) for data in filled], **self.cleaned_data)


class DoneForm(forms.Form):
    """What came of a task."""

    done_on = Day(label=gettext_lazy("Done on"))
    outcome = words(gettext_lazy("What came of it"), rows=2)

    def clean_done_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["done_on"]
        if day > today():
            raise ValidationError(_("That day has not come yet."))
        return day


def _name(person: User) -> str:
    return person.full_name


def marked(number: int) -> str:
    """How many days were marked, in words."""
    words_ = ngettext("One day without operation was marked.", "%(number)s days without operation were marked.", number)
    return words_ % {"number": number}
