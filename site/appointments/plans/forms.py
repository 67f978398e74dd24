"""What is filled in about annual plans: the year, the goals, the tasks in rows, the review."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.forms import words
from appointments.models import DutyEntry
from core.dates import today

MOST_TASKS, SPARE = 40, 4


class YearForm(forms.Form):
    """For which year."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = today().year
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(year, str(year)) for year in (this, this + 1, this - 1)]


class GoalsForm(forms.Form):
    """The goals, and why an adopted plan changes."""

    goals = words(gettext_lazy("Goals of the year"), rows=5, help_text=gettext_lazy("What is reached by when, with figures."))
    reason = words(gettext_lazy("Why the adopted plan changes"), rows=2)

    def __init__(self, *args: Any, is_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_change:
            del self.fields["reason"]


class TaskForm(forms.Form):
    """A row: what is done in which quarter, by whom, how often, and how one sees that it worked. Emptied, it falls away."""

    quarter = forms.TypedChoiceField(
        label=gettext_lazy("Quarter"), coerce=int, choices=[(number, f"Q{number}") for number in (1, 2, 3, 4)]
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of duty"), choices=DutyEntry.Kind)
    text = forms.CharField(label=gettext_lazy("Task"), max_length=200, required=False)
    responsible = forms.CharField(label=gettext_lazy("Responsible person"), max_length=60, required=False)
    measure = forms.CharField(label=gettext_lazy("Measure of success"), max_length=200, required=False)
    times = forms.IntegerField(
        label=gettext_lazy("How often"), initial=1, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("text"):
            for name in ("responsible", "measure"):
                if not data.get(name):
                    self.add_error(name, _("Fill this in."))
        elif data.get("responsible") or data.get("measure"):
            self.add_error("text", _("Fill this in."))
        return data


TaskRows = forms.formset_factory(TaskForm, extra=SPARE, max_num=MOST_TASKS, validate_max=True, absolute_max=MOST_TASKS)


class ReviewForm(forms.Form):
    """What the head says at the year's end."""

    text = words(gettext_lazy("What came of the year"), rows=5)
