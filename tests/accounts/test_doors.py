"""One door: whoever comes to Wagtail's own login, reset or account forms meets the site's."""

import pytest

from tests.reading import english

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/cms/", "/cms/login/?next=/cms/"),
        ("/cms/login/?next=/cms/pages/", "/account/login/?next=/cms/pages/"),
        ("/cms/login/?next=https://evil.example/", "/account/login/?next=/cms/"),
        ("/cms/login/", "/account/login/?next=/cms/"),
        ("/cms/password_reset/", "/account/login/?next=/cms/"),
        ("/cms/password_reset/confirm/MQ/set-password/", "/account/login/?next=/cms/"),
        ("/_util/login/?next=/law/", "/account/login/?next=/law/"),
    ],
)
def test_s12_there_is_no_second_login_form(client, path, to):
    assert client.get(path)["Location"] == to


def test_s12_a_password_sent_to_the_second_door_is_not_taken(client, administrator):
    for path in ("/cms/login/", "/_util/login/"):
        assert client.post(path, {"username": administrator.email, "password": "correct horse battery"}).status_code in (
            301,
            302,
            405,
        )
        assert "_auth_user_id" not in client.session


def test_whoever_has_no_business_in_the_admin_is_told_so_and_goes_round_no_circle(stranger, client_of):
    answer = client_of(stranger).get("/cms/", follow=True)
    assert answer.status_code == 403
    assert answer.redirect_chain == [("/cms/login/?next=/cms/", 302)]
    assert "<h1>您不能查看这个页面</h1>" in answer.content.decode()
    assert english(answer.content.decode(), "海准.*") == []


def test_who_is_inside_already_is_led_on(administrator, client_of):
    assert client_of(administrator).get("/cms/login/?next=/cms/users/")["Location"] == "/cms/users/"


def test_the_admins_account_page_asks_for_neither_name_nor_password(administrator, client_of):
    page = client_of(administrator).get("/cms/account/").content.decode()
    assert 'name="name_email-first_name"' not in page
    assert 'name="password-old_password"' not in page
    assert 'name="theme-theme"' in page
    assert 'href="/account/"' in page


def test_leaving_the_admin_leads_to_the_sites_own_door(administrator, client_of):
    browser = client_of(administrator)
    assert browser.post("/cms/logout/").status_code == 302
    assert "_auth_user_id" not in browser.session
