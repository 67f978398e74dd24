"""The home page: what it leads to exists, and its words are true."""

import re

import pytest
from django.test import Client

from pages.models import HomePage
from statutes.models import Article


@pytest.fixture
def html(content, client):
    return client.get("/").content.decode()


def test_the_headline_breaks_between_phrases_only(html):
    assert "为质量<wbr>负责的人，<wbr>从这里<wbr>学起。" in html


def test_every_link_leads_somewhere(html):
    main = html.split("<main")[1]
    reader = Client()
    for address in sorted(set(re.findall(r'href="(/[^"#]*)', main))):
        assert reader.get(address).status_code in (200, 302), address


def test_the_courses_on_offer_stand_there_with_their_hours(html):
    for code in ("CQO", "QSD", "QSO"):
        assert f">{code}</div>" in html
    assert html.count("学时</b>") == 3


def test_article_nine_is_quoted_word_for_word(html):
    for paragraph in Article.objects.get(number=9).paragraphs:
        assert f"<p>{paragraph}</p>" in html


def test_english_shows_the_translation_as_unofficial(content, client):
    html = client.get("/en/").content.decode()
    assert "Unofficial translation; the Chinese text governs." in html
    assert "Chief Quality Officer programme" in html


def test_an_editor_may_write_another_headline(content, client):
    home = HomePage.objects.get(locale__language_code="zh-hans")
    home.headline, home.summary = "另一句|标题", "另一段话"
    home.save_revision().publish()
    html = client.get("/").content.decode()
    assert "另一句<wbr>标题" in html
    assert "另一段话" in html


def test_an_empty_house_has_a_home_page_too(db, client):
    from cms import tree

    tree.home(tree.locale())
    html = client.get("/").content.decode()
    assert "从这里" in html
    assert 'id="law"' not in html


@pytest.mark.parametrize("prefix", ["", "/en", "/zh-hant"], ids=["simplified", "english", "traditional"])
def test_the_home_page_costs_no_more_statements_than_a_page_may(content, client, django_assert_max_num_queries, prefix):
    client.get(f"{prefix}/?warm")
    with django_assert_max_num_queries(12):
        client.get(f"{prefix}/?once")
