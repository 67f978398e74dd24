"""Practical tasks: files put in, handed in once a round, marked by the rubric; private, and never undone."""

import datetime as dt
import zipfile
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.blocks.stream_block import StreamBlockValidationError

from core import handed_in
from core.dates import now
from courses import completion, working
from courses.activities import of as activities_of
from courses.models import ActivityEvidence, ActivityProgress, Course, CourseTeacher, Enrolment, Work, WorkFile, WorkMark
from courses.works import handing, marking
from notices.models import Notice
from tests.cast import person
from tests.courses.activities import block, course_of, lesson_page, rule
from tests.courses.meeting import run_of
from tests.courses.test_places import make_run
from tests.courses.test_races import at_once
from tests.reading import english

TASK = "6f1b2c34-0000-4000-8000-00000000d3d3"
FACTS, DEEDS = "6f1b2c34-0000-4000-8000-00000000e1e1", "6f1b2c34-0000-4000-8000-00000000e2e2"
PAGE = f"/courses/tsk/tsk-01/tasks/{TASK}/"


def task(*, by="teacher", at_least=None, rubric=True):
    rows = [{"name": "事实清楚", "points": 6}, {"name": "措施可行", "points": 4}] if rubric else []
    items = [{"type": "item", "value": row, "id": key} for row, key in zip(rows, (FACTS, DEEDS), strict=False)]
    body = [{"type": "paragraph", "value": "<p>选一道工序，画出流程并写明风险。</p>", "id": TASK.replace("d3", "d4")}]
    return block("task", {"title": "流程与风险", "body": body, "rubric": items, "rule": rule(by, at_least)}, TASK)


def jpeg(colour="red", *, size=(64, 32), place=True):
    picture, exif, out = Image.new("RGB", size, colour), Image.Exif(), BytesIO()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Maker"
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (22.0, 16.0, 1.0)
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def upload(content=None, name="现场.jpg"):
    return SimpleUploadedFile(name, content or jpeg(), "application/octet-stream")


def file_of(content=None, name="现场.jpg"):
    content = content or jpeg()
    return handed_in.read(BytesIO(content), name=name, size=len(content), takes_office=True).redrawn()


@pytest.fixture
def course(db):
    course_of(lesson_page([task()], code="TSK-01"), code="TSK")
    return Course.objects.get(code="TSK")


@pytest.fixture
def run(course, school, learner):
    return run_of(course, school, learner)


@pytest.fixture
def mine(run, learner):
    return Enrolment.objects.select_related("learner", "course", "version", "run").get(learner=learner)


def activity(enrolment):
    return activities_of(enrolment.version.lesson("TSK-01"))[0]


def hand_in(enrolment, content=None):
    asked = {"enrolment": enrolment, "lesson_code": "TSK-01", "activity": activity(enrolment)}
    handing.put_in(**asked, file=file_of(content))
    return handing.hand_in(**asked, words="请看第二页")


FULL = {FACTS: 6, DEEDS: 4}


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


# --- marking --------------------------------------------------------------------------------------------------


def test_returned_with_a_comment_done_better_accepted_and_the_lesson_completes(mine, school, learner, client_of):
    work, teacher = hand_in(mine), client_of(school)
    door = work.get_absolute_url() + "mark/"
    assert teacher.post(door, {"verdict": "returned", f"points-{FACTS}": "3", f"points-{DEEDS}": "1"}).status_code == 409
    told = {"verdict": "returned", "comment": "请补上风险等级", f"points-{FACTS}": "3", f"points-{DEEDS}": "1"}
    assert teacher.post(door, told).status_code == 302
    assert "请补上风险等级" in client_of(learner).get("/courses/tsk/tsk-01/").content.decode()
    again = hand_in(mine, jpeg("blue"))
    assert again.number == 2
    told = {"verdict": "accepted", "comment": "", f"points-{FACTS}": "6", f"points-{DEEDS}": "3"}
    assert teacher.post(again.get_absolute_url() + "mark/", told).status_code == 302
    assert WorkMark.objects.get(work=again).score == 90
    assert working.done(learner, "TSK-01") == {TASK}
    assert [one.deed for one in ActivityEvidence.objects.order_by("pk")] == ["handed_in", "returned", "handed_in", "marked"]
    codes = list(
        Notice.objects.filter(reader=learner, code__startswith="courses.work").order_by("made_at").values_list("code", flat=True)
    )
    assert codes == ["courses.work_returned", "courses.work_accepted"]
    assert completion.complete(enrolment=mine, lesson_code="TSK-01").completed_at
    assert client_of(learner).post(PAGE, {"files": [upload(jpeg("white"))]}).status_code == 422


