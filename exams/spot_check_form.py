"""The form of a spot check."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exams.models import Exam


class SpotCheckForm(forms.Form):
    """Which exam, where, for how long it can be begun, how many at most."""

    exam = forms.ModelChoiceField(label=_("Exam"), queryset=Exam.objects.none(), empty_label=None)
    venue = forms.CharField(
        label=_("Where"), max_length=120, required=False, help_text=_("The firm or the place that is checked.")
    )
    hours = forms.IntegerField(label=_("Open for hours"), min_value=1, max_value=24, initial=2)
    capacity = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=5000, required=False, help_text=_("Empty: as many as come.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        checks: QuerySet[Exam] = Exam.objects.filter(kind=Exam.Purpose.SPOT_CHECK, versions__isnull=False).distinct()
        choice = self.fields["exam"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - tells the type checker what stands above
        choice.queryset, choice.initial = checks, checks.first()
