"""People in the admin: one full name, roles by their label, nobody deleted."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from accounts.models import User
from tests.cast import PASSWORD, person
from tests.reading import english

# As in tests/cms/test_admin_words.py: Wagtail fixes some labels in the language of its first import.
assert get_resolver().url_patterns
pytestmark = pytest.mark.django_db
FORM = {"email": "Wu@Example.org", "full_name": "吴老师", "preferred_language": "zh-hans", "password1": "", "password2": ""}


def test_the_list_shows_names_addresses_and_roles(administrator, examiner, client_of):
    page = client_of(administrator).get("/cms/users/").content.decode()
    assert "周考官" in page
    assert examiner.email in page
    assert "考官" in page
    assert english(page, "JavaScript") == []


@pytest.mark.parametrize("asked", ["周考", "zhou@"])
def test_one_finds_a_person_by_name_or_address(administrator, examiner, stranger, client_of, asked):
    page = client_of(administrator).get(f"/cms/users/results/?q={asked}").content.decode()
    assert "周考官" in page
    assert "路人" not in page


def test_the_list_asks_the_database_as_often_for_twenty_people_as_for_two(administrator, client_of):
    browser = client_of(administrator)
    counts = []
    for number in range(20):
        if number in (1, 19):
            browser.get("/cms/users/")
            with CaptureQueriesContext(
                connection,
            ) as asked:
                browser.get("/cms/users/")
            counts.append(len(asked))
        person(f"学员{number}", f"p{number}", "examiner")
    assert counts[0] == counts[1]


def test_the_list_is_sorted_by_name(administrator, examiner, client_of):
    assert client_of(administrator).get("/cms/users/?ordering=-full_name").status_code == 200


def test_an_administrator_makes_an_account_that_signs_in_by_code(administrator, client_of, client):
    role = Group.objects.get(name="second_marker")
    answer = client_of(administrator).post("/cms/users/new/", {**FORM, "groups": [role.pk]})
    assert answer.status_code == 302, english(answer.content.decode())
    made = User.objects.get(email="wu@example.org")
    assert (made.full_name, made.has_usable_password(), list(made.groups.all())) == ("吴老师", False, [role])
    assert EmailAddress.objects.get(user=made).primary
    assert client.post("/account/login/code/", {"email": "wu@example.org"}).status_code == 302


def test_the_admins_form_knows_the_same_rules_for_a_name(administrator, client_of):
    page = client_of(administrator).post("/cms/users/new/", {**FORM, "full_name": "吴😀"}).content.decode()
    assert "U+1F600" in page
    assert not User.objects.filter(email="wu@example.org").exists()


def test_an_address_in_use_is_refused_in_words(administrator, learner, client_of):
    page = client_of(administrator).post("/cms/users/new/", {**FORM, "email": learner.email.upper()}).content.decode()
    assert "这个邮箱已有账号。" in page


def test_an_address_changed_in_the_admin_is_the_one_to_sign_in_with(administrator, learner, client_of, client):
    form = {**FORM, "email": "neu@example.org", "full_name": "林悦", "is_active": "on"}
    assert client_of(administrator).post(f"/cms/users/edit/{learner.pk}/", form).status_code == 302
    assert list(EmailAddress.objects.filter(user=learner).values_list("email", "verified")) == [("neu@example.org", False)]
    learner.refresh_from_db()
    assert learner.check_password(PASSWORD)
    answer = client.post("/account/login/", {"login": "neu@example.org", "password": PASSWORD})
    assert answer["Location"] == "/account/confirm-email/"


def test_a_person_is_switched_off_not_deleted(administrator, learner, client_of):
    browser = client_of(administrator)
    page = browser.get(f"/cms/users/edit/{learner.pk}/").content.decode()
    assert f"/cms/users/delete/{learner.pk}/" not in page
    assert browser.post(f"/cms/users/delete/{learner.pk}/").status_code in (302, 403)
    assert browser.post(f"/cms/bulk/accounts/user/delete/?id={learner.pk}").status_code in (302, 403, 404)
    assert User.objects.filter(pk=learner.pk).exists()
    browser.post(f"/cms/users/edit/{learner.pk}/", {**FORM, "email": learner.email, "full_name": "林悦"})
    learner.refresh_from_db()
    assert not learner.is_active


@pytest.mark.parametrize("path", ["/cms/users/new/", "/cms/groups/", "/cms/groups/new/"])
def test_the_screens_open_and_are_chinese(administrator, client_of, path):
    answer = client_of(administrator).get(path)
    assert answer.status_code == 200
    assert "First name" not in answer.content.decode()
    assert english(answer.content.decode(), "JavaScript") == []


def test_a_role_keeps_the_name_the_code_knows_it_by(administrator, client_of):
    examiner = Group.objects.get(name="examiner")
    page = client_of(administrator).get(f"/cms/groups/edit/{examiner.pk}/").content.decode()
    assert "考官" in page
    assert 'value="examiner"' in page
    assert "disabled" in page[page.index('value="examiner"') - 200 : page.index('value="examiner"') + 200]


def test_a_stranger_sees_none_of_it(stranger, client_of):
    assert client_of(stranger).get("/cms/users/").status_code == 302
