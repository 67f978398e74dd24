"""Mobile numbers: given by choice, confirmed by a code, good for signing in, gone when the consent is taken back."""

import re

import pytest
from django.test import Client

from accounts.models import Consent, Phone
from tests.accounts.factors import signed_in

pytestmark = pytest.mark.django_db
NUMBER = "+8613800138000"
sent: list[tuple[str, str]] = []


class Kept:
    """A provider that keeps what it is given."""

    def send(self, number: str, text: str) -> None:
        sent.append((number, text))


@pytest.fixture(autouse=True)
def texts(settings) -> None:
    settings.SMS_BACKEND = "tests.accounts.test_phones.Kept"
    settings.ACCOUNT_LOGIN_METHODS = {"email", "phone"}
    sent.clear()


def code() -> str:
    return re.search(r"\d{6}", sent[-1][1])[0]


def give(browser: Client, number: str = "138 0013 8000") -> None:
    browser.post("/account/reauthenticate/?next=/account/phone/change/", {"password": "correct horse battery"})
    browser.post("/account/phone/change/", {"phone": number})
    browser.post("/account/phone/verify/", {"code": code()})


def test_a_number_is_kept_once_its_code_has_come_back(learner):
    browser = signed_in(learner)
    browser.post("/account/reauthenticate/?next=/account/phone/change/", {"password": "correct horse battery"})
    browser.post("/account/phone/change/", {"phone": "138 0013 8000"})
    assert not Phone.objects.exists()
    browser.post("/account/phone/verify/", {"code": code()})
    assert Phone.objects.get().number == NUMBER
    assert sent[-1][0] == NUMBER
    assert Consent.objects.get(user=learner, purpose="phone").text_sha256


def test_one_signs_in_by_a_code_sent_to_it(learner):
    give(signed_in(learner))
    browser = Client()
    browser.post("/account/login/code/", {"phone": "13800138000"})
    browser.post("/account/login/code/confirm/", {"code": code()})
    assert browser.session["_auth_user_id"] == str(learner.pk)


def test_an_unknown_number_is_told_nothing_and_sent_nothing(learner):
    browser = Client()
    answer = browser.post("/account/login/code/", {"phone": "13900139000"}, follow=True)
    assert answer.status_code == 200
    assert sent == []


def test_what_is_no_number_is_refused_in_words(learner):
    browser = signed_in(learner)
    page = browser.post("/account/phone/change/", {"phone": "12345"}).content.decode()
    assert "这不是手机号" in page
    assert sent == []


def test_taking_the_consent_back_is_one_press_and_forgets_the_number(learner):
    browser = signed_in(learner)
    give(browser)
    consent = Consent.objects.get(purpose="phone")
    browser.post(f"/account/consents/{consent.pk}/withdrawal/")
    assert not Phone.objects.exists()
    assert browser.get("/account/").status_code == 200


def test_without_a_provider_there_is_no_such_door(learner, settings):
    settings.SMS_BACKEND = ""
    assert signed_in(learner).get("/account/phone/change/").status_code == 404
