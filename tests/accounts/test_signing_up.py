import hashlib

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import DatabaseError, connection, transaction

from accounts import terms
from accounts.models import Consent, User
from core.models import AuditEntry
from tests.accounts.conftest import FORM, code

pytestmark = pytest.mark.django_db


def test_a_newcomer_signs_up_and_is_signed_in_by_the_code(client, sign_up):
    answer = sign_up()
    assert answer.status_code == 302
    assert answer["Location"] == "/account/confirm-email/"
    assert "_auth_user_id" not in client.session
    page = client.get(answer["Location"])
    assert "linyue@example.org" in page.content.decode()
    assert client.post("/account/confirm-email/", {"code": code()})["Location"] == "/learn/"
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.full_name, user.email, user.preferred_language) == ("林悦", "linyue@example.org", "zh-hans")
    assert EmailAddress.objects.get(user=user).verified
    assert not user.groups.exists()
    assert not user.is_staff


def test_the_mail_is_in_chinese_and_holds_the_code_but_not_the_name_a_stranger_may_have_typed(sign_up):
    sign_up(full_name="点这里领奖 example点com")
    (message,) = mail.outbox
    assert message.subject == "【海准】注册验证码"
    assert "您正在注册" in message.body
    assert "领奖" not in message.body
    assert message.body.startswith("您好：")


def test_the_address_is_kept_in_lower_case(sign_up):
    sign_up(email="LinYue@Example.ORG")
    assert User.objects.get().email == "linyue@example.org"


def test_where_one_wanted_to_go_is_kept_through_the_code(client, sign_up):
    sign_up(next="/law/?from=mail")
    assert client.post("/account/confirm-email/", {"code": code()})["Location"] == "/law/?from=mail"


def test_the_link_to_signing_in_carries_where_one_wanted_to_go(client):
    assert 'href="/account/login/?next=%2Flaw%2F"' in client.get("/account/signup/?next=/law/").content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example", "https:///evil"]
)
def test_s15_nobody_is_sent_to_another_host(client, sign_up, elsewhere, settings):
    settings.ALLOWED_HOSTS = ["testserver", "evil.example"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://evil.example"]
    sign_up(next=elsewhere)
    assert client.post("/account/confirm-email/", {"code": code(), "next": elsewhere})["Location"] == "/learn/"


def test_consent_is_never_ticked_beforehand_and_always_needed(client, sign_up):
    page = client.get("/account/signup/").content.decode()
    box = page[page.index('name="consent"') - 60 : page.index('name="consent"') + 80]
    assert "checked" not in box
    answer = sign_up(consent=None)
    assert answer.status_code == 200
    assert "同意以后才能注册。" in answer.content.decode()
    assert not User.objects.exists()


def test_what_was_agreed_to_is_kept_word_for_word(sign_up, settings):
    sign_up()
    consent = Consent.objects.get()
    files = [settings.CONTENT_DIR / "pages" / "site" / f"{slug}.zh.md" for slug in terms.DOCUMENTS]
    words = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert consent.text_sha256 == hashlib.sha256(words.encode()).hexdigest()
    assert consent.version == "zh-hans exam-rules@2026-11 privacy@2026-11"
    assert AuditEntry.objects.get().deed == "consent.given"


def test_the_digest_follows_the_page_as_an_editor_has_left_it(content, sign_up):
    from wagtail.models import Page

    before = terms.current("zh-hans")
    page = Page.objects.get(slug="privacy", locale__language_code="zh-hans").specific
    page.text += "\n\n一句新话。"
    page.save()
    assert terms.current("zh-hans").sha256 != before.sha256


@pytest.mark.parametrize("sql", ["UPDATE accounts_consent SET version = '2'", "DELETE FROM accounts_consent"])
def test_a_consent_cannot_be_changed_afterwards(sign_up, sql):
    sign_up()
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(sql)


@pytest.mark.parametrize(("name", "point"), [("林ก", "U+0E01"), ("林\u202e悦", "U+202E"), ("林😀", "U+1F600")])
def test_a_character_no_certificate_can_print_is_named_at_once(sign_up, name, point):
    answer = sign_up(full_name=name)
    assert answer.status_code == 200
    assert point in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"full_name": "林"}, "请填写全名"),
        ({"full_name": ""}, "姓名："),
        ({"full_name": "长" * 61}, "姓名："),
        ({"email": "linyue"}, "请填写有效的邮箱"),
        ({"email": ""}, "邮箱："),
        ({"password1": "短密码"}, "至少要有12个字符"),
        ({"password1": "password1234"}, "密码太常见"),
        ({"password1": "linyue@example.org"}, "与邮箱太相似"),
        ({"full_name": "欧阳晓明同志的全名共十二字", "password1": "欧阳晓明同志的全名共十二字"}, "与姓名太相似"),
        ({"preferred_language": "fr"}, "语言："),
    ],
)
def test_what_is_wrong_is_said_in_chinese_above_the_form_and_at_the_field(sign_up, changes, words):
    answer = sign_up(**changes)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'role="alert"' in page
    assert words in page
    assert 'aria-invalid="true"' in page
    assert not User.objects.exists()
    assert not mail.outbox


