"""Forms of a rules draft (规则草稿): plain fields for what the tables keep as JSON."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exams import reviewing
from exams.mixing import MIX_LEVELS
from exams.models import Area, Exam, Kind, RulesDraft
from exams.training_fields import TrainingFields
from exams.wording import plain

SEEN = {
    "stem": _("the questions"),
    "own": _("own answers"),
    "marks": _("marks of each question"),
    "key": _("right answers"),
    "explanation": _("explanations"),
    "areas": _("marks by area"),
}
MOMENTS = {
    "during": _("While writing"),
    "after_submit": _("Once handed in"),
    "after_release": _("Once the result is released"),
    "after_close": _("Once the sitting is over"),
}
NOT_SEEN = {
    reviewing.Fault.WRITING: _(
        "While writing, the candidate sees the questions and the own answers: tick these two and nothing else."
    ),
    reviewing.Fault.UNRELEASED: _(
        "Before the result is released, tick the questions and own answers at most: marks, right answers and explanations "
        "would tell the result."
    ),
    reviewing.Fault.GUARDED: _(
        "A spot check is drawn from the certifications' own items: after handing in it shows neither questions, "
        "right answers nor explanations."
    ),
    reviewing.Fault.NO_QUESTION: _("Right answers and explanations are read beside their questions: tick the questions as well."),
}
_PAIR = re.compile(r"([^\s:：=]+)[\s:：=]+(\d+(?:\.\d+)?)\s*%?")
_BETWEEN = re.compile(r"[\s,;，、；]+")


class PairsField(forms.CharField):
    """`S1 60, S2 50` as {"S1": 60, "S2": 50}."""

    def prepare_value(self, value: Any) -> Any:
        return "，".join(f"{name} {number:g}" for name, number in value.items()) if isinstance(value, dict) else value

    def clean(self, value: Any) -> dict[str, float]:
        text = super().clean(value)
        pairs = re.split(r"[,;，、；\n]+", text.strip()) if text.strip() else []
        found = [_PAIR.fullmatch(pair.strip()) for pair in pairs]
        if not all(found):
            raise ValidationError(gettext("Write an area and a number, with a comma between two of them: S1 60, S2 50."))
        return {match[1]: _number(match[2]) for match in found if match}


class DaysField(forms.CharField):
    """`7, 30, 90` as [7, 30, 90]."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        days = [day for day in _BETWEEN.split(super().clean(value)) if day]
        if not all(day.isdigit() and len(day) < 5 for day in days):
            raise ValidationError(gettext("Write whole days with a comma between two of them: 7, 30, 90."))
        return [int(day) for day in days]


def _number(digits: str) -> float:
    number = float(digits)
    return int(number) if number.is_integer() else number


