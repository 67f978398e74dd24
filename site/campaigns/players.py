"""Who plays (参赛者): an account, or a device known by a signed cookie that it gets when it begins to play, never before."""

import uuid

from django.http import HttpRequest, HttpResponse

from accounts.models import User

COOKIE, SALT, SECONDS = "contest", "campaigns.contest", 60 * 86400


def person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def who(request: HttpRequest) -> str:
    """`u:<account>`, `d:<device>`, or nothing for somebody who has not played yet."""
    if user := person(request):
        return f"u:{user.pk}"
    device = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=SECONDS)
    return f"d:{device}" if device else ""


def new_device() -> str:
    return f"d:{uuid.uuid4()}"


def remember(response: HttpResponse, name: str, *, secure: bool) -> None:
    """Let a device be known when it comes back."""
    response.set_signed_cookie(
        COOKIE, name.removeprefix("d:"), salt=SALT, max_age=SECONDS, httponly=True, samesite="Lax", secure=secure
    )