@pytest.mark.parametrize(
    "points",
    [{}, {FACTS: "7", DEEDS: "1"}, {FACTS: "-1", DEEDS: "1"}, {FACTS: "六", DEEDS: "1"}, {FACTS: "6"}],
    ids=["none", "too many", "negative", "no figure", "one missing"],
)
def test_points_that_cannot_be_are_told_by_criterion_and_what_was_typed_stays(mine, school, client_of, points):
    work = hand_in(mine)
    told = {"verdict": "accepted", "comment": "写得好"} | {f"points-{key}": value for key, value in points.items()}
    answer = client_of(school).post(work.get_absolute_url() + "mark/", told)
    assert answer.status_code == 422
    assert "写得好" in answer.content.decode()
    assert not WorkMark.objects.exists()


def test_by_a_scored_rule_too_few_points_are_not_accepted(school, learner):
    course_of(lesson_page([task(by="scored", at_least=80)], code="TSK-01"), code="TSK")
    run_of(Course.objects.get(), school, learner)
    mine = Enrolment.objects.get()
    work = hand_in(mine)
    with pytest.raises(handing.Refused, match="70"):
        marking.mark(work=work, by=school, verdict="accepted", points={FACTS: 4, DEEDS: 3})
    marking.mark(work=work, by=school, verdict="accepted", points={FACTS: 5, DEEDS: 3})
    assert ActivityProgress.objects.get().score == 80


def test_what_is_completed_no_later_rule_takes_back(mine, school, learner, course):
    marking.mark(work=hand_in(mine), by=school, verdict="accepted", points=FULL)
    page = course.pages.get()
    page.save_revision().publish()
    assert working.done(learner, "TSK-01") == {TASK}
    with pytest.raises(handing.Refused):
        marking.mark(work=Work.objects.get(), by=school, verdict="returned", points=FULL, comment="再想想")


def test_who_waits_longest_stands_first(run, course, school, client_of):
    names = []
    for n in range(3):
        somebody = person(f"学员{n}", f"w{n}")
        from courses import places

        places.take(learner=somebody, run=run)
        with time_machine.travel(now() - dt.timedelta(days=n)):
            hand_in(Enrolment.objects.get(learner=somebody))
        names.append(somebody.full_name)
    html = client_of(school).get("/learn/works/").content.decode()
    assert [html.index(name) for name in reversed(names)] == sorted(html.index(name) for name in names)


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


def test_in_a_later_cycle_the_task_is_done_anew(mine, school, learner):
    CourseTeacher.objects.update(since="2020-01-01")
    with time_machine.travel(now() - dt.timedelta(days=400)):
        marking.mark(work=hand_in(mine), by=school, verdict="accepted", points=FULL)
    Enrolment.objects.update(counts_from=now() - dt.timedelta(days=1))
    mine.refresh_from_db()
    assert working.done(learner, "TSK-01", mine.counts_from) == set()
    again = hand_in(mine, jpeg("blue"))
    assert again.number == 2
    marking.mark(work=again, by=school, verdict="accepted", points=FULL)
    assert working.done(learner, "TSK-01", mine.counts_from) == {TASK}


@pytest.mark.django_db(transaction=True)
def test_handed_in_and_marked_many_times_at_once_it_is_once(mine, school, learner):
    asked = {"enrolment": mine, "lesson_code": "TSK-01", "activity": activity(mine)}
    handing.put_in(**asked, file=file_of())
    assert at_once([lambda: handing.hand_in(**asked)] * 8) == []
    work = Work.objects.get()

    def judge(verdict):
        try:
            marking.mark(work=work, by=school, verdict=verdict, points=FULL, comment="看过")
        except handing.Refused:
            return

    assert at_once([lambda n=n: judge("accepted" if n % 2 else "returned") for n in range(8)]) == []
    assert WorkMark.objects.count() == 1
    assert ActivityEvidence.objects.filter(deed__in=["marked", "returned"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_task_is_handed_in_twice(mine, learner):
    """The control: look whether a round waits, then begin one, each in his own time."""
    import threading

    looked = threading.Barrier(8)

    def careless(n):
        waits = Work.objects.exclude(handed_in_at=None).exists()
        looked.wait(timeout=30)
        if not waits:
            Work.objects.create(
                learner=learner, course=mine.course, lesson_code="TSK-01", activity_id=TASK, number=n + 1, handed_in_at=now()
            )

    assert at_once([lambda n=n: careless(n) for n in range(8)]) == []
    assert Work.objects.count() > 1


def test_a_score_without_a_rubric_is_refused_when_the_lesson_is_saved(db):
    from courses.models import LessonPage

    stream = LessonPage._meta.get_field("body").stream_block
    value = stream.to_python([task(by="scored", at_least=60, rubric=False)])
    with pytest.raises(StreamBlockValidationError) as told:
        stream.clean(value)
    assert "没有评分标准" in str(told.value.as_json_data())
