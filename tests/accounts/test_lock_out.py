"""S10: trying out passwords shuts the password, never the person out: other ways in stay open."""

import pytest
from django.test import Client

from tests.accounts.conftest import code
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def shut(login: str) -> None:
    """As somebody does it who wants to keep another person out."""
    for _try in range(6):
        Client().post("/account/login/", {"login": login, "password": "wrong wrong wrong"})


def test_s10_after_five_failures_the_password_is_shut(learner):
    shut(learner.email)
    browser = Client()
    browser.post("/account/login/", {"login": learner.email, "password": PASSWORD})
    assert "_auth_user_id" not in browser.session


def test_s10_whoever_was_shut_out_on_purpose_still_signs_in_by_code(learner):
    shut(learner.email)
    browser = Client()
    browser.post("/account/login/code/", {"email": learner.email})
    browser.post("/account/login/code/confirm/", {"code": code()})
    assert browser.session["_auth_user_id"] == str(learner.pk)


def test_s10_whoever_is_signed_in_stays_so(learner, client_of):
    browser = client_of(learner)
    shut(learner.email)
    assert browser.get("/account/").status_code == 200
