"""The exam office in the admin: an editor finds items and clears them; nobody edits what is published."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exams.models import ExamVersion, Item, ItemStat, Sitting
from tests.exams.making import item, sitting, version

BANK = "/cms/snippets/exams/item/"
SITTINGS = "/cms/snippets/exams/sitting/"
RULES = "/cms/snippets/exams/examversion/"


@pytest.fixture
def office(client_of, examiner):
    return client_of(examiner)


def text(response) -> str:
    assert response.status_code == 200, response
    return re.sub(r"<(script|template).*?</\1>", " ", response.content.decode(), flags=re.S)


def of_the_room(queries) -> list[str]:
    return [query["sql"] for query in queries if '"exams_' in query["sql"]]


def test_the_bank_is_listed_in_chinese_with_its_questions(office):
    item("LAW-X-1", "multiple")
    page = text(office.get(BANK))
    for words in ("试题", "LAW-X-1 zh-hans", "多选", "QSO S1", "领域", "难度", "可组卷", "在用"):
        assert words in page, words


@pytest.mark.usefixtures("content")
def test_nine_hundred_items_are_listed_in_six_queries_however_they_are_filtered(office):
    text(office.get(BANK))
    for query in ("", "?area=QSO.S1&kind=single", "?objective=OFF-01", "?cleared=false", "?difficulty=3&p=2", "?q=LAW"):
        with CaptureQueriesContext(connection) as queries:
            text(office.get(BANK + query))
        assert len(of_the_room(queries)) <= 6, (query, of_the_room(queries))


@pytest.mark.usefixtures("content")
def test_the_bank_is_narrowed_to_a_lesson_by_its_name(office):
    page = text(office.get(BANK + "?objective=OFF-01&purpose=exam"))
    wanted = set(Item.objects.filter(objective="OFF-01", purpose="exam").values_list("code", flat=True))
    assert wanted
    assert {code for code in Item.objects.values_list("code", flat=True) if f"{code} " in page or f">{code}<" in page} >= wanted
    assert re.search(r'<option value="OFF-01" selected>\s*OFF-01 \S+', page)


def test_an_item_with_figures_leads_to_them(office, db):
    made = item("LAW-X-1").versions.get()
    assert "/exams/statistics/" not in text(office.get(BANK))
    ItemStat.objects.create(exam_version=version(["truefalse"]), item_version=made, n=40, facility=0.625)
    assert "/exams/statistics/TST/1/items/LAW-X-1/1/" in text(office.get(BANK))
    assert office.get("/exams/statistics/TST/1/items/LAW-X-1/1/").status_code == 200


@pytest.mark.usefixtures("content")
def test_filters_find_what_they_say(office):
    waiting = Item.objects.awaiting_clearance().in_area("QSO", "S1").filter(kind="single")
    page = text(office.get(BANK + "?area=QSO.S1&kind=single&cleared=false&purpose=exam"))
    assert waiting.exists()
    listed = set(re.findall(r">\s*([A-Z]{3}-[A-Z]-?\d+)\s*<", page))
    assert {one.code for one in waiting} == listed


@pytest.mark.parametrize("where", [f"{RULES}add/"])
def test_nobody_adds_by_hand(client_of, administrator, where):
    assert client_of(administrator).get(where).status_code == 302


def test_nobody_deletes_by_hand(client_of, administrator):
    made, at = item("LAW-X-3"), sitting()
    for url in (f"{BANK}delete/{made.pk}/", f"{SITTINGS}delete/{at.pk}/", f"{RULES}delete/{at.exam_version_id}/"):
        assert client_of(administrator).post(url).status_code in (302, 404), url
    assert Item.objects.filter(pk=made.pk).exists()
    assert Sitting.objects.filter(pk=at.pk).exists()
    assert ExamVersion.objects.filter(pk=at.exam_version_id).exists()


def test_published_rules_are_listed_and_looked_at_but_not_edited(client_of, administrator):
    made = version()
    office = client_of(administrator)
    assert "小考" in text(office.get(RULES))
    assert office.get(f"{RULES}edit/{made.pk}/").status_code == 302
    assert "合格线8.4" in text(office.get(f"{RULES}inspect/{made.pk}/"))


def test_a_sitting_is_closed_and_opened_only_when_a_paper_can_be_drawn(office):
    at = sitting(version(["single"]))
    page = text(office.get(SITTINGS))
    for words in ("小考", "线上", "开放", "考次"):
        assert words in page, words
    form = {
        "exam_version": at.exam_version_id,
        "opens_at": "2026-11-01 09:00",
        "mode": "online",
        "walk_in": "on",
        "release": "automatic",
    }
    office.post(f"{SITTINGS}edit/{at.pk}/", {**form, "state": "closed"})
    at.refresh_from_db()
    assert at.state == "closed"
    Item.objects.update(cleared=False)
    refused = text(office.post(f"{SITTINGS}edit/{at.pk}/", {**form, "state": "open"}))
    assert "无法组卷" in refused
    assert "S1 单选：需要1题，题库缺1题" in refused
    at.refresh_from_db()
    assert at.state == "closed"


@pytest.mark.parametrize("url", [BANK, SITTINGS, RULES])
def test_whoever_has_no_business_there_is_sent_away(client, client_of, stranger, learner, url):
    assert client.get(url).status_code == 302
    for person in (stranger, learner):
        assert client_of(person).get(url).status_code in (302, 403)
