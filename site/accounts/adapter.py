"""How allauth behaves here: where signing in leads, what mails are written in, which addresses may follow."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from accounts import phones, sms
from accounts.models import User
from cms.models import Identity
from cms.templatetags.ui import chinese


def landing(user: User) -> str:
    """Where a person arrives after signing in: editors in the admin, everybody else at their learning, in their language."""
    if user.has_perm("wagtailadmin.access_admin"):
        return "/cms/"
    return in_language(settings.LOGIN_REDIRECT_URL, user.preferred_language)


def in_language(path: str, language: str) -> str:
    """The same address under another language's prefix ("/learn/" becomes "/en/learn/")."""
    with override(settings.LANGUAGE_CODE):
        return translate_url(path, language)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {  # noqa: RUF012  # declared so by allauth
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is switched off."),
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "email_taken": _("This e-mail address already has an account."),
        "duplicate_email": _("This is your address already."),
        "same_as_current": _("This is the address in use. Enter another one."),
        "enter_current_password": _("The current password is wrong."),
        "incorrect_password": _("The password is wrong."),
        "incorrect_code": _("The code is wrong. After three wrong codes a new one is needed."),
        "too_many_login_attempts": _("Too many failed tries. Wait five minutes, or ask for a sign-in code later."),
        "rate_limited": _("Too many requests in a short time. Wait a moment and try again."),
        "invalid_password_reset": _("This link is no longer valid."),
        "phone_taken": _("This number belongs to another account."),
        "unknown_phone": _("No account has this number."),
        "phone_password_mismatch": _("The number or the password is wrong."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP_OPEN)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.full_name = form.cleaned_data["full_name"]
        user.preferred_language = form.cleaned_data["preferred_language"]
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def is_safe_url(self, url: str) -> bool:
        """Only this very host: what other hosts are trusted for is no reason to send people there."""
        request = current.request
        return url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing(request.user)  # type: ignore[arg-type]  # allauth asks only for who is signed in

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return in_language("/", get_language() or settings.LANGUAGE_CODE)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return in_language("/account/", get_language() or settings.LANGUAGE_CODE)

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return self.get_password_change_redirect_url(self.request)

    def format_email_subject(self, subject: str) -> str:
        told = {"site": chinese(Identity.for_request(current.request).name), "subject": subject}
        return gettext("[%(site)s] %(subject)s") % told

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language the reader chose; a stranger's mail is in the language of the page that asked for it."""
        addresses = [email.lower(), context.get("to_email", "")]  # a changed address: the mail goes to the old one
        reader = context.get("user") or User.objects.filter(email__in=addresses).first()
        identity = Identity.for_request(current.request)
        with override(reader.preferred_language if reader else get_language()):
            super().send_mail(template_prefix, email, {"reader": reader, "identity": identity, **context})

    # --- mobile numbers (phones.py)

    def phone_form_field(self, **kwargs: Any) -> Any:
        return phones.PhoneField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return phones.of(user)

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        """A number is kept once it is confirmed, not before."""
        if verified:
            phones.give(user, phone)

    def set_phone_verified(self, user: User, phone: str) -> None:
        phones.give(user, phone)

    def get_user_by_phone(self, phone: str) -> User | None:
        return phones.whose(phone)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        with override(user.preferred_language):
            sms.send(phone, phones.message(Identity.for_request(current.request).name, code))

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Nothing: a stranger is not written to, and the page says the same either way."""

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Nothing, for the same reason."""
