"""What an expert writes, what one asks an expert, and the filters of the directory."""

import re
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.text import clean
from organisations.models import Organisation
from statutes.models import QualityField
from talents.models import ExpertListing
from talents.subjects import Method

if TYPE_CHECKING:
    from accounts.models import User

    _ListingForm = forms.ModelForm[ExpertListing]
else:
    _ListingForm = forms.ModelForm

# A telephone number or an address in words that everybody reads: mail, or seven figures and more in a row.
_REACH = re.compile(r"\S+[@＠]\S+|(?:\d[\s\-－—]?){7,}")


class ListingForm(_ListingForm):
    fields_of_quality = forms.MultipleChoiceField(
        label=_("Fields of quality"), choices=QualityField.Slug, widget=forms.CheckboxSelectMultiple
    )
    known_methods = forms.MultipleChoiceField(label=_("Methods"), choices=Method, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = ExpertListing
        fields = ("headline", "offers", "about", "organisation")
        widgets: ClassVar = {"about": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, user: "User", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Organisation.objects.verified().filter(members__person=user, members__until=None).distinct()
        self.fields["organisation"] = forms.ModelChoiceField(
            mine,
            label=_("Organisation"),
            required=False,
            empty_label=pgettext_lazy("no organisation", "none"),
            help_text=_("Shown as long as you belong to it."),
        )
        self.fields["fields_of_quality"].initial = self.instance.fields
        self.fields["known_methods"].initial = self.instance.methods

    def clean(self) -> dict[str, Any]:
        """Nothing by which one is reached: whoever asks goes through the site."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("headline", "offers", "about"):
            if _REACH.search(cleaned.get(name) or ""):
                self.add_error(name, _("Leave out telephone numbers and e-mail addresses: one asks you through this site."))
        return cleaned

    def told(self) -> ExpertListing:
        listing: ExpertListing = self.save(commit=False)
        listing.headline = clean(listing.headline)
        listing.fields, listing.methods = self.cleaned_data["fields_of_quality"], self.cleaned_data["known_methods"]
        return listing


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Your question"),
        min_length=10,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Your name and your e-mail address go to the expert with it."),
    )
