"""The form of a lesson's activity comes as a workbook, for whoever may read the lesson."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageViewRestriction

from courses.models import CoursePage, LessonPage
from tests.courses.learning import course

ADDRESS = "/courses/qso/off-10/form.xlsx"


def cells(answer):
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return sheet, [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_anyone_gets_the_form_the_lesson_names(content, client):
    page = client.get("/courses/qso/off-10/").content.decode()
    assert "下载表单：首件、巡检、末件记录（XLSX）" in page
    assert ADDRESS in page
    answer = client.get(ADDRESS)
    assert answer["Content-Disposition"] == 'attachment; filename="OFF-10-form.xlsx"'
    sheet, words = cells(answer)
    assert words[0] == "OFF-10　首件、巡检、末件记录"
    assert {"首件", "巡检1", "末件", "触发原因"} <= set(words)
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize(
    ("prefix", "name"), [("/en", "First, patrol and last piece record"), ("/zh-hant", "首件、巡檢、末件記錄")]
)
def test_it_speaks_the_readers_language(content, client, prefix, name):
    _sheet, words = cells(client.get(prefix + ADDRESS))
    assert name in words[0]


def test_blank_rows_leave_room_to_write(content, client):
    sheet, _words = cells(client.get("/courses/qso/off-11/form.xlsx"))
    head = next(row for row in sheet.iter_rows() if row[0].value == "第几点")
    assert sheet.max_row - head[0].row >= 10
    assert all(cell.border.left.style == "thin" for cell in sheet[head[0].row + 5])


def test_nothing_in_it_is_reckoned(content, client):
    page = LessonPage.objects.get(code="OFF-10", locale__language_code="zh-hans")
    raw = [*page.body.raw_data]
    block = next(block for block in raw if block["type"] == "activity")
    block["value"]["form"] = "=HYPERLINK(1)"
    page.body = page.body.stream_block.to_python(raw)
    page.save_revision().publish()
    sheet, words = cells(client.get(ADDRESS))
    assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)
    assert any("=HYPERLINK(1)" in str(word) for word in words)


def test_every_lesson_has_one_in_both_languages(content, client):
    for code in ("CQO", "QSD", "QSO"):
        for lesson in course(code).current.codes[:: 9 if code == "CQO" else 7]:
            for prefix in ("", "/en"):
                _sheet, words = cells(client.get(f"{prefix}/courses/{code.lower()}/{lesson.lower()}/form.xlsx"))
                assert words[0].startswith(lesson)


@pytest.mark.parametrize(
    "address", ["/courses/qso/none/form.xlsx", "/courses/none/off-10/form.xlsx", "/courses/qso/str-01/form.xlsx"]
)
def test_what_is_not_there_is_not_found(content, client, address):
    assert client.get(address).status_code == 404


def test_the_wrong_method_is_refused(content, client):
    assert client.post(ADDRESS).status_code == 405


def test_a_course_that_not_all_may_read_gives_no_form(content, client):
    page = CoursePage.objects.get(course__code="QSO", locale__language_code="zh-hans")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(ADDRESS).status_code == 404


def test_a_lesson_without_a_table_offers_none(content, client):
    page = LessonPage.objects.get(code="OFF-10", locale__language_code="zh-hans")
    raw = [*page.body.raw_data]
    block = next(block for block in raw if block["type"] == "activity")
    block["value"]["body"] = [part for part in block["value"]["body"] if part["type"] != "table"]
    page.body = page.body.stream_block.to_python(raw)
    page.save_revision().publish()
    assert "form.xlsx" not in client.get(reverse("courses:lesson", args=["qso", "off-10"])).content.decode()
    assert client.get(ADDRESS).status_code == 404
