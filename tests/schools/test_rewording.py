"""Who has the lesson as a Word file need not type it again: its words are the text, unless one writes another."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.rendering import render
from core.keeping import drop
from schools.models import LessonPackPage
from schools.rewording import markdown
from tests.schools.handing import SVG, office
from tests.schools.making import as_written, fresh, make_school, teacher
from tests.schools.test_previews import document, paragraph

PLAN = document(paragraph("课堂安排", "Heading1") + paragraph("先估一估，再量三次。"))
TEXT = "## 课堂安排\n\n先估一估，再量三次。"


@pytest.fixture
def home(db):
    return make_school()


@pytest.fixture
def mine(home, client_of):
    return client_of(teacher(home))


def send(mine, home, content, name, **fields):
    address = reverse("wagtailadmin_pages:add", args=["schools", "lessonpackpage", home.pk])
    return mine.post(address, as_written(upload=SimpleUploadedFile(name, content), **fields))


def test_a_word_file_is_the_text_of_a_lesson_that_has_none(mine, home):
    answer = send(mine, home, PLAN, "教案.docx", text=" ", **{"action-submit": "1"})
    page = LessonPackPage.objects.get()
    assert answer.url == reverse("schools:review", args=[page.key])
    assert page.text == TEXT
    assert page.workflow_in_progress
    told = mine.get(answer.url).content.decode()
    assert "已送审。先由教育部门审核" in told
    assert "提交审核。" not in told, "Wagtail's own word of it"
    assert page.files.get().name == "教案.docx"
    changed = as_written(fresh(page), text="", **{"action-submit": "1"})
    mine.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), changed)
    assert fresh(page).get_latest_revision_as_object().text == TEXT, "also from a file that is there already"


def test_a_file_that_is_lost_keeps_no_draft_from_being_saved(mine, home):
    send(mine, home, PLAN, "教案.docx", text="")
    page = LessonPackPage.objects.get()
    drop(page.get_latest_revision_as_object().files.get().key)
    answer = mine.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), as_written(fresh(page), text=""))
    assert answer.status_code == 302
    assert fresh(page).get_latest_revision_as_object().text == ""


def test_a_lesson_is_looked_at_before_it_is_saved_for_the_first_time(mine, home):
    preview = reverse("wagtailadmin_pages:preview_on_add", args=["schools", "lessonpackpage", home.pk])
    assert mine.post(preview, as_written(text="先看一眼。")).json()["is_valid"]
    assert "先看一眼。" in mine.get(preview).text
    assert not LessonPackPage.objects.exists()


def test_what_is_written_is_never_replaced(mine, home):
    send(mine, home, PLAN, "教案.docx", text="我自己写的。", **{"action-submit": "1"})
    assert LessonPackPage.objects.get().text == "我自己写的。"


def test_a_row_without_a_file_is_nothing_yet_and_one_with_a_title_is_asked_for_it(mine, home):
    address = reverse("wagtailadmin_pages:add", args=["schools", "lessonpackpage", home.pk])
    row = {"files-TOTAL_FORMS": 1, "files-0-kind": "sheet", "files-0-ORDER": 1, "action-submit": "1"}
    answer = mine.post(address, as_written() | row | {"files-0-title": "学习单"})
    assert "请选择文件" in str(answer.context["form"].formsets["files"].errors)
    assert not LessonPackPage.objects.exists()
    assert mine.post(address, as_written() | row).status_code == 302
    assert not LessonPackPage.objects.get().files.exists()


def test_half_a_lesson_is_kept_as_a_draft_and_handed_in_by_no_button(mine, home):
    mine.post(reverse("wagtailadmin_pages:add", args=["schools", "lessonpackpage", home.pk]), as_written(text=""))
    page = LessonPackPage.objects.get()
    answer = mine.post(reverse("schools:submission", args=[page.key]), follow=True)
    assert "补上：正文" in answer.content.decode()
    assert not fresh(page).workflow_in_progress
    mine.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), as_written(page, text="量。"))
    mine.post(reverse("schools:submission", args=[page.key]))
    assert fresh(page).workflow_in_progress, "the control"
    mine.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), as_written(page, text=""))
    assert fresh(page).get_latest_revision_as_object().text == "量。", "nor is what departments read made half"


@pytest.mark.parametrize(
    ("given", "name"),
    [(SVG, "教案.docx"), (office("xl/workbook.xml"), "表.xlsx"), (document(paragraph(" ")), "空.docx")],
    ids=["refused", "a table", "no words"],
)
def test_without_words_one_is_asked_for_them_and_nothing_is_kept(given, name, mine, home):
    answer = send(mine, home, given, name, text="", **{"action-submit": "1"})
    assert answer.status_code == 200
    assert "选一份Word文件" in str(answer.context["form"].errors["text"])
    assert not LessonPackPage.objects.exists()


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p># 不是标题</p>", "<p># 不是标题</p>"),
        ("<p>- 不是列表</p><p>2. 也不是</p>", "<p>- 不是列表</p>\n<p>2. 也不是</p>"),
        ("<p>a*b*c_d_ &lt;b&gt; [甲](x)</p>", "<p>a*b*c_d_ &lt;b&gt; [甲](x)</p>"),
        ("<p><strong>“量”</strong>一<strong>量</strong></p>", "<p>“量”一<strong>量</strong></p>"),
        ("<ul><li>甲<ol><li>乙</li></ol></li></ul><p>丙</p>", "<ul>\n<li>甲\n<ol>\n<li>乙</li>\n</ol>\n</li>\n</ul>\n<p>丙</p>"),
    ],
    ids=["sign", "mark", "signs", "quotation", "lists"],
)
def test_the_words_are_shown_as_they_stood(html, shown):
    assert render(markdown(html)).strip() == shown
