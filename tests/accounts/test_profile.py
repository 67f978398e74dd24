import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts import terms
from core.models import AuditEntry
from tests.accounts.conftest import code
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_stranger_is_asked_to_sign_in_first(client):
    assert client.get("/account/")["Location"] == "/account/login/?next=/account/"


def test_one_sees_ones_own_account_and_what_one_agreed_to(learner, stranger, client_of):
    terms.agree(learner, "zh-hans")
    answer = client_of(learner).get("/account/")
    page = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "林悦" in page
    assert learner.email in page
    assert "考试规则和隐私政策" in page
    assert stranger.email not in page
    assert "由管理员开通" in client_of(stranger).get("/account/").content.decode()


def test_name_and_language_are_changed_and_the_change_is_noted(learner, client_of):
    browser = client_of(learner)
    assert browser.post("/account/", {"full_name": " 林 悦儿", "preferred_language": "en"})["Location"] == "/account/"
    learner.refresh_from_db()
    assert (learner.full_name, learner.preferred_language) == ("林 悦儿", "en")
    entry = AuditEntry.objects.get()
    assert (entry.deed, entry.actor, entry.data) == ("account.renamed", learner, {"before": "林悦", "after": "林 悦儿"})
    assert "账号信息已保存。" in browser.get("/account/").content.decode()


def test_a_name_that_cannot_be_printed_changes_nothing(learner, client_of):
    page = client_of(learner).post("/account/", {"full_name": "林😀", "preferred_language": "en"}).content.decode()
    assert "U+1F600" in page
    assert 'aria-current="page"><span class="nav__name">林悦</span></a>' in page
    learner.refresh_from_db()
    assert (learner.full_name, learner.preferred_language) == ("林悦", "zh-hans")
    assert not AuditEntry.objects.exists()


def test_a_chinese_character_no_typeface_draws_is_kept_and_said(learner, client_of):
    page = (
        client_of(learner).post("/account/", {"full_name": "林𪚥", "preferred_language": "zh-hans"}, follow=True).content.decode()
    )
    assert "U+2A6A5" in page
    assert "代用字" in page
    learner.refresh_from_db()
    assert learner.full_name == "林𪚥"


def test_an_empty_form_is_refused_with_words(learner, client_of):
    answer = client_of(learner).post("/account/", {})
    assert answer.status_code == 200
    assert "还没有保存" in answer.content.decode()


def test_nothing_else_can_be_set_from_the_form(learner, client_of):
    form = {"full_name": "林悦", "preferred_language": "en", "is_superuser": "on", "email": "x@example.org", "pk": "99"}
    client_of(learner).post("/account/", form)
    learner.refresh_from_db()
    assert not learner.is_superuser
    assert learner.email == "linyue@example.org"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(learner, client_of, method):
    assert getattr(client_of(learner), method)("/account/").status_code == 405


def test_a_new_address_takes_the_old_ones_place_once_its_code_has_come_back(client, learner):
    client.post("/account/login/", {"login": learner.email, "password": PASSWORD})
    form = {"action_add": "1", "email": "new@example.org"}
    again = client.post("/account/email/", form)["Location"]
    assert again.startswith("/account/reauthenticate/")
    assert client.post(again, {"password": PASSWORD})["Location"] == "/account/confirm-email/"
    learner.refresh_from_db()
    assert learner.email == "linyue@example.org"
    assert mail.outbox[-1].to == ["new@example.org"]
    assert client.post("/account/confirm-email/", {"code": code()})["Location"] == "/account/"
    learner.refresh_from_db()
    assert learner.email == "new@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("new@example.org", True, True)]
    assert mail.outbox[-1].to == ["linyue@example.org"]
    assert mail.outbox[-1].subject == "【海准】邮箱已更改"
    assert mail.outbox[-1].body.startswith("林悦，您好：")


def test_mails_are_in_the_language_one_prefers_whatever_page_one_is_on(client, learner):
    learner.preferred_language = "en"
    learner.save()
    client.post("/account/login/code/", {"email": learner.email})
    assert mail.outbox[-1].subject == "[海准] Your sign-in code"
    assert mail.outbox[-1].body.startswith("Dear 林悦,")
