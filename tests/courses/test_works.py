"""Practical tasks: files put in, handed in once a round; private, and never undone. Marked: test_work_marks.py."""

import zipfile
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from core import handed_in
from courses.models import CourseTeacher, Enrolment, Work, WorkFile, WorkMark
from courses.works import handing, marking
from tests.cast import person
from tests.courses.meeting import run_of
from tests.courses.test_places import make_run
from tests.courses.works import DEEDS, FACTS, FULL, PAGE, activity, course_with_task, file_of, hand_in, jpeg, upload
from tests.reading import english


@pytest.fixture
def course(db):
    return course_with_task()


@pytest.fixture
def run(course, school, learner):
    return run_of(course, school, learner)


@pytest.fixture
def mine(run, learner):
    return Enrolment.objects.select_related("learner", "course", "version", "run").get(learner=learner)


# --- files ----------------------------------------------------------------------------------------------------


def test_files_are_put_in_taken_out_and_handed_in_once(mine, learner, client_of):
    browser = client_of(learner)
    assert browser.post(PAGE, {"files": [upload(), upload(jpeg("blue"), "第二张.jpg")]}).status_code == 302
    first = WorkFile.objects.get(name="现场.jpg")
    assert browser.post(f"{PAGE}files/{first.pk}/removal/").status_code == 302
    assert browser.post(PAGE + "submission/", {"words": "请看"}).status_code == 302
    work = Work.objects.get()
    assert (work.run, work.words, work.files.standing().get().name) == (mine.run, "请看", "第二张.jpg")
    second = work.files.standing().get()
    assert browser.post(f"{PAGE}files/{second.pk}/removal/").status_code == 409
    assert browser.post(PAGE, {"files": [upload(jpeg("green"))]}).status_code == 422
    assert browser.post(PAGE + "submission/").status_code == 302
    assert (Work.objects.count(), WorkFile.objects.count()) == (1, 2)
    assert "等待评定" in browser.get(PAGE).content.decode()


def test_nothing_is_handed_in_without_a_file(mine, learner, client_of):
    answer = client_of(learner).post(PAGE + "submission/", {"words": "只有话"})
    assert (answer.status_code, "还没有文件" in answer.content.decode()) == (409, True)
    assert client_of(learner).post(PAGE).status_code == 422
    assert not Work.objects.exclude(handed_in_at=None).exists()


def test_a_picture_is_drawn_anew_without_place_and_device(mine, learner, client_of):
    client_of(learner).post(PAGE, {"files": [upload()]})
    kept = client_of(learner).get(WorkFile.objects.get().get_absolute_url())
    with Image.open(BytesIO(b"".join(kept.streaming_content) if kept.streaming else kept.content)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (32, 64), "turned upright before its word for it is gone"
    assert kept["Content-Disposition"].startswith("attachment")
    assert kept["X-Content-Type-Options"] == "nosniff"


def office(*names):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "taken"),
    [
        (office("word/document.xml"), "报告.docx", True),
        (office("xl/workbook.xml"), "表.exe", True),
        (office("word/document.xml", "word/vbaProject.bin"), "宏.docm", False),
        (office("a.txt"), "包.docx", False),
        (b"<html>", "页.pdf", False),
        (b"MZ\x00\x00", "程序.jpg", False),
        (b"", "空.pdf", False),
    ],
    ids=["word", "excel under another name", "macros", "any zip", "html", "program", "empty"],
)
def test_what_a_file_is_is_read_from_its_bytes(mine, learner, client_of, content, name, taken):
    answer = client_of(learner).post(PAGE, {"files": [upload(content or b" ", name)]})
    assert answer.status_code == (302 if taken else 422)
    assert WorkFile.objects.exists() is taken
    if taken:
        assert WorkFile.objects.get().name.endswith((".docx", ".xlsx"))
    else:
        assert name[:2] in answer.content.decode()


def test_too_large_too_many_pixels_or_too_many_files_are_refused_in_words(mine, learner, client_of):
    big = client_of(learner).post(PAGE, {"files": [upload(b"%PDF-" + b"0" * (9 * 1024 * 1024), "大.pdf")]})
    assert (big.status_code, "最多8 MB" in big.content.decode() or "8 MB" in big.content.decode()) == (422, True)
    with pytest.raises(handed_in.BadFile):
        file_of(jpeg(size=(9000, 6000), place=False))
    asked = {"enrolment": mine, "lesson_code": "TSK-01", "activity": activity(mine)}
    for n in range(10):
        handing.put_in(**asked, file=file_of(jpeg((n * 20, 0, 0))))
    with pytest.raises(handing.Refused):
        handing.put_in(**asked, file=file_of(jpeg("white")))
    handing.put_in(**asked, file=file_of(jpeg((20, 0, 0))))
    assert WorkFile.objects.count() == 10, "the same file is there already"


