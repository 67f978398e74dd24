"""The Regulation's page."""

import re

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils.html import escape

from cms.search import across
from pages import shown
from statutes import citations
from statutes.models import Article

LAW = "/law/zhuhai-quality/"


@pytest.fixture
def page(content, client):
    return lambda path=LAW: client.get(path).content.decode()


def test_law_leads_to_the_one_statute(content, client):
    assert client.get("/law/").url == LAW
    assert client.get("/en/law/").url == "/en" + LAW


def test_every_paragraph_of_every_article_stands_on_the_page(page):
    html = page()
    for article in Article.objects.all():
        part = html.split(f'id="a{article.number}"')[1].split("</section>")[0]
        assert re.findall(r"<p>(.*?)</p>", part.split("art__text")[1].split("</div>")[0]) == [
            escape(p) for p in article.paragraphs
        ]


def test_each_article_has_its_anchor_and_contents_lead_to_it(page):
    html = page()
    for number in range(1, 31):
        assert f'<section class="art" id="a{number}"' in html
        assert html.count(f'href="#a{number}"') >= 3  # contents twice (wide and narrow), the article's own sign


def test_editors_words_are_told_apart_from_the_law(page):
    html = page()
    assert "目录中的条旨与旁注由编者所加" in html
    assert html.count("编者旁注") >= 30


def test_the_english_page_shows_the_chinese_that_governs_beside_an_unofficial_translation(page):
    html = page("/en" + LAW)
    assert "The Chinese text governs." in html
    assert html.count("Unofficial translation") == 30
    assert "鼓励企业实施首席质量官制度" in html
    assert "Enterprises are encouraged to adopt the chief quality officer system" in html
    assert "[Unofficial translation]" not in html


def test_the_traditional_page_says_that_the_simplified_text_governs(page):
    html = page("/zh-hant" + LAW)
    assert "鼓勵企業實施首席質量官制度" in html
    assert f'href="{LAW}" hreflang="zh-Hans"' in html


def test_the_text_can_be_kept_as_a_file(content, client):
    answer = client.get(reverse("statutes:text", args=["zhuhai-quality"]))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    assert "第三十条 本条例自2025年1月1日起施行。" in answer.content.decode()


def test_an_unknown_statute_is_not_found(content, client):
    assert client.get("/law/no-such-law/").status_code == 404


def test_reading_is_all_one_can_do(content, client):
    assert client.post(LAW).status_code == 405


def test_the_page_asks_the_database_twice(content, client, django_assert_num_queries, monkeypatch):
    """Statute and articles; whose site this is, the process knows from the page before."""
    monkeypatch.setattr(citations, "sources", [])
    client.get(LAW + "?warm")
    with django_assert_num_queries(2):
        client.get(LAW + "?once")


def test_what_cites_an_article_stands_in_its_margin(content, client, monkeypatch):
    rows = {9: [citations.Citing("首席质量官：来历、定位与能力", "/courses/cqo/off-01/", "OFF-01")]}
    monkeypatch.setattr(citations, "sources", [lambda slug: rows if slug == "zhuhai-quality" else {}])
    part = client.get(LAW).content.decode().split('id="a9"')[1].split("</section>")[0]
    assert "相关课时" in part
    assert 'href="/courses/cqo/off-01/"' in part


def test_an_article_is_found_by_its_number_in_both_languages(content):
    for query in ("第九条", "条例第九条", "第9条", "Article 9"):
        found = across.search(query, [across.asked(Article.objects.all(), "article", F("heading_zh"))])
        assert Article.objects.get(pk=found.hits[0].key).number == 9, query


def test_whoever_has_no_account_reads_the_law_its_lessons_and_its_questions(content, client):
    """R25-1: nothing leads to a sign-in, and what one came for is there."""
    lessons = [address for code, address in shown.addresses().items() if code.startswith("LAW-")]
    assert len(lessons) >= 5
    for path in lessons:
        answer = client.get(path)
        assert answer.status_code == 200, path
        body = answer.content.decode().partition("lesson__body")[2].partition("</article>")[0]
        assert len(re.sub("<[^>]+>", "", body)) > 800, path
    for path, words in ((LAW, "鼓励企业实施首席质量官制度"), ("/cases/", "（示例）"), ("/quality-month/quiz/1/", "<fieldset")):
        answer = client.get(path)
        assert answer.status_code == 200
        assert words in answer.content.decode(), path


def test_lessons_that_cite_an_article_stand_in_its_margin(content, client, django_assert_max_num_queries):
    client.get(LAW + "?warm")
    with django_assert_max_num_queries(8):
        html = client.get(LAW + "?once").content.decode()
    part = html.split('id="a9"')[1].split("</section>")[0]
    address = re.search(r'<li><a href="(/courses/[^"]+)"', part)
    assert address is not None
    assert client.get(address[1]).status_code == 200
