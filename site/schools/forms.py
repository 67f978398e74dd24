"""Forms of the desk."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from schools import commenting, inviting, ways
from schools.models import Decision, SchoolPage
from schools.models.using import MOST_STARS

if TYPE_CHECKING:
    from django.db.models import QuerySet


class DecisionForm(forms.Form):
    """What a department says of one version. Returning it needs a word of why."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(label=_("comment"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    verdict = forms.ChoiceField(choices=Decision.Verdict, widget=forms.HiddenInput, required=True)

    def clean(self) -> None:
        said = super().clean() or self.cleaned_data
        if said.get("verdict") == Decision.Verdict.RETURNED and not said.get("comment", "").strip():
            raise ValidationError({"comment": _("Say what is to be changed; the authors read it.")})


class WayForm(forms.Form):
    """By which way is handed in from now on."""

    way = forms.ChoiceField(
        label=_("Way of approval"),
        choices=ways.Way,
        widget=forms.RadioSelect,
        help_text=_(
            "It counts for what is handed in from now on. What is under review or returned keeps the way it was handed in by."
        ),
    )

    def under_review(self) -> "list[tuple[ways.Way, int]]":
        told = ways.under_review()
        return [(way, told.get(way, 0)) for way in ways.Way]


class CommentForm(forms.Form):
    field = forms.ChoiceField(choices=[(name, name) for name in commenting.FIELDS])
    passage = forms.CharField(required=False, max_length=20_000)
    text = forms.CharField(label=_("comment"), max_length=commenting.LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class ReplyForm(forms.Form):
    text = forms.CharField(label=_("Reply"), max_length=commenting.LONGEST, widget=forms.Textarea(attrs={"rows": 2}))


class InvitationForm(forms.Form):
    name = forms.CharField(label=_("name of the expert"), max_length=40)
    office = forms.CharField(label=_("institution and field"), max_length=80, required=False)


class OpinionForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Your opinion"),
        max_length=inviting.LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "The school and both departments read it under your name. It cannot be changed afterwards; you may add to it."
        ),
    )


class RatingForm(forms.Form):
    stars = forms.IntegerField(min_value=1, max_value=MOST_STARS)


class BringForm(forms.Form):
    """A cartridge, and which of one's schools it is for."""

    school = forms.ModelChoiceField(SchoolPage.objects.none(), label=_("school"), empty_label=None)
    file = forms.FileField(label=_("Cartridge (.imscc or .zip)"), help_text=_("Common Cartridge 1.1 to 1.3, at most 100 MB."))

    def __init__(self, schools: "QuerySet[SchoolPage]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # a choice of rows
        self.fields["school"].initial = schools.first()

    @property
    def told(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return {"file": file, "size": file.size, "school": self.cleaned_data["school"]}
