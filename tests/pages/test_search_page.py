"""The public search page."""

import pytest
from django.urls import reverse

from cms.search.text import normalise
from pages import leading
from tests.cms.judged import HOSTILE


@pytest.fixture
def search(content, client):
    return lambda query, prefix="", **more: client.get(f"{prefix}/search/", {"q": query, **more})


def test_without_a_question_there_is_only_the_field(content, client):
    answer = client.get("/search/")
    assert answer.context["found"] is None
    assert 'role="search"' in answer.content.decode()


def test_a_word_finds_courses_lessons_articles_and_notes(search):
    answer = search("首席质量官")
    kinds = {tab.kind for tab in answer.context["found"].tabs}
    assert kinds == {"", "course", "lesson", "article", "campaign", "policy", "note"}
    assert "<mark>首席质量官</mark>" in answer.content.decode()
    assert 'value="首席质量官"' in answer.content.decode()


def test_the_tabs_count_what_they_show(search):
    for tab in search("首席质量官").context["found"].tabs:
        found = search("首席质量官", kind=tab.kind).context["found"]
        assert found.sheet.paginator.count == tab.count
        every = {"course", "lesson", "article", "campaign", "policy", "note"}
        assert {result.kind for result in found.results} <= ({tab.kind} if tab.kind else every)


def test_a_traditional_question_finds_the_same(search):
    def urls(query):
        return [result.url for result in search(query).context["found"].results]

    assert urls("首席質量官") == urls("首席质量官") != []


def test_a_traditional_reader_stays_on_the_traditional_site(search):
    results = search("首席质量官", "/zh-hant").context["found"].results
    assert len(results) > 10
    assert all(result.url.startswith("/zh-hant/") for result in results)


def test_an_english_question_finds_english_words(search):
    found = search("preventive measures", "/en").context["found"]
    assert found.results[0].url.startswith("/en/")
    assert "<mark>" in "".join(result.passage for result in found.results)


def test_every_result_leads_to_a_page(search, client):
    for prefix in ("", "/en", "/zh-hant"):
        for result in search("质量安全" if prefix != "/en" else "quality", prefix).context["found"].results:
            assert client.get(result.url.partition("#")[0]).status_code == 200, result.url


def test_nothing_found_gives_advice(search):
    answer = search("量子隧穿")
    assert answer.context["found"].total == 0
    assert "没有找到与“量子隧穿”有关的内容。" in answer.content.decode()


def test_a_guess_is_called_a_guess_and_is_short(search):
    answer = search("量子质量隧穿")
    assert answer.context["found"].total <= 10
    assert "没有完全匹配" in answer.content.decode()


def test_some_of_the_words_are_called_some(search):
    answer = search("质量月 量子隧穿")
    assert answer.context["found"].is_partial
    assert "没有同时含有" in answer.content.decode()


def test_no_question_breaks_the_page(search):
    for query in HOSTILE:
        answer = search(query)
        assert answer.status_code == 200, query
        assert "<script>alert" not in answer.content.decode()


def test_what_one_asks_is_escaped(search):
    html = search('"><img src=x>').content.decode()
    assert "<img src=x>" not in html


@pytest.mark.parametrize("number", ["2", "9999", "-1", "x", ""])
def test_any_page_number_is_answered(search, number):
    assert search("质量", page=number).status_code == 200


def test_an_unknown_kind_shows_all(search):
    assert search("质量", kind="secret").context["found"].tabs[0].is_current


def test_turning_the_page_keeps_the_question(search):
    html = search("质量", kind="lesson").content.decode()
    assert "?q=%E8%B4%A8%E9%87%8F&amp;kind=lesson&amp;page=2" in html


def test_pages_not_published_are_not_found(content, search):
    from pages.models import NotePage

    assert "/pages/privacy/" in {result.url for result in search("隐私政策").context["found"].results}
    NotePage.objects.get(slug="privacy", locale__language_code="zh-hans").unpublish()
    assert "/pages/privacy/" not in {result.url for result in search("隐私政策").context["found"].results}


@pytest.mark.parametrize("query", ["碳足迹", "质量", "量子质量隧穿", "量子隧穿"])
def test_the_number_of_queries_is_bounded(content, client, django_assert_max_num_queries, query):
    client.get("/search/", {"q": query, "warm": 1})
    with django_assert_max_num_queries(12):
        client.get("/search/", {"q": query, "once": 1})


@pytest.mark.parametrize(
    ("asked", "prefix", "address"),
    [
        ("怎么查询证书真伪", "", "/verify/"),
        ("考试报名", "", "/exams/"),
        ("补考", "", "/exams/"),
        ("报名", "", "/courses/"),
        ("考证", "", "/courses/"),
        ("證書續期", "/zh-hant", "/zh-hant/certificates/"),
        ("ｓｉｇｎ　ｉｎ", "/en", "/en/account/login/"),
        ("How do I verify certificates?", "/en", "/en/verify/"),
        ("忘記密碼", "/zh-hant", "/zh-hant/account/password/reset/"),
        ("certificate renewal", "/en", "/en/certificates/"),
        ("碳足迹", "", None),
        ("design innovation", "/en", None),
        ("renewable energy", "/en", None),
        ("<script>", "", None),
    ],
)
def test_a_question_that_names_a_service_leads_there_at_once(client, db, asked, prefix, address):
    answer = client.get(f"{prefix}/search/", {"q": asked})
    assert [way.address for way in answer.context["ways"]][:1] == ([address] if address else [])
    assert ("found__ways" in answer.content.decode()) is (address is not None)


def test_every_service_is_there(content, client):
    for _title, name, words in leading.SERVICES:
        assert client.get(reverse(name)).status_code in (200, 302), name
        assert all(normalise(word) == word for word in words), name


def test_searching_changes_nothing(search, client):
    assert client.post("/search/", {"q": "质量"}).status_code == 405


def test_a_question_of_ten_thousand_characters_is_answered_in_words(search):
    answer = search("质量" + "甲" * 10_000)
    assert answer.status_code == 200
    assert "只搜索了前200个字" in answer.content.decode()
    assert len(answer.content) < 60_000
