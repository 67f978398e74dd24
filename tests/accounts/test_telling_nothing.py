"""Nobody learns from this site whether an address has an account: same answer, same page, one mail either way."""

import re

import pytest
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import FORM

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "linyue@example.org", "nobody@example.org"


def plain(page: bytes, email: str) -> str:
    """A page without what differs from request to request."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.decode().replace(email, "ADDRESS"))


def asked(path: str, form: dict[str, str], email: str) -> tuple[int, str, str, int]:
    """What a stranger sees after asking with this address: status, where to, the page there, mails sent."""
    client = Client()
    mail.outbox.clear()
    answer = client.post(path, {name: email if value == "EMAIL" else value for name, value in form.items()})
    if answer.status_code != 302:
        return answer.status_code, "", plain(answer.content, email), len(mail.outbox)
    page = client.get(answer["Location"])
    return answer.status_code, answer["Location"], plain(page.content, email), len(mail.outbox)


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/account/signup/", {**FORM, "email": "EMAIL"}),
        ("/account/login/code/", {"email": "EMAIL"}),
        ("/account/password/reset/", {"email": "EMAIL"}),
        ("/account/login/", {"login": "EMAIL", "password": "wrong"}),
    ],
)
def test_s11_a_known_and_an_unknown_address_get_the_same_answer(learner, path, form):
    known, unknown = asked(path, form, KNOWN), asked(path, form, UNKNOWN)
    # The one thing that may differ: a mistyped address can be put right only by who has just made an account.
    assert known[0] == unknown[0]
    assert known[1] == unknown[1]
    assert known[3] == unknown[3]
    if path != "/account/signup/":
        assert known[2] == unknown[2]


def test_s11_a_password_is_worked_on_as_often_whether_or_not_there_is_an_account(learner, monkeypatch):
    """What takes time when one signs in is the password's digest; a clock would measure the machine."""
    worked: list[str] = []
    kind = type(get_hasher())
    plain = kind.encode

    def encode(self, password, salt, *more):
        worked.append(email)
        return plain(self, password, salt, *more)

    monkeypatch.setattr(kind, "encode", encode)
    for email in (KNOWN, UNKNOWN):
        asked("/account/login/", {"login": "EMAIL", "password": "wrong"}, email)
    assert worked.count(KNOWN) == worked.count(UNKNOWN) > 0


def test_the_owner_of_a_known_address_is_told_by_mail(client, learner):
    client.post("/account/signup/", {**FORM, "email": KNOWN})
    assert mail.outbox[-1].subject == "【海准】您已有账号"
    assert User.objects.count() == 1


def test_no_code_opens_the_door_of_a_pretended_sign_up(client, learner):
    client.post("/account/signup/", {**FORM, "email": KNOWN})
    for code in ("", "000000"):
        client.post("/account/confirm-email/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_two_sign_ups_at_once_make_one_account(client, monkeypatch, settings):
    """The second finds the address free when it looks, and taken when it writes."""
    from accounts.forms import SignupForm

    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": None}
    monkeypatch.setattr(SignupForm, "validate_unique_email", lambda form, value: value)
    assert client.post("/account/signup/", FORM)["Location"] == "/account/confirm-email/"
    assert Client().post("/account/signup/", FORM)["Location"] == "/account/confirm-email/"
    assert User.objects.count() == 1