class RulesForm(TrainingFields, forms.ModelForm):  # type: ignore[type-arg]  # generic only for the type checker
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600)
    floors = PairsField(label=_("Floors of single areas, in per cent"), required=False, help_text=_("For instance: S1 60, S2 50"))
    cooling_off_days = DaysField(
        label=_("Days to wait after each failed attempt"), required=False, help_text=_("For instance: 7, 30, 90")
    )
    easy = forms.IntegerField(label=MIX_LEVELS["easy"], required=False, min_value=0, max_value=100)
    middle = forms.IntegerField(label=MIX_LEVELS["middle"], required=False, min_value=0, max_value=100)
    hard = forms.IntegerField(label=MIX_LEVELS["hard"], required=False, min_value=0, max_value=100)

    class Meta:
        model = RulesDraft
        fields = (
            "minutes",
            "grace_s",
            "cut_score",
            "floors",
            "area_floor_percent",
            "case_floor_percent",
            "max_attempts",
            "attempts_window_months",
            "cooling_off_days",
            "cooling_off_hours",
            "marking",
            "tolerance_marks",
            "shuffle",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cooling_off_hours"].help_text = _("Empty: no new series; attempts come back as they fall out of the months.")
        self.offer(self.instance.eligibility, self.instance.exam.code)
        self.initial["minutes"] = self.instance.duration_s // 60
        for level, percent in (self.instance.difficulty_mix or {}).items():
            self.initial[level] = percent
        for moment, label in MOMENTS.items():
            self.fields[moment] = forms.MultipleChoiceField(
                label=label,
                choices=list(SEEN.items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=self.instance.review_policy.get(moment, []),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        mix = {level: cleaned.get(level) for level in MIX_LEVELS}
        stated = {level: percent for level, percent in mix.items() if percent is not None}
        if stated and sum(stated.values()) != 100:
            self.add_error("hard", gettext("The three parts of the mix add up to 100, or all stay empty."))
        self.instance.difficulty_mix = stated or None
        guarded = self.instance.exam.kind == Exam.Purpose.SPOT_CHECK
        for moment, fault in reviewing.faults({moment: cleaned.get(moment, ()) for moment in MOMENTS}, guarded=guarded):
            if moment not in self.errors:
                self.add_error(moment, NOT_SEEN[fault])
        return cleaned

    def save(self, commit: bool = True) -> RulesDraft:
        self.instance.duration_s = self.cleaned_data["minutes"] * 60
        self.instance.eligibility = self.asked(self.instance.eligibility)
        self.instance.review_policy = {moment: self.cleaned_data[moment] for moment in MOMENTS}
        draft: RulesDraft = super().save(commit)
        return draft


class CellForm(forms.Form):
    """One row of the blueprint. `parts` makes it a case: B 5, E 5, G 5."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    item_kinds = forms.MultipleChoiceField(label=_("Kinds"), choices=Kind.choices, widget=forms.SelectMultiple(attrs={"size": 3}))
    difficulty_min = forms.IntegerField(label=_("Difficulty from"), min_value=1, max_value=5, initial=1)
    difficulty_max = forms.IntegerField(label=_("Difficulty to"), min_value=1, max_value=5, initial=5)
    count = forms.IntegerField(label=_("Number of items"), min_value=1, max_value=200)
    marks_each = forms.DecimalField(label=_("Marks each"), min_value=Decimal("0.01"), max_value=999, decimal_places=2)
    parts = PairsField(label=_("Parts of a case"), required=False)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "—"), *areas]  # type: ignore[attr-defined]  # a ChoiceField's

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        low, high = cleaned.get("difficulty_min"), cleaned.get("difficulty_max")
        if low and high and low > high:
            self.add_error("difficulty_max", gettext("Difficulty runs from the lower to the higher."))
        if not cleaned.get("area") and not cleaned.get("parts"):
            self.add_error("area", gettext("Choose an area, or name the parts of a case with their areas."))
        return cleaned

    def as_cell(self) -> dict[str, Any]:
        """The row as a draft keeps it."""
        given = self.cleaned_data
        area = "" if given["parts"] else given["area"]
        return {
            "section": area,
            "area": area,
            "item_kinds": given["item_kinds"],
            "difficulty_min": given["difficulty_min"],
            "difficulty_max": given["difficulty_max"],
            "count": given["count"],
            "marks_each": f"{given['marks_each']:.2f}",
            "parts": [{"area": name, "marks": plain(Decimal(str(marks)))} for name, marks in given["parts"].items()],
        }


CellFormSet = forms.formset_factory(CellForm, extra=4, can_delete=True, can_order=False)


def cells_form(draft: RulesDraft, data: Any = None) -> "forms.BaseFormSet[CellForm]":
    """The rows of a draft as forms, and some empty ones below (one query)."""
    areas = [(area.code, str(area)) for area in Area.objects.filter(credential=draft.exam.credential)]
    rows = [
        {
            **cell,
            "parts": {part["area"]: Decimal(part["marks"]) for part in cell["parts"]},
            "marks_each": Decimal(cell["marks_each"]),
        }
        for cell in draft.cells
    ]
    return CellFormSet(data, initial=rows, prefix="cells", form_kwargs={"areas": areas})


def cells_of(formset: "forms.BaseFormSet[CellForm]") -> list[dict[str, Any]]:
    """What a valid formset says, rows struck out and empty ones left out."""
    kept = [form for form in formset.forms if form.has_changed() or form.initial]
    return [form.as_cell() for form in kept if form.cleaned_data and not form.cleaned_data.get("DELETE")]
