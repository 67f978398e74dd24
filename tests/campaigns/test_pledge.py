"""The pledge: signed without an account, shown masked, taken back by whoever holds its address."""

import pytest
import time_machine
from django.test import Client

from campaigns.models import Pledge
from organisations.models import Role
from tests.campaigns.making import at, page_of
from tests.organisations.making import firm, member

pytestmark = pytest.mark.django_db
ADDRESS = "/quality-month/2026/pledge/"


@pytest.fixture(autouse=True)
def september():
    with time_machine.travel(at(9, 15), tick=False) as clock:
        page_of(pledge="说到做到\n不放行")
        yield clock


def test_anybody_signs_is_shown_masked_and_takes_it_back(client):
    mine = client.post(ADDRESS, {"name": "王小明"})["Location"]
    html = Client().get(ADDRESS).content.decode()
    assert "王*" in html
    assert "小明" not in html
    assert "已有1个签名" in html
    assert mine not in html
    for _time in range(2):
        assert client.post(mine).status_code == 302
    assert Pledge.objects.get().name == ""
    assert "已有0个签名" in Client().get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [("", 422), ("   ", 422), ("123", 422), ("王" * 31, 422), ("\u200b", 422), ("<script>alert(1)</script>", 302)],
    ids=["empty", "blank", "figures", "long", "invisible", "script"],
)
def test_hostile_names_do_no_harm(client, name, status):
    assert client.post(ADDRESS, {"name": name}).status_code == status
    assert "<script>alert" not in client.get(ADDRESS).content.decode()
    assert Pledge.objects.count() == (status == 302)


def test_a_body_signs_once_and_only_through_one_of_its_people(learner, stranger, client_of):
    body = firm("星澜电器（虚构）")
    member(body, learner, role=Role.MANAGER)
    assert client_of(stranger).post(ADDRESS, {"body": str(body.pk), "name": "路人"}).status_code == 302
    assert not Pledge.objects.filter(organisation=body).exists()
    client = client_of(learner)
    assert client.post(ADDRESS, {"body": str(body.pk)}).status_code == 302
    assert client.post(ADDRESS, {"body": str(body.pk)}).status_code == 409
    assert "星澜电器" in Client().get(ADDRESS).content.decode()


def test_after_september_nobody_signs_and_the_names_stay(client, september):
    client.post(ADDRESS, {"name": "王小明"})
    september.move_to(at(10, 1, 0, 0, 0))
    assert client.post(ADDRESS, {"name": "李四"}).status_code == 409
    assert "王*" in client.get(ADDRESS).content.decode()


def test_one_address_signs_so_many_times_an_hour_and_no_more(client, monkeypatch):
    monkeypatch.setattr("campaigns.views.pledge.PER_HOUR", 2)
    answers = [client.post(ADDRESS, {"name": "王小明"}).status_code for _time in range(3)]
    assert answers == [302, 302, 429]


def test_a_year_without_a_pledge_has_no_page(client):
    page_of(2025)
    assert client.get("/quality-month/2025/pledge/").status_code == 404
