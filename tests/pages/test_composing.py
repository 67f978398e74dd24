"""Editors compose sections of the home page; rooms put theirs in."""

import re

from cms import gathered
from pages.models import HomePage

SECTIONS = [
    {"type": "text", "value": {"heading": "本月提醒", "text": "<p>九月是<b>质量月</b>。</p>"}},
    {
        "type": "links",
        "value": {"heading": "常用入口", "rows": [{"title": "考试安排", "page": None, "address": "/exams/", "words": "报名"}]},
    },
]


def compose(page):
    page.sections = page._meta.get_field("sections").to_python(__import__("json").dumps(SECTIONS))
    return page


def test_what_an_editor_composes_stands_on_the_home_page(content, client):
    page = compose(HomePage.objects.get(locale__language_code="zh-hans"))
    page.save_revision().publish()
    html = client.get("/").content.decode()
    assert "本月提醒" in html
    assert "<b>质量月</b>" in html
    assert '<a href="/exams/">考试安排</a>' in html


def test_an_editor_sees_it_before_it_is_published(content, client_of, administrator, rf):
    page = compose(HomePage.objects.get(locale__language_code="zh-hans"))
    shown = page.make_preview_request(original_request=None, preview_mode="")
    assert "本月提醒" in shown.content.decode()
    assert "本月提醒" not in client_of(administrator).get("/").content.decode()


def test_the_editor_may_frame_a_preview_and_nobody_the_page_itself(content, client_of, administrator):
    page = HomePage.objects.get(locale__language_code="zh-hans")
    shown, public = page.make_preview_request(original_request=None, preview_mode=""), client_of(administrator).get("/")
    framing = [
        (answer["X-Frame-Options"], re.search("frame-ancestors ([^;]+)", answer["Content-Security-Policy"])[1])
        for answer in (shown, public)
    ]
    assert framing == [("SAMEORIGIN", "'self'"), ("DENY", "'none'")]


def test_a_room_puts_its_part_on_the_home_page(content, client, monkeypatch):
    part = gathered.Part("components/kicker.html", {"text": "质量月"})
    monkeypatch.setattr(gathered, "sources", [lambda: None, lambda: part])
    assert gathered.on_home() == [part]
