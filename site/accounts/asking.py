"""Who asks."""

from django.http import HttpRequest

from accounts.models import User


def person(request: HttpRequest) -> User:
    """Who is signed in. For views behind a login."""
    assert isinstance(request.user, User)  # noqa: S101 - tells the type checker what login_required ensures
    return request.user
