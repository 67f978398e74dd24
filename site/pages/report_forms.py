"""What a reader fills in to report an error."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.text import clean, unescape_breaks
from pages.models import ErrorReport

if TYPE_CHECKING:
    Base = forms.ModelForm[ErrorReport]
else:
    Base = forms.ModelForm


class ErrorReportForm(Base):
    # Nobody sees it: what is written here was written by a program that fills in whatever it finds.
    website = forms.CharField(
        required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )

    class Meta:
        model = ErrorReport
        fields = ("kind", "page", "text", "contact")
        labels: ClassVar = {
            "kind": pgettext_lazy("of a report", "What is it about?"),
            "page": gettext_lazy("Page, lesson or article"),
            "text": gettext_lazy("What is wrong?"),
            "contact": gettext_lazy("E-mail, if you want an answer"),
        }
        help_texts: ClassVar = {
            "page": gettext_lazy("The address of the page, or its name: Article 9, the third lesson."),
            "text": gettext_lazy(
                "What stands there, and how it should read. Where you could not go on: with which device and program. "
                "2,000 characters at most."
            ),
            "contact": gettext_lazy(
                "You may leave it empty. It serves to answer you and nothing else, and is deleted 90 days after the answer."
            ),
        }
        widgets: ClassVar = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = ErrorReport.Kind.choices  # type: ignore[attr-defined]  # without the empty line of a list
        self.fields["contact"].widget.attrs["autocomplete"] = "email"

    def clean_page(self) -> str:
        return clean(self.cleaned_data["page"])

    def clean_text(self) -> str:
        return unescape_breaks(self.cleaned_data["text"]).strip()

    def clean_contact(self) -> str:
        return str(self.cleaned_data["contact"]).lower()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("website"):
            raise forms.ValidationError(_("This was filled in by a program. Send it again: the field for programs is empty now."))
        return cleaned
