from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class NumberForm(forms.Form):
    """The number of a certificate, as printed or as anyone might type it."""

    number = forms.CharField(
        label=_("Certificate number"),
        max_length=60,
        error_messages={"required": _("Type the number that is printed on the certificate.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound = self["number"]
        described = "number-hint number-error" if bound.errors else "number-hint"
        self.fields["number"].widget.attrs |= {"class": "input code", "id": "number", "aria-describedby": described}
        if bound.errors:
            self.fields["number"].widget.attrs["aria-invalid"] = "true"


class NameForm(forms.Form):
    """The full name on a certificate, as somebody reads it off the document."""

    name = forms.CharField(
        label=_("Full name on the certificate"),
        max_length=200,
        error_messages={"required": _("Type the full name that is printed on the certificate.")},
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "spellcheck": "false"}),
    )
