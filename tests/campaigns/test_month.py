"""The page of a year: its state by the day, its address for ever, its theme only with a source."""

import json
import re

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import Document

from campaigns.models import CampaignPage, DownloadCount, Material, Pledge
from campaigns.renewing import open_year
from cms import pagecache, tree
from cms.banners import shown
from core.models import AuditEntry
from events import arranging
from tests.campaigns.making import at, page_of
from tests.events.making import make_event

pytestmark = pytest.mark.django_db
TURNS = [
    (at(8, 31, 23, 59, 59), "即将开始", False),
    (at(9, 1, 0, 0, 0), "进行中", True),
    (at(9, 30, 23, 59, 59), "进行中", True),
    (at(10, 1, 0, 0, 0), "已结束", False),
]


def body(path, client=None):
    answer = (client or Client()).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_and_banner_turn_over_at_the_four_boundaries_also_when_they_are_kept():
    page_of(theme="加强质量支撑 共建质量强国", theme_source="通知")
    for moment, words, shows_banner in TURNS:
        with time_machine.travel(moment, tick=False):
            for _reading in ("fresh", "kept"):
                assert words in body("/quality-month/2026/")
                assert ('class="notice-line"' in body("/")) is shows_banner


def test_figures_and_the_band_of_the_first_page_tell_what_is_on(administrator):
    with time_machine.travel(at(8, 20), tick=False) as clock:
        page_of(pledge="一条")
        make_event(title="走进实验室", starts_at=at(9, 10), place="香洲")
        make_event(title="一支铅笔的标准", starts_at=at(9, 22), opens_at=at(9, 20))
        make_event(title="不在九月", starts_at=at(10, 10))
        off = make_event(title="停办的沙龙", starts_at=at(9, 11))
        arranging.cancel(off, by=administrator, reason="台风")
        Pledge.objects.create(year=2026, name="王小明")
        for moment, values, first in (
            (at(8, 20), [12, 2], "走进实验室"),
            (at(9, 9), [1, 1, 21], "走进实验室"),
            (at(9, 14), [16], "一支铅笔的标准"),
            (at(10, 2), [2, 1], None),
        ):
            clock.move_to(moment)
            assert [one.value for one in Client().get("/quality-month/2026/").context["figures"]] == values, moment
            band = body("/").partition('class="band strip"')[2].partition("</section>")[0]
            titles = [title for title in ("走进实验室", "一支铅笔的标准") if title in band]
            assert titles[:1] == ([first] if first else []), moment
            assert "停办的沙龙" not in band
            assert "不在九月" not in band


def test_a_reader_keeps_no_page_past_midnight():
    page_of()
    with time_machine.travel(at(8, 31, 23, 59, 30), tick=False):
        assert Client().get("/quality-month/2026/")["Cache-Control"] == "public, max-age=30"


def test_the_banner_costs_nothing_outside_september_and_no_second_query_in_it():
    page_of()
    for moment in (at(8, 1), at(9, 2)):
        with time_machine.travel(moment, tick=False):
            request = Client().get("/quality-month/2026/").wsgi_request
            with CaptureQueriesContext(connection) as caught:
                shown(request)
            assert len(caught) == 0


def test_without_a_theme_the_page_says_so_and_borrows_none():
    page_of(2025, theme="加强全面质量管理", theme_source="报道")
    page_of(2026)
    main = body("/quality-month/2026/").split('id="years"')[0]
    assert "年度主题待公布" in main
    assert "加强全面质量管理" not in main


@pytest.mark.parametrize("source", ["", "   "], ids=["none", "blank"])
def test_a_theme_without_a_source_is_refused(source):
    page = page_of()
    page.theme, page.theme_source = "人人懂标准", source
    with pytest.raises(ValidationError, match="由谁"):
        page.full_clean()


def test_the_database_refuses_it_too():
    page = page_of()
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignPage.objects.filter(pk=page.pk).update(theme="人人懂标准")


def test_the_shelf_leads_to_the_current_year():
    for year in (2025, 2026, 2027):
        page_of(year)
    for moment, year in ((at(7, 31, 23, 59, 59), 2025), (at(8, 1, 0), 2026), (at(11, 27), 2026), (at(8, 1, 0, year=2027), 2027)):
        with time_machine.travel(moment, tick=False):
            assert Client().get("/quality-month/")["Location"] == f"/quality-month/{year}/"


@pytest.mark.parametrize("year", ["1999", "abcd", "99999", "二零二六", "-1", "2026x"])
def test_a_wrong_year_is_answered_with_the_years_there_are(year):
    page_of(2026)
    answer = Client().get(f"/quality-month/{year}/")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert 'href="/quality-month/2026/"' in html
    assert year in html


def test_an_empty_shelf_says_so():
    tree.home(tree.locale())
    answer = Client().get("/quality-month/")
    assert answer.status_code == 404
    assert "还没有发布质量月" in answer.content.decode()


def test_a_draft_is_not_shown():
    page = page_of()
    page.unpublish()
    assert Client().get("/quality-month/2026/").status_code == 404


def test_the_address_is_the_year_and_a_published_year_stays():
    page = page_of()
    page.slug = "other"
    page.full_clean()
    assert page.slug == "2026"
    page.year = 2028
    with pytest.raises(ValidationError, match="网址"):
        page.full_clean()


