"""Mobile numbers (手机号): given by choice, confirmed by a code, used to sign in by and for nothing else."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import consenting, sms
from accounts.models import Consent, Phone, User
from core.audit import record


class PhoneField(forms.CharField):
    """A number in any spelling people use, as one spelling."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 30, **kwargs})

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        number = sms.normal(typed)
        if typed and not number:
            raise ValidationError(_("This is no mobile number. Write it as 138 0013 8000, or with + and the country code."))
        return number


def of(user: User) -> tuple[str, bool] | None:
    """The person's number; only a confirmed one is kept."""
    phone = Phone.objects.filter(user=user).first()
    return (phone.number, True) if phone else None


def whose(number: str) -> User | None:
    """Who signs in by this number."""
    phone = Phone.objects.filter(number=number).select_related("user").first()
    return phone.user if phone else None


@transaction.atomic
def give(user: User, number: str) -> None:
    """Keep a number whose code has come back, in place of an earlier one, with the consent it was given under."""
    if of(user) == (number, True):
        return
    Phone.objects.update_or_create(user=user, defaults={"number": number})
    if consenting.standing(user, Consent.Purpose.PHONE) is None:
        consenting.give(user, Consent.Purpose.PHONE, language=get_language())
    record("account.phone_given", user, by=user)


@transaction.atomic
def take_back(user: User) -> bool:
    """Forget the person's number. False: there was none."""
    gone, _models = Phone.objects.filter(user=user).delete()
    if gone:
        record("account.phone_removed", user, by=user)
    return bool(gone)


def message(site: str, code: str) -> str:
    """What is sent."""
    return _("【%(site)s】%(code)s is your code, valid for ten minutes. Tell it to nobody.") % {"site": site, "code": code}
