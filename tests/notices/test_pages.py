"""The inbox, the choices and the link that stops a kind: for their owner alone, and nothing changes by looking."""

import dataclasses
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from notices import kinds, unsubscribing
from notices.kinds import Delivery
from notices.models import Notice, Preference
from notices.telling import tell
from tests.notices.kinds import FACTS, NEWS

pytestmark = pytest.mark.usefixtures("trial_kinds")


def told(reader: User, occasion: object = 1, code: str = "trial.seat") -> Notice:
    tell(code, reader, occasion=occasion, facts=FACTS, address="/learn/")
    return Notice.objects.get(reader=reader, code=code, occasion=str(occasion))


def test_the_inbox_tells_what_is_new_and_opening_marks_it_read(client: Client, learner: User) -> None:
    notice = told(learner)
    client.force_login(learner)
    page = client.get(reverse("notices:inbox")).content.decode()
    assert "A seat for 质量" in page
    assert "未读" in page
    answer = client.post(reverse("notices:reading", args=[notice.pk]))
    assert (answer.status_code, answer["Location"]) == (302, "/learn/")
    notice.refresh_from_db()
    assert notice.read_at
    assert "A seat for 质量" not in client.get(reverse("notices:inbox") + "?unread=1").content.decode()


def test_an_empty_inbox_says_what_will_stand_there(client: Client, learner: User) -> None:
    client.force_login(learner)
    assert "还没有通知" in client.get(reverse("notices:inbox")).content.decode()


def test_a_notice_tells_its_rule_and_looking_changes_nothing(client: Client, learner: User) -> None:
    notice = told(learner)
    client.force_login(learner)
    assert "Goes when a seat is free." in client.get(notice.get_absolute_url()).content.decode()
    notice.refresh_from_db()
    assert notice.read_at is None


def test_nobody_reads_the_notices_of_another(client: Client, learner: User, colleague: User) -> None:
    notice = told(learner)
    for address in (notice.get_absolute_url(), reverse("notices:inbox")):
        assert client.get(address).status_code == 302, "a stranger is asked to sign in"
    client.force_login(colleague)
    assert client.get(notice.get_absolute_url()).status_code == 404
    assert client.post(reverse("notices:reading", args=[notice.pk])).status_code == 404
    client.post(reverse("notices:readings"))
    notice.refresh_from_db()
    assert notice.read_at is None


def test_an_address_that_leads_off_the_site_is_not_followed(client: Client, learner: User) -> None:
    notice = told(learner)
    Notice.objects.update(address="https://elsewhere.example/")
    client.force_login(learner)
    assert client.post(reverse("notices:reading", args=[notice.pk]))["Location"] == notice.get_absolute_url()


def test_all_can_be_marked_read_at_once(client: Client, learner: User) -> None:
    for occasion in range(3):
        told(learner, occasion)
    client.force_login(learner)
    assert "3条通知" in client.post(reverse("notices:readings"), follow=True).content.decode()
    assert not Notice.objects.unread().exists()


@pytest.mark.parametrize("size", [2, 25], ids=["two", "many"])
def test_the_inbox_asks_the_same_however_long_it_is(
    client: Client, learner: User, size: int, django_assert_max_num_queries: Any
) -> None:
    for occasion in range(size):
        told(learner, occasion)
    client.force_login(learner)
    client.get(reverse("notices:inbox"))
    with django_assert_max_num_queries(5):
        client.get(reverse("notices:inbox"))


def test_one_chooses_kind_by_kind_and_only_changes_are_kept(client: Client, learner: User) -> None:
    client.force_login(learner)
    page = reverse("notices:preferences")
    assert "总是发邮件" in client.get(page).content.decode(), "what is owed leaves no choice"
    client.post(page, {"trial.seat": "digest", "trial.news": "digest"})
    assert list(Preference.objects.values_list("code", "delivery")) == [("trial.seat", "digest")]


def test_what_concerns_one_is_open_and_the_rest_is_folded(client: Client, learner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty kinds in a row are two hundred strokes of a key on a phone; most of them never reach a learner."""
    other = dataclasses.replace(NEWS, code="other.news", room="Other")
    monkeypatch.setitem(kinds._kinds, other.code, other)
    client.force_login(learner)
    page, fold = reverse("notices:preferences"), '<details class="fold" open>'
    assert fold not in client.get(page).text
    told(learner)
    html = client.get(page).text
    assert (html.count(fold), html.count('<details class="fold">')) == (1, 1)
    assert html.index(fold) < html.index("trial.seat") < html.index('<details class="fold">') < html.index("other.news")
    client.post(page, {"trial.seat": "at_once", "trial.news": "digest", "other.news": "off"})
    assert client.get(page).text.count(fold) == 2, "what one has chosen about is open, too"


def test_a_choice_that_does_not_exist_is_told_and_changes_nothing(client: Client, learner: User) -> None:
    client.force_login(learner)
    answer = client.post(reverse("notices:preferences"), {"trial.seat": "pigeon", "trial.news": "off"})
    assert answer.status_code == 422
    assert not Preference.objects.exists()


def test_the_link_in_a_mail_stops_one_kind_without_signing_in(client: Client, learner: User) -> None:
    notice = told(learner)
    address = unsubscribing.address(notice).partition("8000")[2]
    assert client.get(address).status_code == 200
    assert not Preference.objects.exists(), "a scanner that looks at links stops nothing"
    assert Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Preference.objects.get().delivery == Delivery.OFF


def test_a_link_cut_short_is_told_so(client: Client, learner: User) -> None:
    address = unsubscribing.address(told(learner)).partition("8000")[2]
    answer = client.post(address[:-4] + "/")
    assert answer.status_code == 404
    assert "链接" in answer.content.decode()
    assert not Preference.objects.exists()


def test_a_decision_cannot_be_unsubscribed(client: Client, learner: User) -> None:
    address = unsubscribing.address(told(learner, code="trial.verdict")).partition("8000")[2]
    assert client.post(address).status_code == 409
    assert not Preference.objects.exists()
