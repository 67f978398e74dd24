"""Public pages are kept whole for readers without a session, and for nobody else."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms import pagecache
from pages.models import NotePage

LAW = "/law/zhuhai-quality/"
HEADERS = (
    "Content-Security-Policy",
    "X-Frame-Options",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Content-Type",
    "Content-Language",
)


def queries(client, path, **kwargs):
    with CaptureQueriesContext(connection) as caught:
        response = client.get(path, **kwargs)
    return len(caught), response


def test_the_second_reader_costs_no_query(content):
    first, answer = queries(Client(), LAW)
    second, kept = queries(Client(), LAW)
    assert first > 0
    assert second == 0
    assert kept.content == answer.content


@pytest.mark.parametrize("path", ["/", LAW, "/pages/about/", "/pages/", "/search/?q=质量月", "/en/", "/zh-hant/pages/privacy/"])
def test_a_public_page_sets_no_cookie_and_says_that_it_may_be_kept(content, client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]


def test_a_kept_answer_carries_the_same_headers(content):
    fresh, kept = Client().get(LAW), Client().get(LAW)
    assert {name: kept[name] for name in HEADERS} == {name: fresh[name] for name in HEADERS}
    assert "'self'" in kept["Content-Security-Policy"]
    assert "unsafe" not in kept["Content-Security-Policy"]


def test_who_is_signed_in_gets_an_own_page_that_is_not_kept(content, client_of, learner):
    Client().get(LAW)
    mine = client_of(learner)
    count, answer = queries(mine, LAW)
    assert count > 0
    assert "林悦" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert "林悦" not in Client().get(LAW).content.decode()


def test_languages_are_kept_apart(content):
    bodies = {path: Client().get(path + LAW).content for path in ("", "/en", "/zh-hant")}
    assert len(set(bodies.values())) == 3
    assert {path: Client().get(path + LAW).content for path in bodies} == bodies


def test_the_language_a_browser_prefers_does_not_change_a_kept_page(content):
    first = Client().get(LAW, headers={"accept-language": "en"})
    assert Client().get(LAW, headers={"accept-language": "zh-TW"}).content == first.content
    assert "编者旁注" in first.content.decode()


def test_publishing_is_seen_by_the_next_reader(content):
    Client().get("/pages/about/")
    note = NotePage.objects.get(slug="about", locale__language_code="zh-hans")
    note.title = "关于这个站"
    note.save_revision().publish()
    assert "关于这个站" in Client().get("/pages/about/").content.decode()


def test_what_is_taken_down_is_gone_at_once(content):
    assert Client().get("/pages/about/").status_code == 200
    Page.objects.get(slug="about", locale__language_code="zh-hans").specific.unpublish()
    assert Client().get("/pages/about/").status_code == 404


def test_head_is_answered_from_what_is_kept_and_never_keeps(content):
    caches["pages"].clear()
    Client().head(LAW)
    assert queries(Client(), LAW)[0] > 0
    with CaptureQueriesContext(connection) as caught:
        answer = Client().head(LAW)
    assert len(caught) == 0
    assert answer.status_code == 200
    assert answer.content == b""


def test_a_page_with_a_form_is_not_kept(content):
    answer, again = (Client().get("/account/login/") for _ in range(2))
    # A kept page would give the second reader the first one's token, or none.
    assert again.cookies["csrftoken"].value != answer.cookies["csrftoken"].value


def test_a_missing_page_is_not_kept(content):
    assert Client().get("/pages/no-such-note/").status_code == 404
    assert queries(Client(), "/pages/no-such-note/")[0] > 0


def test_a_waiting_message_is_shown_once_and_never_kept(content, rf):
    request = rf.get("/")
    request._messages = CookieStorage(request)
    messages.success(request, "您已退出")
    reader = Client()
    reader.get(LAW)
    reader.cookies["messages"] = request._messages._encode(request._messages._queued_messages)
    answer = reader.get(LAW)
    assert "您已退出" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert "您已退出" not in Client().get(LAW).content.decode()


def test_another_query_string_is_another_page(content):
    first = Client().get("/search/?q=质量月").content
    assert Client().get("/search/?q=横琴").content != first


def test_clearing_twice_at_once_still_changes_the_generation(content):
    Client().get(LAW)
    pagecache.clear()
    assert queries(Client(), LAW)[0] > 0
    pagecache.clear()
    pagecache.clear()
    assert queries(Client(), LAW)[0] > 0