# --- who may --------------------------------------------------------------------------------------------------


def test_owner_teacher_colleague_and_stranger(mine, course, school, colleague, stranger, learner, client_of):
    CourseTeacher.objects.create(course=course, run=make_run(course, title="第二期"), person=colleague)
    work = hand_in(mine)
    file = WorkFile.objects.get()
    for who, page, status in (
        (school, work.get_absolute_url(), 200),
        (school, file.get_absolute_url(), 200),
        (learner, file.get_absolute_url(), 200),
        (learner, work.get_absolute_url(), 404),
        (learner, "/learn/works/", 404),
        (colleague, work.get_absolute_url(), 404),
        (colleague, file.get_absolute_url(), 404),
        (colleague, "/learn/works/", 200),
        (stranger, PAGE, 404),
        (stranger, file.get_absolute_url(), 404),
        (stranger, work.get_absolute_url(), 404),
    ):
        assert client_of(who).get(page).status_code == status, (who, page)
    told = {"verdict": "accepted", f"points-{FACTS}": "6", f"points-{DEEDS}": "4"}
    for who in (learner, colleague, stranger):
        assert client_of(who).post(work.get_absolute_url() + "mark/", told).status_code == 404
    with pytest.raises(PermissionError):
        marking.mark(work=work, by=colleague, verdict="accepted", points=FULL)
    assert Client().get(file.get_absolute_url()).status_code == 302
    assert "流程与风险" not in client_of(colleague).get("/learn/works/").content.decode()
    assert client_of(school).get(work.get_absolute_url() + "mark/").status_code == 405


def test_a_teacher_never_sees_what_is_not_handed_in_and_never_marks_his_own(mine, course, run, school, learner, client_of):
    handing.put_in(enrolment=mine, lesson_code="TSK-01", activity=activity(mine), file=file_of())
    assert client_of(school).get(WorkFile.objects.get().get_absolute_url()).status_code == 404
    assert client_of(school).get(Work.objects.get().get_absolute_url()).status_code == 404
    CourseTeacher.objects.create(course=course, run=run, person=learner)
    work = handing.hand_in(enrolment=mine, lesson_code="TSK-01", activity=activity(mine))
    with pytest.raises(PermissionError):
        marking.mark(work=work, by=learner, verdict="accepted", points=FULL)


def test_the_pages_speak_chinese(mine, school, learner, client_of):
    work = hand_in(mine)
    for page in ("/learn/works/", work.get_absolute_url(), "/learn/teaching/"):
        assert english(client_of(school).get(page).content.decode(), r"TSK[-\w]*", r"ICP", r"KB", r"\S+\.jpg") == [], page
    marking.mark(work=work, by=school, verdict="returned", points=FULL, comment="补充")
    for page in (PAGE, "/courses/tsk/tsk-01/"):
        allowed = ("TSK[-\\w]*", "ICP", "KB", "MB", "\\S+\\.jpg", "PDF", "JPEG", "PNG", "Word", "Excel", "PowerPoint")
        assert english(client_of(learner).get(page).content.decode(), *allowed) == [], page


def test_the_queue_asks_as_many_queries_for_two_rows_as_for_twenty(run, school, client_of):
    from courses import places

    reader, counts = client_of(school), []
    for many in (2, 18):
        for n in range(many):
            somebody = person(f"学员{many}{n}", f"q{many}x{n}")
            places.take(learner=somebody, run=run)
            hand_in(Enrolment.objects.get(learner=somebody))
        row = []
        for page in ("/learn/works/", "/learn/teaching/"):
            reader.get(page)
            with CaptureQueriesContext(connection) as asked:
                reader.get(page)
            row.append(len(asked))
        counts.append(row)
    assert counts[0] == counts[1]


# --- the database, cycles, races --------------------------------------------------------------------------------


@pytest.mark.parametrize("table", [Work, WorkFile, WorkMark], ids=["work", "file", "mark"])
@pytest.mark.parametrize("deed", ["UPDATE {table} SET id = id", "DELETE FROM {table}"], ids=["update", "delete"])
def test_the_database_refuses_to_rewrite_what_was_handed_in(mine, school, table, deed):
    marking.mark(work=hand_in(mine), by=school, verdict="accepted", points=FULL)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed.format(table=table._meta.db_table))
