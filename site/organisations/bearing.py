"""Who a program asks for (Bearer): the body whose token it bears, and whether the token opens what is asked."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja.security import HttpBearer

from core.dates import now
from core.interface.problems import Problem
from core.limiting import MINUTE, asker, count
from organisations import tokens
from organisations.models import AccessToken, Organisation, Scope

PER_MINUTE = 120
# Tokens that are none, from one address.
WRONG_PER_MINUTE = 30


class OrganisationToken(HttpBearer):
    """The token of a body, with one scope; what is found is at `request.auth`."""

    openapi_description = gettext_noop(
        "A token that a manager of the organisation made on its page of tokens. It is sent as Authorization: Bearer hz_…"
    )

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> AccessToken:
        kind, _blank, text = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not text.strip():
            raise _unknown(_("No token came with the question. Send it as Authorization: Bearer hz_…"))
        return self.authenticate(request, text.strip())

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken:
        found = tokens.of_text(token)
        if found is None:
            if count(f"token-wrong:{asker(request)}", MINUTE) > WRONG_PER_MINUTE:
                raise _too_many()
            raise _unknown(_("There is no such token. Look whether it was copied whole."))
        check_holds(found)
        if count(f"token:{found.pk}", MINUTE) > PER_MINUTE:
            raise _too_many()
        if self.scope.value not in found.scopes:
            raise _missing(self.scope)
        tokens.note_use(found)
        return found


def check_holds(token: AccessToken) -> None:
    """Refuse a token that was good once."""
    if token.revoked_at is not None:
        raise _unknown(_("This token was revoked. A manager of the organisation can make another."))
    if token.is_expired:
        raise _unknown(_("This token has expired. A manager of the organisation can make another."))
    if not token.organisation.is_verified:
        raise _unknown(_("The organisation has not been verified yet, or no longer is: its tokens open nothing."))


def body(request: HttpRequest) -> Organisation:
    """For whom is asked. Behind an `OrganisationToken`."""
    return bearer(request).organisation


def bearer(request: HttpRequest) -> AccessToken:
    found: Any = getattr(request, "auth", None)
    assert isinstance(found, AccessToken)  # noqa: S101 - tells the type checker what the router ensures
    return found


def _unknown(detail: str) -> Problem:
    return Problem(401, "unauthorised", _("The token opens nothing"), detail, {"WWW-Authenticate": 'Bearer realm="api"'})


def _missing(scope: Scope) -> Problem:
    detail = _("This token lacks the scope %(scope)s. A manager of the organisation can make one that has it.")
    header = f'Bearer realm="api", error="insufficient_scope", scope="{scope.value}"'
    told = detail % {"scope": scope.value}
    return Problem(403, "missing_scope", _("The token does not open this"), told, {"WWW-Authenticate": header})


def _too_many() -> Problem:
    detail = _("Too many questions in one minute. Wait until the next one begins.")
    return Problem(429, "too_many_requests", _("Too many questions"), detail, {"Retry-After": str(MINUTE - now().second)})
