"""What this room has is found by the site's search, and only what is public."""

from typing import Any

import pytest

from core.dates import today
from talents.models import Award, Bulletin, Policy, Programme, ScienceBase, WinnerStory
from tests.talents.making import DAY, make_award, make_base, make_bulletin, make_policy, make_programme

WORD = "磁悬浮"
MODELS: dict[str, Any] = {
    "policy": Policy,
    "bulletin": Bulletin,
    "award": Award,
    "story": WinnerStory,
    "base": ScienceBase,
    "programme": Programme,
}
KINDS = list(MODELS)


@pytest.fixture
def found(client):
    def ask(query, prefix="", **more):
        return client.get(f"{prefix}/search/", {"q": query, **more}).context["found"]

    return ask


@pytest.fixture
def one_of_each(db):
    """One thing of every kind that speaks of the same."""
    award = make_award(name=f"{WORD}质量奖", name_en="Maglev Award", who_en="Whoever levitates")
    make_policy(
        title="补助办法", title_en="Levitation grant", benefit=f"{WORD}检测设备补助。", benefit_en="Money for maglev benches."
    )
    make_bulletin(title=f"关于{WORD}的通告", text="自即日起。")
    values = {"year": 2026, "winner": "甲公司", "text": f"我们把{WORD}做稳了。", "published_on": today()}
    WinnerStory.objects.create(code="one", title="做稳", award=award, **values)
    make_base(name="轨道小屋", description=f"看{WORD}怎样检测。")
    make_programme(f"{WORD}检测技术")


def test_each_kind_is_found_by_its_words_and_leads_to_its_page(one_of_each, found, client):
    answer = found(WORD)
    assert sorted(result.kind for result in answer.results) == sorted(KINDS)
    assert [tab.kind for tab in answer.tabs] == ["", *KINDS]
    for result in answer.results:
        assert WORD in client.get(result.url).content.decode()
        assert f"<mark>{WORD}</mark>" in result.title + result.passage


def test_a_traditional_question_finds_them_too(one_of_each, found):
    assert found("磁懸浮", "/zh-hant").total == len(KINDS)


def test_an_english_reader_is_shown_english_words_where_there_are_some(one_of_each, found):
    (policy,) = found("maglev benches", "/en").results
    assert policy.title == "Levitation grant"
    assert "Money for <mark>maglev</mark> <mark>bench</mark>es." in policy.passage
    assert policy.url.startswith("/en/policies/")


def test_a_draft_and_what_begins_tomorrow_are_found_by_nobody(one_of_each, found):
    for name, model in MODELS.items():
        # The story of an award that is not public is not public either.
        hidden = {"award", "story"} if name == "award" else {name}
        for day in (None, today() + DAY):
            model.objects.update(published_on=day)
            assert {result.kind for result in found(WORD, n=f"{name} {day}").results} == set(KINDS) - hidden
        model.objects.update(published_on=today())


def test_what_is_made_public_by_an_editor_is_found_at_once(one_of_each, found):
    make_policy(title="补助二", benefit=f"{WORD}人员津贴。", published_on=None)
    assert found("人员津贴").total == 0
    policy = Policy.objects.get(title="补助二")
    policy.published_on = today()
    policy.save()
    assert found("人员津贴", once=1).total == 1


def test_what_names_the_question_in_its_title_stands_first(one_of_each, found):
    for number in range(3):
        make_policy(title=f"办法{number}", benefit=f"{WORD}质量奖，{WORD}质量奖，{WORD}质量奖。")
    assert found(f"{WORD}质量奖").results[0].kind == "award"


def test_all_kinds_together_cost_no_more_statements_than_a_page_may(one_of_each, client, django_assert_max_num_queries):
    client.get("/search/", {"q": WORD, "warm": 1})
    with django_assert_max_num_queries(12):
        client.get("/search/", {"q": WORD, "once": 1})
