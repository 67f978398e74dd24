"""What a person writes into the talent profile."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.models import Appointment
from core.text import clean
from organisations.models import District
from talents.models import TalentProfile

if TYPE_CHECKING:
    _ProfileForm = forms.ModelForm[TalentProfile]
else:
    _ProfileForm = forms.ModelForm


class ProfileForm(_ProfileForm):
    """Nothing here is taken from elsewhere: enterprises see what the person wrote, and the certificates that hold."""

    posts = forms.MultipleChoiceField(
        label=_("Posts you seek"), choices=Appointment.Post, widget=forms.CheckboxSelectMultiple, required=True
    )

    class Meta:
        model = TalentProfile
        fields = ("headline", "posts", "fields_of_work", "district", "about", "contact")
        widgets: ClassVar = {"about": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"] = forms.ModelChoiceField(
            District.objects.filter(is_offered=True), label=_("Where you want to work"), required=False, empty_label=_("Anywhere")
        )

    def clean_headline(self) -> str:
        return clean(self.cleaned_data["headline"])


class SeekForm(forms.Form):
    """The filters of the list of talents. What is not known narrows nothing."""

    post = forms.ChoiceField(choices=Appointment.Post, required=False)
    district = forms.SlugField(required=False)

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}
