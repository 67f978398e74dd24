"""The page of a result filled in by its shape is, letter by letter, the page rendered as a whole, and nobody else's."""

import re

import pytest
from django.test import Client

from cms import shapes
from core import memory
from exams import appealing
from exams.models import Result
from tests.cast import person
from tests.exams.making import finished, sitting, version

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
LANGUAGES = {"zh-hans": "", "en": "/en", "zh-hant": "/zh-hant"}
ENDS = {
    "passed": {"right": True},
    "failed": {"right": False},
}


def signed_in(one) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(one)
    return client


def address_of(result: Result, language: str) -> str:
    """In this language, whichever the request before was in."""
    return f"{language}/exams/results/{result.pk}/"


def shown(client: Client, address: str) -> str:
    """The page, but for the token's mask, another one each time."""
    page = client.get(address)
    assert page.status_code == 200
    return CSRF.sub("token", page.content.decode())


def as_a_whole(monkeypatch, client: Client, address: str) -> str:
    with monkeypatch.context() as patch:
        patch.setattr(shapes, "_filled", lambda *args: None)
        return shown(client, address)


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_it_is_the_page_rendered_as_a_whole(db, monkeypatch, language, end):
    day = sitting(version(["single", "multiple"], floors={"S1": 60}, cooling_off_days=[1, 7]))
    before = person("前一位", "before")
    finished(before, day, **end)
    shown(signed_in(before), address_of(Result.objects.get(), language))
    mine = person("O'Brien & <b>子</b>", "mine")
    done = finished(mine, day, **end)
    client, address = signed_in(mine), address_of(done.results.get(), language)
    filled = shown(client, address)
    assert filled == as_a_whole(monkeypatch, client, address)
    assert "O&#x27;Brien &amp; &lt;b&gt;子&lt;/b&gt;" in filled
    assert not re.search("[\ue000-\uf8ff]", filled), "no sign is left"
    assert "/share/" not in filled, "nobody is invited to send on what is one's own"


def test_every_state_of_it_is_the_page_rendered_as_a_whole(db, monkeypatch, learner, examiner):
    day = sitting(version(["single", "multiple"], floors={"S1": 60}))
    finished(learner, day, right=False)
    done = finished(learner, day)
    result = done.results.get()
    client, address = signed_in(learner), result.get_absolute_url()
    assert shown(client, address) == as_a_whole(monkeypatch, client, address), "with an earlier result beside it"
    appealing.appeal(result=result, by=learner, text="请复核")
    assert shown(client, address) == as_a_whole(monkeypatch, client, address), "with an appeal"
    assert "您已对此成绩申请复核。" in shown(client, address)
    office = signed_in(examiner)
    assert shown(office, address) == as_a_whole(monkeypatch, office, address), "as the exam office sees it"
    client.cookies["shown"] = "large-contrast"
    large = shown(client, address)
    assert large == as_a_whole(monkeypatch, client, address), "in large letters"
    assert 'class="is-large is-contrast"' in large


def test_it_holds_nothing_of_who_came_before(db):
    day, clients = sitting(version(["single", "multiple"])), []
    for box in ("first", "second"):
        one = person(f"考生{box}", box)
        finished(one, day)
        clients.append(signed_in(one))
    first, second = Result.objects.order_by("computed_at")
    before, html = shown(clients[0], first.get_absolute_url()), shown(clients[1], second.get_absolute_url())
    for theirs in (str(first.pk), str(first.attempt_id), "考生first", first.attempt.receipt_sha256):
        assert theirs in before
        assert theirs not in html
    for own in (str(second.pk), str(second.attempt_id), "考生second", second.attempt.receipt_sha256):
        assert own in html


def test_another_theme_of_the_site_and_another_name_make_another_page(db, learner):
    from cms.models import Identity

    done = finished(learner, sitting(version(["single"])))
    client, address = signed_in(learner), done.results.get().get_absolute_url()
    assert "新名字" not in shown(client, address)
    identity = Identity.objects.get()
    identity.name = "新名字"
    identity.save()
    assert "新名字" in shown(client, address)


def test_it_costs_no_rendering_for_the_second_reader(db, monkeypatch):
    day = sitting(version(["single", "multiple"]))
    memory.forget_all()
    addresses = []
    for box in ("first", "second"):
        one = person("考生", box)
        addresses.append((signed_in(one), finished(one, day).results.get().get_absolute_url()))
    shown(*addresses[0])
    monkeypatch.setattr(shapes, "render_to_string", None)
    assert "合格" in shown(*addresses[1])
