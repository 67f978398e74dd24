"""The first page filled in is, letter by letter, the page rendered as a whole, and holds nothing of anybody else's."""

import re

import pytest
from django.test import Client

from core import memory
from exams.models import Attempt, Exam, Kind
from tests.cast import person
from tests.exams.making import sitting, version

PLEDGES = {"in_person": "on", "no_copying": "on"}
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def day(db):
    return sitting(version(["single", "multiple", "truefalse", "short"], items=1))


def begun(day, box: str, language: str = "") -> tuple[Client, str]:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(person("考生", box))
    address = client.post(day.get_absolute_url(), PLEDGES)["Location"]
    return client, language + address


def shown(client: Client, address: str) -> str:
    """The page, without what differs each time it is asked for (masks of the token, time left) and blanks between tags."""
    html = client.get(address).content.decode()
    assert len(set(CSRF.findall(html))) == 1
    html = re.sub(r">\s+<", "><", CSRF.sub("token", html))
    return re.sub(r'data-remaining="\d+"|data-timer>[\d:]+', "", html)


@pytest.mark.parametrize("language", ["", "/en", "/zh-hant"], ids=["zh-hans", "en", "zh-hant"])
def test_it_is_the_page_rendered_as_a_whole(day, monkeypatch, language):
    begun(day, "before")
    client, address = begun(day, "o'brien&co", language)
    filled = shown(client, address)
    monkeypatch.setattr("exams.views.paper.first_page", lambda *args: None)
    assert filled == shown(client, address)
    assert "o&#x27;brien&amp;co@example.org" in filled


def test_it_holds_nothing_of_who_came_before(day):
    first, there = begun(day, "first")
    first.get(there)
    second, here = begun(day, "second")
    html = second.get(here).content.decode()
    mine = Attempt.objects.get(candidate__email="second@example.org")
    assert str(mine.pk) in html
    assert "second@example.org" in html
    assert "first@" not in html
    assert there.strip("/").rpartition("/")[2] not in html
    assert CSRF.findall(html)[0] != CSRF.findall(first.get(there).content.decode())[0]
    assert not re.search("[\ue000-\uf8ff]", html), "no sign is left"


def test_a_page_with_answers_or_another_question_is_rendered_as_a_whole(day, django_assert_num_queries):
    client, address = begun(day, "first")
    assert 'data-slot="2"' in client.get(f"{address}?slot=2").content.decode()
    slot = Attempt.objects.get().items.get(item_version__item__kind=Kind.SINGLE).slot
    client.post(f"{address}responses/", {"slot": slot, "epoch": 1, f"q{slot}": "A", "go": "stay"})
    html = client.get(f"{address}?slot={slot}").content.decode()
    assert re.search(r'value="A" data-option checked', html)


def test_a_title_that_holds_a_sign_is_shown_as_it_is(day):
    Exam.objects.update(title={"zh-hans": "考试\ue0d0\ue0d6"})
    client, address = begun(day, "first")
    assert "考试\ue0d0\ue0d6" in client.get(address).content.decode()


def test_the_page_before_its_paper_stays_small(day):
    memory.forget_all()
    client, address = begun(day, "first")
    html = client.get(address).content.decode()
    bare = re.sub(r"<form class=\"question\".*?</form>", "", html, flags=re.DOTALL)
    assert len(bare.encode()) <= 60_000
