"""The second factor (第二重验证): who must have one, and how its secrets are kept.

Roles that decide over others must (settings.MFA_ROLES), where the operator says so (MFA_REQUIRED, on in production). Nobody is
locked out: whoever lacks one is led to where it is set up, and may do so and sign out, nothing else, until it is there.
"""

import base64
import hashlib
from collections.abc import Callable
from time import monotonic

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.asking import person
from accounts.models import User
from cms.models import Identity
from core import qr
from core.memory import Memory

# For so many seconds a process believes what it read about a person's roles and factors.
_BELIEVED = 60
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# What stays open to who has none yet: one's account, and what a page is made of.
_OPEN = ("/account/", "/static/", "/media/", "/package/", "/healthz", "/readyz")


class Adapter(DefaultMFAAdapter):
    """allauth's second factors, as they are kept and called here."""

    error_messages = {  # noqa: RUF012  # declared so by allauth
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy("Your role needs a second factor: set up another one first."),
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes come with a second factor: set one up first."),
        "incorrect_code": gettext_lazy("This code is not right, or was used already."),
        "unverified_email": gettext_lazy("Confirm your e-mail address first."),
    }

    def get_totp_issuer(self) -> str:
        return str(Identity.for_request(_request()).name)

    def build_totp_svg(self, url: str) -> str:
        """Drawn by our own means, as on certificates."""
        code = qr.Code(url)
        box = f"0 0 {code.padded} {code.padded}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><rect width="100%" height="100%" fill="#fff"/>'
            f'<path transform="translate(4 4)" d="{code.path()}"/></svg>'
        )

    def encrypt(self, text: str) -> str:
        """What proves a factor is not readable in a copy of the database."""
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""  # the site's secret was changed: this factor proves nothing any more, the others still do

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=_FACTORS).exclude(pk=authenticator.pk)
        return not is_demanded(authenticator.user) or others.exists()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": _request().get_host().partition(":")[0], "name": self.get_totp_issuer()}


def is_demanded(user: User) -> bool:
    """Whether this person's role needs a second factor."""
    if not settings.MFA_REQUIRED:
        return False
    return user.is_superuser or user.groups.filter(name__in=settings.MFA_ROLES).exists()


def is_owed(user: User) -> bool:
    """Whether it is needed and not there (no query for who has no such role).

    A process remembers both for a minute: asking anew, or the shared cache, for each answer of an exam cost more than this.
    """
    if not settings.MFA_REQUIRED or not (user.is_superuser or user.pk in _with_such_a_role()):
        return False
    if _settled.many([user.pk]).get(user.pk, 0) > monotonic():
        return False
    owed = is_demanded(user) and not Authenticator.objects.filter(user=user, type__in=_FACTORS).exists()
    if not owed:
        _settled.put(user.pk, monotonic() + _BELIEVED)
    return owed


def _with_such_a_role() -> frozenset[int]:
    return _roles.kept(int(monotonic() / _BELIEVED), _people_with_such_a_role)


def _people_with_such_a_role() -> frozenset[int]:
    return frozenset(User.objects.filter(groups__name__in=settings.MFA_ROLES).values_list("pk", flat=True))


_settled: Memory[int, float] = Memory(1000, lambda people: {})
_roles: Memory[int, frozenset[int]] = Memory(1, lambda minutes: {})


class SecondFactorMiddleware:
    """Leads whoever owes a second factor to where it is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Nobody's page is asked whose it is: it is kept for all, and reads no cookie.
        is_asked = settings.MFA_REQUIRED and settings.SESSION_COOKIE_NAME in request.COOKIES and not _is_open(request.path)
        if is_asked and request.user.is_authenticated and is_owed(person(request)):
            messages.warning(request, _("Your role needs a second factor. Set one up; then everything is open again."))
            return redirect(reverse("mfa_index"))
        return self.get_response(request)


def _is_open(path: str) -> bool:
    bare = next((path[len(lead) :] for lead in ("/en", "/zh-hant") if path.startswith(f"{lead}/")), path)
    return bare.startswith(_OPEN)


def _lock() -> Fernet:
    secret = salted_hmac("accounts.second_factor", settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret).digest()))


def _request() -> HttpRequest:
    from allauth.core import context

    request: HttpRequest = context.request
    return request