def test_a_name_is_cleaned_of_what_nobody_sees(sign_up):
    sign_up(full_name="  林\u200b  悦 ")
    assert User.objects.get().full_name == "林 悦"


def test_signing_up_in_english_keeps_the_language_and_leads_to_english_pages(client, sign_up):
    sign_up(to="/en/account/signup/", preferred_language="en")
    assert mail.outbox[0].subject == "[海准] Your sign-up code"
    assert client.post("/en/account/confirm-email/", {"code": code()})["Location"] == "/en/learn/"
    assert Consent.objects.get().version.startswith("en ")


def test_three_wrong_codes_make_the_code_void(client, sign_up):
    sign_up()
    right = code()
    wrong = "000000" if right != "000000" else "111111"
    for _try in range(2):
        assert "验证码不对" in client.post("/account/confirm-email/", {"code": wrong}).content.decode()
    assert client.post("/account/confirm-email/", {"code": wrong})["Location"] == "/account/login/"
    client.post("/account/confirm-email/", {"code": right})
    assert "_auth_user_id" not in client.session


def test_a_mistyped_address_is_put_right_and_the_code_goes_there(client, sign_up):
    sign_up(email="linyeu@example.org")
    client.post("/account/confirm-email/", {"action": "change", "email": "linyue@example.org"})
    assert mail.outbox[-1].to == ["linyue@example.org"]
    client.post("/account/confirm-email/", {"code": code()})
    assert User.objects.get().email == "linyue@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("linyue@example.org", True)]


def test_a_new_code_voids_the_old_one(client, sign_up, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "confirm_email": None}
    sign_up()
    old = code()
    client.post("/account/confirm-email/", {"action": "resend"})
    assert len(mail.outbox) == 2
    client.post("/account/confirm-email/", {"code": code()})
    assert "_auth_user_id" in client.session or old == code()


def test_while_sign_up_is_closed_nobody_gets_in_by_the_form(client, sign_up, settings):
    settings.SIGNUP_OPEN = False
    assert "账号由管理员开通" in client.get("/account/signup/").content.decode()
    sign_up()
    assert not User.objects.exists()


def test_s07_signing_up_cannot_set_what_is_not_in_the_form(client, sign_up):
    sign_up(is_superuser="on", is_staff="on", groups="1", pk="1")
    user = User.objects.get()
    assert not user.is_superuser
    assert not user.is_staff
    assert FORM["full_name"] == user.full_name


def test_two_complaints_about_one_field_share_one_id(sign_up):
    page = sign_up(password1="12345678").content.decode()
    assert page.count('id="id_password1-error"') == 1
    assert page.count('<p class="err">') >= 2