def test_english_readers_see_the_chinese_page_with_a_note_until_it_is_translated():
    page_of()
    assert "has not been translated yet" in body("/en/quality-month/2026/")
    page_of(language="en", title="Quality Month 2026")
    html = body("/en/quality-month/2026/")
    assert "has not been translated yet" not in html
    assert "<h1" in html
    assert "Quality Month 2026" in html


def test_the_facts_for_machines_cannot_break_out_of_their_script():
    page_of(theme="</script><script>alert(1)</script>", theme_source="甲")
    html = body("/quality-month/2026/")
    assert "<script>alert" not in html
    facts = json.loads(re.search(r'ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    assert facts["startDate"] == "2026-09-01T00:00:00+08:00"
    assert facts["endDate"] == "2026-10-01T00:00:00+08:00"


def test_a_public_page_sets_no_cookie_and_is_seen_anew_after_publishing():
    page = page_of()
    answer = Client().get("/quality-month/2026/")
    assert not answer.cookies
    page.summary = "新的摘要"
    page.save_revision().publish()
    assert "新的摘要" in body("/quality-month/2026/")


def material(page, name="海报"):
    document = Document.objects.create(title=name, file=ContentFile(b"%PDF-1.7 x", name="poster.pdf"))
    page.materials.add(Material(title=name, document=document, licence="CC BY 4.0", note="A2"))
    page.save_revision().publish()
    return document


def test_a_material_shows_kind_size_licence_and_how_often_it_was_taken():
    page = page_of()
    document = material(page)
    address = f"/quality-month/2026/materials/{document.pk}/"
    Client().head(address)
    for _time in range(2):
        assert Client().get(address)["Location"] == document.url
    page.save_revision().publish()
    html = body("/quality-month/2026/")
    assert DownloadCount.objects.get().number == 2
    for words in ("PDF", "10", "署名即可使用", "下载2次"):
        assert words in html


def test_a_document_that_no_page_of_the_year_offers_is_not_led_to():
    page = page_of()
    document = material(page)
    assert Client().get(f"/quality-month/2025/materials/{document.pk}/").status_code == 404
    page.unpublish()
    assert Client().get(f"/quality-month/2026/materials/{document.pk}/").status_code == 404


def test_a_material_without_a_licence_is_refused():
    page = page_of()
    document = material(page)
    with pytest.raises(ValidationError, match="licence"):
        Material(page=page, title="无许可", document=document).full_clean()


@pytest.fixture
def queries():
    def count(path):
        Client().get(path)
        pagecache.clear()
        with CaptureQueriesContext(connection) as caught:
            assert Client().get(path).status_code == 200
        return len(caught)

    return count


def test_more_years_and_files_cost_no_further_query(queries):
    page = page_of(2026)
    material(page)
    page_of(2025)
    few = queries("/quality-month/2026/")
    for year in range(2005, 2025):
        page_of(year)
    for number in range(10):
        material(page, f"海报{number}")
    assert queries("/quality-month/2026/") == few


def test_a_new_year_takes_the_frame_and_leaves_theme_and_results(administrator):
    page = page_of(theme="主题", theme_source="通知", pledge="一条", results="成果", notice="通知", summary="2026年的摘要")
    material(page)
    made, is_new = open_year(page, by=administrator)
    again, second = open_year(page, by=administrator)
    assert (is_new, second, again.pk) == (True, False, made.pk)
    draft = made.get_latest_revision_as_object()
    assert (draft.year, draft.title, draft.pledge, draft.summary) == (2027, "2027年质量月", "一条", "2027年的摘要")
    assert (draft.theme, draft.theme_source, draft.results, draft.notice, draft.live) == ("", "", "", "", False)
    assert [line.title for line in draft.materials.all()] == ["海报"]
    assert AuditEntry.objects.filter(deed="campaign.opened").count() == 1


def test_the_admin_asks_and_makes_it_once(administrator, client_of):
    page = page_of()
    client = client_of(administrator)
    address = f"/cms/quality-month/{page.pk}/next/"
    assert "建2027年的页面" in client.get(address).content.decode()
    assert CampaignPage.objects.count() == 1
    for words in ("页面已建好", "早已建好"):
        assert words in client.post(address, follow=True).content.decode()
    assert CampaignPage.objects.count() == 2
    assert "建下一年" in client.get(f"/cms/pages/{page.pk}/edit/").content.decode()


def test_a_stranger_opens_no_year(stranger, client_of):
    page = page_of()
    answer = client_of(stranger).post(f"/cms/quality-month/{page.pk}/next/")
    assert answer.status_code in (302, 403)
    assert CampaignPage.objects.count() == 1


def test_the_shipped_years_are_there_with_a_theme_only_where_there_is_a_source(content):
    assert "加强全面质量管理" in body("/quality-month/2025/")
    for year in (2026, 2027):
        assert "年度主题待公布" in body(f"/quality-month/{year}/")
    assert not CampaignPage.objects.exclude(theme="").filter(theme_source="").exists()
    for path in ("/en/quality-month/2027/", "/zh-hant/quality-month/2027/"):
        assert Client().get(path).status_code == 200
