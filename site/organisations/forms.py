"""Forms of organisations."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.names import validate_name
from core.dates import today
from core.text import clean
from organisations.credit_code import normal
from organisations.departments import tree
from organisations.models import Department, District, Industry, Membership, Organisation

if TYPE_CHECKING:
    OrganisationModelForm = forms.ModelForm[Organisation]
    MembershipModelForm = forms.ModelForm[Membership]
else:
    OrganisationModelForm = MembershipModelForm = forms.ModelForm

# A department of the government is laid by the house itself (laying.py), not registered by anybody.
REGISTRABLE = [one for one in Organisation.Kind.choices if one[0] != Organisation.Kind.DEPARTMENT]


class DetailsForm(OrganisationModelForm):
    """What a body says of itself and may say anew at any time."""

    class Meta:
        model = Organisation
        fields: ClassVar = ["size", "industry", "district"]
        labels: ClassVar = {"size": _("Size, as you declare it"), "industry": _("Industry"), "district": _("District")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {"industry": Industry.objects.filter(is_offered=True), "district": District.objects.filter(is_offered=True)}
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # both are choices of rows


class RegistrationForm(DetailsForm):
    """Registering one's own body."""

    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=REGISTRABLE)

    class Meta(DetailsForm.Meta):
        fields: ClassVar = ["kind", "name", "credit_code", "size", "industry", "district"]
        labels: ClassVar = {
            **DetailsForm.Meta.labels,
            "name": _("Name of the organisation"),
            "credit_code": _("Unified social credit code"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["credit_code"]
        code.required = True
        # Blanks and dashes are put right before the length is judged.
        code.max_length = None  # type: ignore[attr-defined]
        code.validators = [one for one in code.validators if getattr(one, "code", "") != "max_length"]
        code.widget.attrs.update({"maxlength": "40", "autocapitalize": "characters", "spellcheck": "false"})

    def clean_credit_code(self) -> str:
        return normal(str(self.cleaned_data["credit_code"]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Organisation.Kind.ENTERPRISE:
            for name in ("size", "industry"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("An enterprise says this of itself."))
        elif "size" in cleaned:
            cleaned["size"] = ""
        return cleaned


class MemberForm(MembershipModelForm):
    """What a body knows of a member."""

    class Meta:
        model = Membership
        fields: ClassVar = ["name", "employee_number", "email", "phone", "department", "post"]
        labels: ClassVar = {
            "name": _("Full name"),
            "employee_number": _("Employee number"),
            "email": _("E-mail"),
            "phone": _("Mobile phone"),
            "department": _("Department"),
            "post": _("Post"),
        }

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        lines = tree(organisation)
        choice: Any = self.fields["department"]
        choice.queryset = Department.objects.open().filter(organisation=organisation)
        choice.choices = [("", "—"), *((line.department.pk, line.path) for line in lines)]
        self.fields["name"].validators.append(validate_name)

    def clean_name(self) -> str:
        return clean(self.cleaned_data["name"])

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def _get_validation_exclusions(self) -> set[str]:
        # The body is no field of the form, yet the rules of one number and one address speak of it.
        return super()._get_validation_exclusions() - {"organisation", "until"}  # type: ignore[misc]


class ChangeForm(MemberForm):
    """The same for somebody who is there, with the role."""

    class Meta(MemberForm.Meta):
        fields: ClassVar = [*MemberForm.Meta.fields, "role"]
        labels: ClassVar = {**MemberForm.Meta.labels, "role": _("Role in the organisation")}
        help_texts: ClassVar = {
            "role": _("A training officer sees everybody's learning; a manager also changes people and settings.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.person_id is None:
            del self.fields["role"]


class LeavingForm(forms.Form):
    """The day of leaving."""

    on = forms.DateField(label=_("Left on"), initial=today, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class DepartmentForm(forms.Form):
    """A new department."""

    name = forms.CharField(label=_("Name of the department"), max_length=60)
    parent = forms.ChoiceField(label=_("Belongs to"), required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = tree(organisation)
        self.lines = {str(line.department.pk): line.department for line in lines}
        paths = [(str(line.department.pk), line.path) for line in lines]
        self.fields["parent"].choices = [("", _("No other: it stands at the top")), *paths]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = clean(self.cleaned_data["name"])
        if not name:
            raise ValidationError(_("Write the name of the department."))
        return name

    @property
    def above(self) -> Department | None:
        return self.lines.get(self.cleaned_data["parent"])


class JoinForm(forms.Form):
    """The code that somebody was told."""

    code = forms.CharField(
        label=_("Join code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )
