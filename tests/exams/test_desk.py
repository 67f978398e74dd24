"""The desk of the exam office: whose it is, and how one gets there."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.models import User
from courses.dashboard import Section
from exams import desk
from exams.permissions import OFFICE
from tests.cast import person

pytestmark = pytest.mark.django_db
DESK = "/exams/desk/"


@pytest.mark.parametrize("role", OFFICE)
def test_each_role_of_the_office_finds_the_desk_from_the_dashboard(client_of: Callable[[User], Client], role: str):
    browser = client_of(person("孙老师", "sun", role))
    assert DESK in browser.get(reverse("courses:dashboard")).text
    assert "考务" in browser.get(DESK).text


@pytest.mark.parametrize("role", ["", roles.TRAINING_MANAGER, roles.SCHOOL_EDITOR, roles.REGULATOR])
def test_for_anybody_else_there_is_no_desk(client_of: Callable[[User], Client], role: str):
    browser = client_of(person("路人", "luren", role))
    assert DESK not in browser.get(reverse("courses:dashboard")).text
    assert browser.get(DESK).status_code == 404


def test_the_desk_is_behind_the_login_and_only_read(client: Client, client_of: Callable[[User], Client], examiner: User):
    assert client.get(DESK).status_code == 302
    assert client_of(examiner).post(DESK).status_code == 405


def test_a_part_says_nothing_to_whom_it_has_nothing_to_say(
    client_of: Callable[[User], Client], examiner: User, administrator: User, monkeypatch: pytest.MonkeyPatch
):
    def part(user: User) -> Section | None:
        return Section(template="exams/desk_link.html", context={}) if user == examiner else None

    monkeypatch.setattr(desk, "sections", [part])
    assert 'id="office"' in client_of(examiner).get(DESK).text
    assert "现在没有等您处理的事" in client_of(administrator).get(DESK).text
