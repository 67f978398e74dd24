"""Calling a panel, and giving one's ratings."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from exams.models import ExamVersion, StandardSetting
from exams.standards import LEAST_JUDGES


class PanelForm(forms.Form):
    """Which rules, what is rated, and who rates."""

    version = forms.ModelChoiceField(
        ExamVersion.objects.none(),
        label=gettext_lazy("Exam version"),
        empty_label=pgettext_lazy("in a list of choices", "Choose"),
    )
    basis = forms.ChoiceField(label=gettext_lazy("What is rated"), choices=StandardSetting.Basis, widget=forms.RadioSelect)
    members = forms.ModelMultipleChoiceField(
        User.objects.none(), label=gettext_lazy("Panel"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, versions: QuerySet[ExamVersion], people: QuerySet[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["members"].queryset = people  # type: ignore[attr-defined]
        self.fields["members"].label_from_instance = lambda user: user.full_name  # type: ignore[attr-defined]

    def clean_members(self) -> Any:
        members = self.cleaned_data["members"]
        if len(members) < LEAST_JUDGES:
            raise forms.ValidationError(_("Choose at least %(least)s people.") % {"least": LEAST_JUDGES})
        return members


class RatingForm(forms.Form):
    """A percentage for each target. All are given at once, so that nobody is led by a half-finished sheet."""

    def __init__(self, targets: Sequence[Mapping[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outside = _("Give a whole number from 0 to 100.")
        attrs = {"class": "input num", "min": "0", "max": "100", "step": "5", "inputmode": "numeric"}
        for target in targets:
            self.fields[target["id"]] = forms.IntegerField(
                label=target["label"],
                min_value=0,
                max_value=100,
                widget=forms.NumberInput(attrs=attrs),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), outside),
            )
