"""What an applicant fills in: the entry requirement that is met, files for each requirement, pledges, an appeal."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates import checklist, terms
from certificates.applying import Written
from certificates.models import SchemeVersion
from certificates.proceeding_forms import LONGEST, Files, enclosures

_ACCEPTED = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"


class ApplicationForm(forms.Form):
    """All of it on one page. Nothing is required: a draft is kept as far as it is."""

    statement = forms.CharField(
        label=gettext_lazy("What you want to add"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Whoever decides reads it. You may leave it empty."),
        error_messages={"max_length": gettext_lazy("At most 2000 characters; shorten it and save again.")},
    )

    def __init__(self, version: SchemeVersion, route: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(place), text) for place, text in enumerate(checklist.entries(version))]
        self.fields["entry"] = forms.ChoiceField(
            label=_("Which of these do you meet?"), choices=choices, required=False, widget=forms.RadioSelect
        )
        self.codes = [one.code for one in version.demands.on(route)]
        for one in version.demands.on(route):
            field = enclosures(label=_("Add files: %(what)s") % {"what": terms.named(one)})
            field.widget.attrs["accept"] = _ACCEPTED
            self.fields[one.code] = field

    def written(self) -> Written:
        """What can be kept; a file that is not taken keeps nothing else from being kept."""
        kept = self.cleaned_data
        entry = kept.get("entry")
        files = {code: kept[code] for code in self.codes if kept.get(code)}
        return Written(int(entry) if entry else None, kept.get("statement", ""), files)

    def file_fields(self) -> dict[str, forms.BoundField]:
        return {code: self[code] for code in self.codes if isinstance(self.fields[code], Files)}


class PledgeForm(forms.Form):
    """Each pledge of the version, ticked."""

    def __init__(self, version: SchemeVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, text in enumerate(version.demands.pledges):
            error = _("Tick every pledge: without them an application cannot be submitted.")
            self.fields[f"pledge-{place}"] = forms.BooleanField(label=terms.said(text), error_messages={"required": error})


class AppealForm(forms.Form):
    """Why the refusal should not stand."""

    text = forms.CharField(
        label=gettext_lazy("Why the refusal should not stand"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Say why the refusal should not stand.")},
    )
