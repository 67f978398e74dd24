"""The admin's own search boxes find Chinese and survive anything."""

import pytest
from django.test import Client
from wagtail.models import Page

from tests.cast import PASSWORD


@pytest.fixture
def admin(content, django_user_model):
    user = django_user_model.objects.create_superuser("root@example.org", PASSWORD, full_name="管理员")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def boxes(content):
    """The addresses of the search boxes editors use: all pages, one folder, the page chooser, the articles."""
    shelf = Page.objects.get(slug="lessons", locale__language_code="zh-hans")
    return [
        "/cms/pages/search/",
        f"/cms/pages/{shelf.pk}/",
        "/cms/choose-page/search/",
        "/cms/snippets/statutes/article/",
    ]


@pytest.mark.parametrize("query", ["质量", "，", "'\"", "NOT", "*", "🎓", "甲" * 300, "%"])
def test_no_question_breaks_a_search_box(admin, boxes, query):
    for address in boxes:
        assert admin.get(address, {"q": query}).status_code == 200, address


def test_a_part_of_a_title_finds_the_page(admin):
    html = admin.get("/cms/pages/search/", {"q": "票否决"}).content.decode()
    assert "“一票否决”权的行使" in html


def test_a_traditional_question_finds_an_article(admin):
    html = admin.get("/cms/snippets/statutes/article/", {"q": "首席質量官"}).content.decode()
    assert "首席质量官制度" in html
    assert "横琴合作区" not in html


def test_nobody_writes_a_new_article_or_deletes_one(admin):
    from statutes.models import Article

    article = Article.objects.get(number=9)
    assert admin.get("/cms/snippets/statutes/article/add/").status_code == 302
    assert admin.post(f"/cms/snippets/statutes/article/delete/{article.pk}/").status_code == 302
    assert Article.objects.count() == 30


def test_an_editor_changes_a_note_and_readers_see_it(admin):
    from statutes.models import Article

    article = Article.objects.get(number=9)
    Client().get("/law/zhuhai-quality/")
    fields = (
        "heading_zh",
        "heading_en",
        "translation_en",
        "note_en",
        "bearing",
        "services_zh",
        "services_en",
        "force",
        "force_detail_zh",
        "force_detail_en",
    )
    words = {field: getattr(article, field) for field in fields} | {"note_zh": "编辑刚改的旁注", "text": "改动条文"}
    answer = admin.post(f"/cms/snippets/statutes/article/edit/{article.pk}/", words)
    assert answer.status_code == 302
    html = Client().get("/law/zhuhai-quality/").content.decode()
    assert "编辑刚改的旁注" in html
    assert "改动条文" not in html
    assert "鼓励企业实施首席质量官制度" in html
