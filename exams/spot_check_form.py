"""The form of a spot check."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exams import resits
from exams.models import Exam


class SpotCheckForm(forms.Form):
    """Which exam, where, for how long it can be begun, how many at most, and until when who fails may sit again."""

    exam = forms.ModelChoiceField(label=_("Exam"), queryset=Exam.objects.none(), empty_label=None)
    venue = forms.CharField(
        label=_("Where"), max_length=120, required=False, help_text=_("The firm or the place that is checked.")
    )
    hours = forms.IntegerField(label=_("Open for hours"), min_value=1, max_value=24, initial=2)
    capacity = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=5000, required=False, help_text=_("Empty: as many as come.")
    )
    resit_days = forms.IntegerField(
        label=_("Resit within days"),
        min_value=1,
        max_value=resits.MOST_DAYS,
        initial=resits.DAYS,
        help_text=_("Counted from the close of the check. Whoever fails may sit once more until then, and nobody else."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        checks: QuerySet[Exam] = Exam.objects.filter(kind=Exam.Purpose.SPOT_CHECK, versions__isnull=False).distinct()
        choice = self.fields["exam"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - tells the type checker what stands above
        choice.queryset, choice.initial = checks, checks.first()


class PublicationForm(forms.Form):
    """Under which name a check is published."""

    place = forms.CharField(
        label=_("Firm or place"),
        max_length=120,
        required=False,
        help_text=_("As everybody reads it; no person's name. Empty: the place is not named."),
    )


class WithdrawalForm(forms.Form):
    """Why a published result is taken back."""

    because = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Kept on record; it is not published."))
