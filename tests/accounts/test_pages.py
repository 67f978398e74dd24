"""Every page of signing up, signing in and one's account: Chinese through and through, and clean for the policy."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings

from tests.accounts.conftest import FORM
from tests.cast import PASSWORD
from tests.reading import english, refused

pytestmark = pytest.mark.django_db
OPEN = {
    "/account/login/": "登录",
    "/account/signup/": "注册",
    "/account/login/code/": "验证码登录",
    "/account/password/reset/": "重设密码",
    "/account/password/reset/done/": "请查看邮箱",
    "/account/password/reset/key/1-nonsense/": "链接已失效",
    "/account/password/reset/key/done/": "新密码已设置",
    "/account/inactive/": "账号已停用",
}
OWN = {
    "/account/": "我的账号",
    "/account/email/": "更换邮箱",
    "/account/password/change/": "修改密码",
    "/account/reauthenticate/": "再次输入密码",
    "/account/logout/": "退出登录",
}
# What our settings never lead to: links instead of codes, telephones, passkeys, several addresses.
UNREACHED = {
    "account/base_confirm_code.html", "account/base_entrance.html", "account/base_manage.html", "account/base_manage_email.html",
    "account/base_manage_password.html", "account/base_manage_phone.html", "account/base_reauthenticate.html",
    "account/confirm_password_reset_code.html", "account/email.html",
    "account/email_confirm.html", "account/signup_by_passkey.html", "account/verification_sent.html",
    "account/verified_email_required.html", "account/snippets/already_logged_in.html", "account/snippets/warn_no_email.html",
    "account/email/base_message.txt", "account/email/base_notification.txt", "account/email/email_confirm_message.txt",
    "account/email/email_confirm_subject.txt", "account/email/password_reset_code_message.txt",
    "account/email/password_reset_code_subject.txt",
}  # fmt: skip


def check(answer, heading):
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"{heading} — 海准</title>" in page
    assert f"<h1>{heading}</h1>" in page
    assert '<html lang="zh-Hans">' in page
    assert refused(page) == []
    assert english(page, "海准.*", "ICP") == []


@pytest.mark.parametrize(("path", "heading"), OPEN.items())
def test_a_page_anyone_may_open_is_chinese_and_clean(client, path, heading):
    check(client.get(path), heading)


@pytest.mark.parametrize(("path", "heading"), OWN.items())
def test_a_page_of_ones_own_is_chinese_and_clean_and_closed_to_others(client, learner, client_of, path, heading):
    check(client_of(learner).get(path), heading)
    assert client.get(path).status_code == 302


def test_the_page_that_asks_for_a_code_is_chinese_and_clean(client):
    client.post("/account/signup/", FORM)
    check(client.get("/account/confirm-email/"), "验证邮箱")


def test_the_page_that_asks_for_the_sign_in_code_is_chinese_and_clean(client):
    client.post("/account/login/code/", {"email": "nobody@example.org"})
    check(client.get("/account/login/code/confirm/"), "输入登录验证码")


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/account/login/", {}),
        ("/account/login/", {"login": "x", "password": "x"}),
        ("/account/signup/", {}),
        ("/account/signup/", {"full_name": "x", "email": "x", "password1": "x", "preferred_language": "x"}),
        ("/account/login/code/", {"email": "x"}),
        ("/account/password/reset/", {"email": ""}),
        ("/account/password/change/", {"oldpassword": "x", "password1": "x"}),
        ("/account/reauthenticate/", {"password": "x"}),
        ("/account/", {"full_name": "", "preferred_language": "x"}),
    ],
)
def test_every_complaint_about_a_form_is_chinese(learner, client, client_of, path, form):
    browser = client if path in OPEN else client_of(learner)
    page = browser.post(path, form).content.decode()
    assert 'role="alert"' in page
    assert english(page, "海准.*", "ICP") == []
    assert refused(page) == []


def test_a_new_address_that_is_none_is_told_in_chinese(client, learner):
    client.post("/account/login/", {"login": learner.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    for email in ("x", learner.email):
        page = client.post("/account/email/", {"action_add": "1", "email": email}).content.decode()
        assert 'role="alert"' in page
        assert english(page, "海准.*", "ICP") == []


@pytest.mark.parametrize("path", ["/account/login/", "/account/signup/", "/account/login/code/", "/account/password/reset/"])
def test_other_methods_are_refused(client, path):
    assert client.delete(path).status_code == 405


def test_forms_without_the_token_are_refused_in_words():
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x", "password": "x"})
    assert answer.status_code == 403


def test_pages_for_signing_in_are_kept_by_nobody(client):
    for path in ("/account/login/", "/account/signup/"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_hostile_input_is_answered_not_broken(client):
    for form in ({"login": "a\x00@b.c", "password": "\x00"}, {"login": "x" * 5000, "password": "y" * 5000}):
        assert client.post("/account/login/", form).status_code == 200
    assert client.get("/account/login/?next=%00").status_code == 200
    assert client.get("/account/signup/?email=%00").status_code == 200


def test_each_of_allauths_templates_is_ours_or_never_reached():
    folder = Path(allauth.__file__).parent / "templates"
    theirs = {path.relative_to(folder).as_posix() for path in (folder / "account").rglob("*.*")}
    ours = {
        path.relative_to(settings.BASE_DIR / "templates").as_posix()
        for path in (settings.BASE_DIR / "templates/account").rglob("*.*")
    }
    assert theirs - ours == UNREACHED


def test_in_the_demo_the_page_says_where_the_mail_lies(client, settings, tmp_path):
    settings.DEBUG, settings.DATA_DIR = True, tmp_path
    settings.EMAIL_BACKEND = "accounts.mail.DemoBackend"
    client.post("/account/signup/", FORM)
    page = client.get("/account/confirm-email/").content.decode()
    assert f"{tmp_path}/mail/latest.txt" in page
    mail = (tmp_path / "mail" / "latest.txt").read_text(encoding="utf-8")
    assert "【海准】注册验证码" in mail
    assert "linyue@example.org" in mail


def test_where_mail_is_really_sent_nothing_is_said_about_files(client, settings):
    settings.DEBUG = True
    client.post("/account/signup/", FORM)
    assert "latest.txt" not in client.get("/account/confirm-email/").content.decode()


@pytest.mark.parametrize("debug", [True, False])
def test_signing_in_names_the_accounts_of_a_demo_alone(client, settings, django_user_model, debug):
    django_user_model.objects.create_user("linyue@demo.haizhun.local", PASSWORD, full_name="林悦")
    settings.DEBUG = debug
    page = client.get("/account/login/").content.decode()
    assert ("linyue@demo.haizhun.local" in page) is debug
    assert "admin@demo.haizhun.local" not in page  # never made
