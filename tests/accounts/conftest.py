import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

PASSWORD = "门前有一条很长很长的大河"
FORM = {
    "full_name": "林悦",
    "email": "linyue@example.org",
    "password1": PASSWORD,
    "preferred_language": "zh-hans",
    "consent": "on",
}


def code() -> str:
    """The code in the latest mail."""
    found = re.search(r"^(\d{6})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


@pytest.fixture
def sign_up(client: Client) -> Callable[..., HttpResponse]:
    """Send the sign-up form; keywords change a field, `None` leaves it out, `to` is the address it is sent to."""

    def send(to: str = "/account/signup/", **changes: Any) -> HttpResponse:
        form = {name: value for name, value in {**FORM, **changes}.items() if value is not None}
        return client.post(to, form)  # type: ignore[return-value]  # the client's own answer with extras

    return send
