"""The forms of signing up, signing in and keeping one's account: allauth's, in our words and without placeholders."""

from typing import Any, ClassVar

from allauth.account import forms as allauth
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts import terms
from accounts.models import User
from core.dates import today
from core.text import clean

Words = dict[str, Any]  # text or lazy text
ADULT_ENOUGH = 14


class _Plain(forms.Form):
    """A form as our pages show it: a label above each field, a hint where one helps, nothing inside the field."""

    labels: ClassVar[Words] = {}
    hints: ClassVar[Words] = {}
    _labels: ClassVar[Words] = {
        "login": _("E-mail"),
        "email": _("E-mail"),
        "password": _("Password"),
        "password1": _("New password"),
        "oldpassword": _("Current password"),
        "code": pgettext_lazy("sent to somebody", "Code"),
        "phone": _("Mobile number"),
    }
    _hints: ClassVar[Words] = {
        "password1": _("At least 12 characters; a whole sentence will do. No capitals or signs are demanded.")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = {**self._labels, **self.labels}.get(name, field.label)
            field.help_text = {**self._hints, **self.hints}.get(name, "")
        if "code" in self.fields:
            self.fields["code"].widget.attrs["inputmode"] = "numeric"


def _name_field() -> forms.CharField:
    """The person's name, held to the same rules as in the model."""
    model_field = User._meta.get_field("full_name")
    return forms.CharField(
        label=_("Full name"),
        max_length=model_field.max_length,
        validators=model_field.validators,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class SignupForm(_Plain, allauth.SignupForm):
    """Signing up (注册): who, where to write, a password, and consent that is never ticked beforehand."""

    full_name = _name_field()
    preferred_language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    # Asked of pupils alone, reckoned with and forgotten: no birth year is kept (PIPL art. 28, 31).
    is_pupil = forms.BooleanField(label=_("I am a pupil of a primary or secondary school"), required=False)
    birth_year = forms.IntegerField(label=_("Year of birth (pupils only)"), min_value=1900, required=False)
    consent = forms.BooleanField(error_messages={"required": _("An account can only be made with your consent.")})

    labels: ClassVar[Words] = {"password1": _("Password")}
    hints: ClassVar[Words] = {
        "full_name": _("It will be printed on your certificate: write it as in your identity document."),
        "email": _("A code is sent there; it is how you sign in."),
        "birth_year": _("Only compared, not kept. Whoever is not a pupil leaves it empty."),
        "consent": _("Whoever is not yet fourteen may not sign up alone."),
    }
    field_order = ("full_name", "email", "password1", "preferred_language", "is_pupil", "birth_year", "consent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preferred_language"].initial = get_language()
        agreement = _(
            'I have read and agree to the <a href="{}" target="_blank">exam rules</a> and the '
            '<a href="{}" target="_blank">privacy notice</a>.'
        )
        links = [reverse("pages:note", args=[slug]) for slug in terms.DOCUMENTS]
        self.fields["consent"].label = format_html(str(agreement), *links)

    def clean_full_name(self) -> str:
        return clean(self.cleaned_data["full_name"])

    def clean(self) -> dict[str, Any]:
        """allauth compares the password with the address; a password may not be the name either."""
        data = super().clean() or {}
        self._check_age(data)
        if data.get("password1") and "password1" not in self.errors:
            try:
                validate_password(data["password1"], User(full_name=data.get("full_name", "")))
            except ValidationError as reason:
                self.add_error("password1", reason)
        return data

    def _check_age(self, data: dict[str, Any]) -> None:
        """Under fourteen nobody signs up alone (PIPL art. 31); in class nobody needs to."""
        year = data.get("birth_year")
        if year is None:
            if data.get("is_pupil") and "birth_year" not in self.errors:
                self.add_error("birth_year", _("Write the year in which you were born: it is compared and not kept."))
        elif today().year - year <= ADULT_ENOUGH:  # the birthday of that year may not have come yet
            self.add_error(
                "birth_year",
                _(
                    "By this year you may not be fourteen yet, and whoever is not cannot sign up here. In class you need no "
                    "account: your teacher gives you a class code. For anything else ask your parents or another guardian to "
                    "write to us."
                ),
            )

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Account and consent are kept together or not at all. Two sign-ups at once make one account."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        terms.agree(user, get_language() or settings.LANGUAGE_CODE)


class LoginForm(_Plain, allauth.LoginForm):
    """Signing in by password (登录)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class RequestLoginCodeForm(_Plain, allauth.RequestLoginCodeForm):
    """Asking for a sign-in code."""


class ConfirmLoginCodeForm(_Plain, allauth.ConfirmLoginCodeForm):
    """Signing in by the code from the mail."""


class ConfirmEmailForm(_Plain, allauth.ConfirmEmailVerificationCodeForm):
    """Showing by the code from the mail that the address is one's own."""


class OtherEmailForm(_Plain, allauth.ChangeEmailForm):
    """Putting right a mistyped address while signing up."""


class NewEmailForm(_Plain, allauth.AddEmailForm):
    """A new address for one's account."""

    labels: ClassVar[Words] = {"email": _("New e-mail")}


class ResetPasswordForm(_Plain, allauth.ResetPasswordForm):
    """Asking for a link to set a new password."""


class ResetPasswordKeyForm(_Plain, allauth.ResetPasswordKeyForm):
    """A new password, by the link from the mail. Asked once: the field can show what is typed."""

    password2 = None


class ChangePasswordForm(_Plain, allauth.ChangePasswordForm):
    """A new password for who knows the old one."""

    password2 = None


class SetPasswordForm(_Plain, allauth.SetPasswordForm):
    """A first password for who has signed in by code so far."""

    password2 = None


class ReauthenticateForm(_Plain, allauth.ReauthenticateForm):
    """The password once more before something weighty."""


class FactorForm(_Plain, factors.AuthenticateForm):
    """The second factor while signing in: a code from the app, or a recovery code."""

    labels: ClassVar[Words] = {"code": _("Code from the app, or a recovery code")}


class FactorAgainForm(_Plain, factors.ReauthenticateForm):
    """The second factor once more before something weighty."""

    labels: ClassVar[Words] = {"code": _("Code from the app, or a recovery code")}


class ActivateAppForm(_Plain, totp.ActivateTOTPForm):
    """The first code of an app, which shows that it has the secret."""

    labels: ClassVar[Words] = {"code": _("Code the app shows now")}


class AddKeyForm(_Plain, webauthn.AddWebAuthnForm):
    """A new passkey or security key, by a name one knows it by."""

    labels: ClassVar[Words] = {"name": _("What you call it"), "passwordless": _("Also sign in by it, without a password")}
    hints: ClassVar[Words] = {
        "name": _("For instance “phone” or “key in the drawer”."),
        "passwordless": _("The device then asks for your finger, face or PIN."),
    }


class EditKeyForm(_Plain, webauthn.EditWebAuthnForm):
    """Another name for a key."""

    labels: ClassVar[Words] = {"name": _("What you call it")}


class PhoneForm(_Plain, allauth.ChangePhoneForm):
    """A mobile number of one's own, to sign in by."""

    hints: ClassVar[Words] = {"phone": _("A number outside the mainland begins with + and the country code.")}


class PhoneCodeForm(_Plain, allauth.VerifyPhoneForm):
    """Showing by the code from the message that the number is one's own."""


class ProfileForm(forms.ModelForm[User]):
    """What a person may change alone: the name, checked as at sign-up, and the language."""

    class Meta:
        model = User
        fields: ClassVar = ["full_name", "preferred_language"]
        widgets: ClassVar = {"full_name": forms.TextInput(attrs={"autocomplete": "name"})}
