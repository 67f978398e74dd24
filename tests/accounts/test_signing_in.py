from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import code
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def login(client: Client, email: str = "linyue@example.org", password: str = PASSWORD, **more: str) -> Any:
    return client.post("/account/login/", {"login": email, "password": password, **more})


def test_one_signs_in_by_password_and_arrives_at_the_learning(client, learner):
    assert login(client)["Location"] == "/learn/"
    assert client.session["_auth_user_id"] == str(learner.pk)


def test_the_address_may_be_typed_in_capitals(client, learner):
    assert login(client, "LINYUE@EXAMPLE.ORG").status_code == 302


def test_one_signs_in_by_code(client, learner):
    answer = client.post("/account/login/code/?next=/law/", {"email": "linyue@example.org", "next": "/law/"})
    assert answer["Location"] == "/account/login/code/confirm/?next=%2Flaw%2F"
    assert mail.outbox[-1].subject == "【海准】登录验证码"
    assert "林悦，您好：" in mail.outbox[-1].body
    assert client.post(answer["Location"], {"code": code()})["Location"] == "/law/"
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(("language", "where"), [("zh-hans", "/learn/"), ("zh-hant", "/zh-hant/learn/"), ("en", "/en/learn/")])
def test_the_language_one_prefers_decides_where_one_arrives(client, learner, language, where):
    User.objects.update(preferred_language=language)
    assert login(client)["Location"] == where


def test_whoever_may_enter_the_admin_arrives_there(client, administrator):
    assert login(client, administrator.email)["Location"] == "/cms/"


def test_a_training_manager_works_on_the_public_side(client, employer):
    assert login(client, employer.email)["Location"] == "/learn/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_s15_next_leads_only_within_this_site(client, learner, elsewhere):
    assert login(client, next=elsewhere)["Location"] == "/learn/"


def test_a_wrong_password_is_told_in_words_and_tells_nothing_else(client, learner):
    page = login(client, password="x").content.decode()
    assert "没能登录" in page
    assert "邮箱或密码不对。" in page


def test_a_switched_off_account_does_not_sign_in(client, learner):
    User.objects.update(is_active=False)
    answer = login(client)
    assert "_auth_user_id" not in client.session
    assert answer.status_code == 200 or "停用" in client.get(answer["Location"]).content.decode()


def test_an_unconfirmed_address_is_confirmed_before_one_gets_in(client, learner):
    EmailAddress.objects.update(verified=False)
    assert login(client)["Location"] == "/account/confirm-email/"
    assert "_auth_user_id" not in client.session
    client.post("/account/confirm-email/", {"code": code()})
    assert "_auth_user_id" in client.session


def test_signing_in_gives_a_new_session_so_that_a_planted_one_is_worth_nothing(client, learner):
    client.get("/account/login/")
    client.session["planted"] = 1
    client.session.save()
    before = client.session.session_key
    login(client)
    assert client.session.session_key != before


def test_signing_out_ends_the_session_on_the_server(client, learner):
    login(client)
    cookie = client.cookies["sessionid"].value
    assert client.get("/account/logout/").status_code == 200
    assert client.post("/account/logout/")["Location"] == "/"
    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert "_auth_user_id" not in thief.session
    assert thief.get("/account/").status_code == 302


def test_a_new_password_ends_every_other_session(client, learner, client_of):
    elsewhere = client_of(learner)
    login(client)
    new = "另外一条更长更长的河流"
    answer = client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new + "啊"})
    assert answer.status_code == 302
    assert elsewhere.get("/account/").status_code == 302
    assert mail.outbox[-1].subject == "【海准】密码已更改"
    assert login(Client(), password=new + "啊").status_code == 302


def test_the_current_password_is_needed_for_a_new_one(client, learner):
    login(client)
    page = client.post("/account/password/change/", {"oldpassword": "x", "password1": "另外一条更长更长的河流啊"})
    assert "当前密码不对。" in page.content.decode()


def test_a_forgotten_password_is_set_anew_once_by_the_link(client, learner):
    client.post("/account/password/reset/", {"email": learner.email})
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/reset/key/" in line)
    form = client.get(link)["Location"]
    new = "另外一条更长更长的河流啊"
    assert client.post(form, {"password1": new})["Location"] == "/account/password/reset/key/done/"
    assert "链接已失效" in client.get(link).content.decode()
    assert mail.outbox[-1].subject == "【海准】密码已重设"
    assert login(client, password=new).status_code == 302


def test_who_has_no_password_may_set_one(client, learner, client_of):
    learner.set_unusable_password()
    learner.save()
    browser = client_of(learner)
    assert browser.get("/account/password/change/")["Location"] == "/account/password/set/"
    assert browser.post("/account/password/set/", {"password1": "另外一条更长更长的河流啊"}).status_code == 302
    assert login(Client(), password="另外一条更长更长的河流啊").status_code == 302


def test_s10_six_failed_tries_close_one_address_but_no_other(client, learner, stranger):
    for _try in range(5):
        assert "邮箱或密码不对。" in login(client, password="x").content.decode()
    assert "试错次数太多" in login(client).content.decode()
    assert "_auth_user_id" not in client.session
    assert login(client, stranger.email).status_code == 302


def test_s10_a_class_of_sixty_signs_in_from_one_address_within_a_minute(learner):
    answers = {login(Client()).status_code for _pupil in range(60)}
    assert answers == {302}


def test_s10_a_forged_forwarding_header_gives_no_new_tries(client, learner):
    for number in range(5):
        client.post("/account/login/", {"login": learner.email, "password": "x"}, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    assert "试错次数太多" in login(client).content.decode()


def test_too_many_requests_are_told_in_chinese(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client.post("/account/login/", {})
    answer = client.post("/account/login/", {})
    assert answer.status_code == 429
    assert "请求太多" in answer.content.decode()
