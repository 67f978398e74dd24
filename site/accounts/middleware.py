"""Who is signed in, looked up no more than once."""

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from accounts import idling
from accounts.models import User


class PersonMiddleware(AuthenticationMiddleware):
    """Django's, which takes the person's row where it came along with the session (core/sessions.py)."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]  # as Django does


def _person(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    """Where anything is not as it should be, Django's own procedure decides, and does what follows from it."""
    person = _borne_out(request) or auth.get_user(request)
    return AnonymousUser() if isinstance(person, User) and idling.is_over(request, person) else person


def _borne_out(request: HttpRequest) -> AbstractBaseUser | None:
    """The person whose row came with the session, if the session bears them out: the password it was opened under, a way
    of signing in that is still allowed, and an account that is not closed."""
    session = request.session
    opened_by, proof = session.get(auth.BACKEND_SESSION_KEY), session.get(auth.HASH_SESSION_KEY, "")
    person: AbstractBaseUser | None = getattr(session, "person", None)
    if person is None or not person.is_active or opened_by not in settings.AUTHENTICATION_BACKENDS:
        return None
    if session.get(auth.SESSION_KEY) != str(person.pk) or not constant_time_compare(proof, person.get_session_auth_hash()):
        return None
    return person
