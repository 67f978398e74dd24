"""Wagtail's forms for people and groups, made to fit: one full name instead of two, and roles that keep their name."""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.users import forms as wagtail

from accounts import roles
from accounts.models import User

FIELDS = ["email", "full_name", "preferred_language", "is_superuser", "groups"]


class PersonForm(wagtail.UserCreationForm):
    """A person made in the admin. Without a password the person signs in by code and may set one."""

    first_name = last_name = None
    error_messages = {  # noqa: RUF012  # declared so by Wagtail
        **wagtail.UserCreationForm.error_messages,
        "duplicate_username": _("This e-mail address already has an account."),
    }
    email = forms.EmailField(label=_("E-mail"))

    class Meta(wagtail.UserCreationForm.Meta):
        fields: ClassVar = FIELDS
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _("Leave it empty: the person signs in by a code and sets one.")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, commit: bool = True) -> User:
        if not self.instance.pk and not self.cleaned_data.get("password1"):
            self.instance.set_unusable_password()
        user: User = super().save(commit)
        if commit:
            _follow(user)
        return user


class PersonEditForm(PersonForm, wagtail.UserEditForm):
    """The same person later: also switched off and on."""

    class Meta(wagtail.UserEditForm.Meta):
        fields: ClassVar = [*FIELDS, "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _("Leave it empty to keep the password.")


def _follow(user: User) -> None:
    """Signing in goes by EmailAddress: a new address takes the old one's place, and has to be confirmed by its owner."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})


class GroupForm(wagtail.GroupForm):
    """A role's name is what the code knows it by, so it stays; a group made here may be called anything."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.name in roles.LABELS:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = roles.label(self.instance.name)

    class Meta(wagtail.GroupForm.Meta):
        model = Group
