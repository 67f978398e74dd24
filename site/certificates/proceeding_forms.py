"""What a holder fills in about a certificate: an answer or an appeal, a corrected name, a cancellation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.names import held_up, validate_name
from certificates import enclosing
from certificates.evidence import BadEvidence, Evidence
from certificates.models import NameSubstitute
from core.text import clean

LONGEST = 4000
_TOO_LONG = gettext_lazy("At most 4000 characters; shorten it and send it again.")


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files, as they may be kept; none is no fault unless they are required."""

    widget = _Several

    def clean(self, data: Any, initial: Any = None) -> list[Evidence]:
        uploads = [one for one in (data or []) if one]
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        try:
            return enclosing.read(uploads)
        except BadEvidence as fault:
            raise ValidationError(str(fault), code="evidence") from fault


def enclosures(*, label: Any = None, required: bool = False) -> Files:
    attrs = {"accept": ".pdf,.png,.jpg,.jpeg"}
    return Files(
        label=label or gettext_lazy("Files"),
        required=required,
        help_text=gettext_lazy("PDF, PNG or JPEG, at most 8 MB each, at most five. Only you and those who decide can open them."),
        widget=_Several(attrs=attrs),
        error_messages={"required": gettext_lazy("Add a file that shows it, an identity card for example.")},
    )


class Statement(forms.Form):
    """What the holder says, with what proves it."""

    text = forms.CharField(
        label=gettext_lazy("What you have to say to it"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Say what you have to say about it."), "max_length": _TOO_LONG},
    )
    evidence = enclosures(label=gettext_lazy("Files that prove it"))


class AppealForm(Statement):
    """Why the measure should not stand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Why the measure should not stand")


class CorrectionForm(forms.Form):
    """The name as it should read, why, and what shows it."""

    name = forms.CharField(
        label=gettext_lazy("Full name as it should read"),
        max_length=60,
        error_messages={"required": gettext_lazy("Type the name as it stands on your identity card.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What is wrong, and why"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say what is wrong with the name."), "max_length": _TOO_LONG},
    )
    evidence = enclosures(label=gettext_lazy("Evidence"), required=True)

    def __init__(self, *args: Any, printed: str = "", holder: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.printed, self.holder = printed, holder

    def clean_name(self) -> str:
        name = clean(self.cleaned_data["name"])
        validate_name(name)
        if name == self.printed:
            raise ValidationError(_("That is the name on the certificate already."))
        signs = held_up(name)
        if signs and NameSubstitute.objects.agreed(self.holder, name) is None:
            sentence = _(
                "A certificate cannot print these characters yet: %(characters)s. Write to us so that we can find a way."
            )
            raise ValidationError(sentence, code="unprintable", params={"characters": signs})
        return name


class CancellationForm(forms.Form):
    """That the holder means it."""

    sure = forms.BooleanField(
        label=gettext_lazy("I give this certificate up for good"),
        error_messages={"required": gettext_lazy("Tick the box if you mean it. What was cancelled does not come back.")},
    )
