"""Quality Months and events are found: by the search, the site map, the feed, and by machines."""

import json
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.models import SloganCall
from cms import listed
from core.dates import now
from events.finds import enter
from tests.campaigns.making import at, contest_of, page_of
from tests.events.making import make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    page = page_of(theme="人人懂标准", theme_source="通知", pledge="不接收不合格", notice="## 启动\n\n走进卡尺实验室。")
    contest_of()
    SloganCall.objects.create(year=2026, opens_at=at(9, 1), closes_at=at(9, 20), votes_until=at(9, 25))
    return page


def read(path):
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("asked", ["人人懂标准", "卡尺实验室", "2026年质量月"], ids=["theme", "notice", "title"])
def test_a_year_is_found_by_its_theme_its_notice_and_its_title(year, asked):
    html = read(f"/search/?q={asked}")
    assert 'href="/quality-month/2026/"' in html
    assert "质量月" in read(f"/search/?q={asked}&kind=campaign")


def test_a_traditional_reader_finds_it_on_the_traditional_site(year):
    assert 'href="/zh-hant/quality-month/2026/"' in read("/zh-hant/search/?q=人人懂標準")


def test_a_year_that_is_not_published_is_not_found(year):
    year.unpublish()
    assert "/quality-month/2026/" not in read("/search/?q=人人懂标准")
    assert "/quality-month/2026/" not in read("/sitemap/")


def test_year_contest_slogans_pledge_and_quiz_stand_on_the_site_map_and_each_is_there(year):
    xml = read("/sitemap.xml")
    for path in ("", "contest/", "contest/ranking/", "slogans/", "pledge/"):
        for language in ("", "/en", "/zh-hant"):
            address = f"{language}/quality-month/2026/{path}"
            assert f"<loc>{settings.SITE_URL}{address}</loc>" in xml
            assert Client().get(address).status_code == 200
    assert Client().get("/quality-month/quiz/").status_code == 302


def test_a_year_and_an_event_are_news(year):
    event = make_event(title="计量开放日")
    feed = read("/feed.atom")
    assert f"<id>{settings.SITE_URL}/quality-month/2026/</id>" in feed
    assert f"<id>{settings.SITE_URL}{event.get_absolute_url()}</id>" in feed
    assert "人人懂标准" in feed


def test_an_event_is_found_and_a_draft_is_not():
    shown, draft = make_event(title="卡尺检定开放日"), make_event(title="卡尺检定草稿", published_at=None)
    for event in (shown, draft):
        enter(event)
    for html in (read("/search/?q=卡尺检定"), read("/sitemap/")):
        assert shown.get_absolute_url() in html
        assert draft.get_absolute_url() not in html


def test_the_site_map_costs_the_same_for_two_and_for_twenty(year):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            listed._ask("zh-hans")
        return len(caught)

    make_event()
    queries()
    few = queries()
    for number in range(2000, 2018):
        page_of(number)
        make_event(published_at=now())
    assert queries() == few


@pytest.mark.parametrize("language", ["", "/zh-hant", "/en"], ids=["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("path", ["", "contest/", "contest/ranking/", "contest/draw/", "slogans/", "pledge/"])
def test_a_campaigns_page_has_one_address_its_sisters_a_description_and_a_picture(year, path, language):
    html = read(f"{language}/quality-month/2026/{path}")
    # The Chinese text on an English page, for want of a translation, belongs to the Chinese address.
    own = "" if language == "/en" and path in ("", "pledge/") else language
    canonical = re.findall(r'rel="canonical" href="([^"]*)"', html)
    assert canonical == [f"{settings.SITE_URL}{own}/quality-month/2026/{path}"]
    assert dict(re.findall(r'hreflang="([\w-]+)" href="(http[^"]*)"', html)) == {
        "zh-Hans": f"{settings.SITE_URL}/quality-month/2026/{path}",
        "zh-Hant": f"{settings.SITE_URL}/zh-hant/quality-month/2026/{path}",
        "en": f"{settings.SITE_URL}/en/quality-month/2026/{path}",
        "x-default": f"{settings.SITE_URL}/quality-month/2026/{path}",
    }
    assert re.search(r'<meta name="description" content="[^"]{5,}"', html)
    assert re.search(r'property="og:image" content="[^"]+"', html)


def test_a_theme_cannot_end_the_script_that_tells_machines_of_it(year):
    year.theme = "</script><script>alert(1)</script>"
    year.save_revision().publish()
    html = read("/quality-month/2026/")
    assert "<script>alert(1)" not in html
    told = json.loads(re.search(r'ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    assert (told["@type"], told["startDate"]) == ("EventSeries", "2026-09-01T00:00:00+08:00")
    assert "alert(1)" in told["description"]
