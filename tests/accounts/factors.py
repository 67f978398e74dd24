"""Second factors in tests: an app that shows codes, a browser with a key."""

import time
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from tests.cast import PASSWORD

if TYPE_CHECKING:
    from accounts.models import User


def signed_in(user: "User") -> Client:
    """As one signs in: by the form, so that allauth knows when and how."""
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return client


def code(secret: str, steps: int = 0) -> str:
    """What the app shows now, or so many steps later."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))


def with_app(user: "User") -> str:
    """Give the person an app; its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def kinds(user: "User") -> set[str]:
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
