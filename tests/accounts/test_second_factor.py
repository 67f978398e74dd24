"""S13: second factors. S12, no way round them. Set up, used, lost; who must have one is led to it and not locked out."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client

from accounts.models import User
from tests.accounts.factors import code, kinds, signed_in, with_app
from tests.cast import PASSWORD
from tests.reading import english

pytestmark = pytest.mark.django_db
PAGES = [
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/sessions/",
]


def again(client: Client, to: str) -> None:
    """The password once more, as asked for before something weighty."""
    client.post(f"/account/reauthenticate/?next={to}", {"password": PASSWORD})


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_in_chinese_and_for_oneself_alone(learner, client, path):
    assert "/account/login/" in client.get(path)["Location"]
    browser = signed_in(learner)
    page = browser.get(path, follow=True).content.decode()
    assert "<h1>" in page
    assert english(page, "海准.*|ICP.*") == []


def test_an_app_is_set_up_after_the_password_and_brings_recovery_codes(learner):
    browser = signed_in(learner)
    again(browser, "/account/2fa/totp/activate/")
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'class="code">([A-Z2-7]{16,})<', page)[1]
    answer = browser.post("/account/2fa/totp/activate/", {"code": code(secret)}, follow=True)
    assert kinds(learner) == {"totp", "recovery_codes"}
    codes = re.findall(r'<li class="code">(\d{10})</li>', answer.content.decode())
    assert len(codes) == 10


@pytest.mark.parametrize(
    "news",
    [
        "mfa/email/totp_activated",
        "mfa/email/totp_deactivated",
        "mfa/email/webauthn_added",
        "mfa/email/webauthn_removed",
        "mfa/email/recovery_codes_generated",
        "socialaccount/email/account_connected",
        "socialaccount/email/account_disconnected",
    ],
)
def test_a_mail_tells_of_each_change_in_chinese(news, learner):
    for part in ("subject", "message"):
        text = render_to_string(f"{news}_{part}.txt", {"reader": learner, "user": learner})
        assert re.search("[\u4e00-\u9fff]", text)
        assert not re.search("[A-Za-z]{4,}", text.replace("http", ""))


def test_s13_the_password_alone_no_longer_opens_the_account(learner):
    secret = with_app(learner)
    browser = Client()
    answer = browser.post("/account/login/", {"login": learner.email, "password": PASSWORD})
    assert answer["Location"].startswith("/account/2fa/authenticate/")
    assert "_auth_user_id" not in browser.session
    browser.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in browser.session
    browser.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert browser.session["_auth_user_id"] == str(learner.pk)


def test_s13_a_code_is_taken_once(learner):
    secret = with_app(learner)
    shown = code(secret)
    for is_first in (True, False):
        browser = Client()
        browser.post("/account/login/", {"login": learner.email, "password": PASSWORD})
        browser.post("/account/2fa/authenticate/", {"code": shown})
        assert ("_auth_user_id" in browser.session) is is_first


def test_s13_a_recovery_code_is_taken_once(learner):
    with_app(learner)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    one = RecoveryCodes.activate(learner).get_unused_codes()[0]
    for is_first in (True, False):
        browser = Client()
        browser.post("/account/login/", {"login": learner.email, "password": PASSWORD})
        browser.post("/account/2fa/authenticate/", {"code": one})
        assert ("_auth_user_id" in browser.session) is is_first


def test_s13_codes_cannot_be_guessed(learner):
    secret = with_app(learner)
    browser = Client()
    browser.post("/account/login/", {"login": learner.email, "password": PASSWORD})
    for _guess in range(6):
        browser.post("/account/2fa/authenticate/", {"code": "000000"})
    browser.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert "_auth_user_id" not in browser.session


def test_s13_a_new_password_by_mail_does_not_go_round_the_second_factor(learner):
    with_app(learner)
    browser = Client()
    browser.post("/account/password/reset/", {"email": learner.email})
    link = re.search(r"(/account/password/reset/key/\S+)", str(mail.outbox[-1].body))[1]
    form = browser.get(link, follow=True)
    browser.post(form.request["PATH_INFO"], {"password1": "门前有一条很长很长的大河"})
    assert "_auth_user_id" not in browser.session
    browser.post("/account/login/", {"login": learner.email, "password": "门前有一条很长很长的大河"})
    assert "_auth_user_id" not in browser.session


def test_secrets_are_not_readable_in_the_database(learner):
    secret = with_app(learner)
    assert secret not in str(Authenticator.objects.get(user=learner, type="totp").data)


@pytest.fixture
def demanded(settings) -> None:
    settings.MFA_REQUIRED = True


@pytest.mark.parametrize("path", ["/cms/", "/learn/", "/exams/", "/en/learn/", "/law/"])
def test_s12_a_role_that_needs_a_second_factor_is_led_to_it(demanded, examiner, path):
    answer = signed_in(examiner).get(path)
    assert answer.status_code == 302
    assert answer["Location"].endswith("/account/2fa/")


def test_nobody_is_locked_out_the_way_in_is_open_and_then_everything(demanded, examiner):
    browser = signed_in(examiner)
    browser.get("/cms/")
    assert "您的角色需要第二重验证" in browser.get("/account/2fa/").content.decode()
    again(browser, "/account/2fa/totp/activate/")
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'class="code">([A-Z2-7]{16,})<', page)[1]
    browser.post("/account/2fa/totp/activate/", {"code": code(secret)})
    assert browser.get("/cms/").status_code == 200


def test_the_last_factor_of_such_a_role_stays(demanded, examiner):
    with_app(examiner)
    authenticator = Authenticator.objects.get(user=examiner, type="totp")
    from allauth.mfa.adapter import get_adapter

    assert not get_adapter().can_delete_authenticator(authenticator)


def test_learners_are_asked_for_none_and_neither_is_a_demo(demanded, settings, learner, examiner):
    assert signed_in(learner).get("/learn/").status_code == 200
    settings.MFA_REQUIRED = False
    assert signed_in(examiner).get("/cms/").status_code == 200


def test_all_other_devices_are_signed_out_by_one_press(learner):
    here, there = signed_in(learner), signed_in(learner)
    page = here.get("/account/sessions/").content.decode()
    assert page.count('<tr><th scope="row"') == 2
    here.post("/account/sessions/")
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_weighty_deeds_ask_for_the_password_again(learner, client_of):
    for path in ("/account/data/copy/", "/account/data/closing/", "/account/2fa/totp/activate/"):
        assert "/account/reauthenticate/" in client_of(learner).get(path)["Location"]


def test_roles_named_in_the_settings_exist(settings):
    from accounts import roles

    assert set(settings.MFA_ROLES) <= set(roles.LABELS)
    assert not User.objects.filter(groups__name="nobody").exists()
