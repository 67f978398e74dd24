"""What caches, near and far, are told when something is published."""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms import front
from pages.models import NotePage

LAW = "/law/zhuhai-quality/"


@pytest.fixture
def note(content):
    return NotePage.objects.get(slug="about", locale__language_code="zh-hans")


@pytest.fixture
def cache_in_front(settings):
    """A cache that notes what it is told to forget; its answers are given at its own pace."""
    told = []

    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self):
            told.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.FRONT_CACHES = [f"http://127.0.0.1:{server.server_port}"]
    yield told
    server.shutdown()
    server.server_close()


def test_who_has_the_page_already_is_told_so(content):
    answer = Client().get(LAW)
    again = Client().get(LAW, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age" in again["Cache-Control"]


def test_a_changed_page_has_another_sign(note):
    before = Client().get("/pages/about/")
    note.title = "关于这个站"
    note.save_revision().publish()
    after = Client().get("/pages/about/", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_what_is_published_is_seen_within_a_second(note):
    for _ in range(2):
        Client().get("/pages/about/")
    note.title = "关于这个站"
    note.save_revision().publish()
    began = time.monotonic()
    assert "关于这个站" in Client().get("/pages/about/").content.decode()
    assert "关于这个站" in Client().get("/pages/").content.decode()
    assert "关于这个站" in Client().get("/sitemap/").content.decode()
    assert "关于这个站" in Client().get("/feed.atom").content.decode()
    assert time.monotonic() - began < 1 * 4  # four pages, a second each, on a busy machine


def test_a_publication_touches_the_page_those_above_it_and_the_lists_in_each_language(note):
    touched = front.touched(note)
    assert {
        "/pages/about/",
        "/en/pages/about/",
        "/zh-hant/pages/about/",
        "/pages/",
        "/",
        "/en/",
        "/sitemap.xml",
        "/feed.atom",
    } <= set(touched)
    assert LAW not in touched
    assert len(touched) == len(set(touched))


def test_a_cache_in_front_is_told_exactly_that(note, cache_in_front, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        note.save_revision().publish()
    assert sorted(cache_in_front) == sorted(front.touched(note))


def test_without_a_cache_in_front_nothing_is_noted(note):
    from core.models import Job

    note.save_revision().publish()
    assert not Job.objects.filter(task="cms.purge").exists()


def queries(address):
    Client().get(address + "?warm")
    with CaptureQueriesContext(connection) as caught:
        Client().get(address + "?once")
    return len(caught)


@pytest.mark.parametrize("address", ["/", "/pages/", "/pages/about/", "/sitemap/", "/feed.atom"])
def test_a_page_costs_twelve_statements_at_most_however_many_there_are(note, address):
    few = queries(address)
    shelf = note.get_parent().specific
    for number in range(60):
        shelf.add_child(instance=NotePage(slug=f"n-{number}", title=f"说明{number}", text="文字。"))
    assert queries(address) <= max(few, 1) <= 12


def test_a_note_without_translation_shows_the_chinese_one_and_says_so(note):
    NotePage.objects.filter(slug="about", locale__language_code="en").first().unpublish()
    html = Client().get("/en/pages/about/").content.decode()
    assert "not available in your language yet" in html
    assert note.title in html
    assert 'rel="canonical" href="http://127.0.0.1:8000/pages/about/"' in html
