"""What an officer fills in about an application: a finding, what is missing, a decision, an exception."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from certificates import terms
from certificates.applying import State
from certificates.impartiality import Tie
from certificates.models import Application
from certificates.office.proceeding_forms import Reasons
from certificates.permissions import handles_applications
from certificates.proceeding_forms import LONGEST

TITLES = {
    "return": _("Return it to the applicant"),
    "grant": _("Grant the certificate"),
    "refuse": _("Refuse the certificate"),
    "exempt": _("Let somebody decide in spite of a tie"),
}


class FindingForm(forms.Form):
    """Whether a requirement is met."""

    code = forms.CharField(widget=forms.HiddenInput)
    met = forms.TypedChoiceField(
        label=_("Good enough"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("What was found"), max_length=300, required=False)


class _Deed(forms.Form):
    """A deed about one application."""

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application


class ReturnForm(_Deed):
    """Which requirements are not shown well enough, and what to do about it."""

    codes = forms.MultipleChoiceField(label=_("What is missing"), required=False, widget=forms.CheckboxSelectMultiple)
    text = forms.CharField(
        label=_("What the applicant should do"),
        help_text=_("The applicant reads it as it stands: what is missing, and what would do."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        super().__init__(application, *args, **kwargs)
        choices = [(one.code, terms.named(one)) for one in application.requirements]
        self.fields["codes"].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField


class DecisionForm(_Deed, Reasons):
    """Why."""


class ExemptionForm(_Deed):
    """Who may decide all the same, and why nobody else can."""

    person = forms.EmailField(label=_("Address of the officer's account"))
    reason = forms.CharField(
        label=_("Why nobody else can decide"),
        help_text=_("It is kept with the application and in the audit log."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_person(self) -> User:
        person = User.objects.filter(email__iexact=self.cleaned_data["person"], is_active=True).first()
        if person is None:
            raise ValidationError(gettext("No active account has this address."))
        return person


FORMS: dict[str, type[_Deed]] = {
    "grant": DecisionForm,
    "refuse": DecisionForm,
    "return": ReturnForm,
    "exempt": ExemptionForm,
}


def possible(application: Application, user: User, ties: set[Tie]) -> list[str]:
    """The deeds that are open to this person now, by name."""
    if application.state != State.SUBMITTED or application.holder_id == user.pk or not handles_applications(user):
        return []
    return ["return"] if ties else ["grant", "refuse", "return", "exempt"]
