"""What a teacher reads: figures that agree with the rows, the names behind each bar, his own groups and no others."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from courses import completion, tallying, teaching
from courses.models import Course, CourseTeacher, Enrolment, LessonProgress, RunAnnouncement, Tally
from courses.signals import run_announced
from tests.cast import person
from tests.courses.learning import answer_all, checks, complete, complete_all, enrol
from tests.courses.small import make_course
from tests.courses.test_places import make_run
from tests.reading import english

OWN = "/learn/teaching/tst/own-pace/"


@pytest.fixture
def course(db):
    return make_course(codes=[["TST-01", "TST-02"]])


@pytest.fixture
def teacher(course, school):
    CourseTeacher.objects.create(course=course, person=school)
    return school


@pytest.fixture
def learned(course, learner, stranger, employer):
    """One has completed, one stopped in the second lesson after a wrong answer, one has only enrolled."""
    complete_all(enrol(learner, "TST"))
    complete(enrol(stranger, "TST"), "TST-01")
    check = checks("TST-02")[0]
    completion.answer(learner=stranger, lesson_code="TST-02", check=check, given=False, revision_id=None)
    enrol(employer, "TST")
    tallying.count(course)


def test_the_figures_are_those_of_the_rows(course, teacher, learned):
    group = teaching.group_of(teacher, course, "own-pace")
    assert group
    assert (group.started, group.under_way, group.finished) == (3, 2, 1)
    assert [(row.code, row.started, row.finished, row.dropped) for row in teaching.lessons(group)] == [
        ("TST-01", 2, 2, 0),
        ("TST-02", 2, 1, 1),
    ]
    assert [(row.lesson, row.given, row.wrong) for row in teaching.hardest(group)] == [("TST-02", 2, 1)]
    tallying.count(course)
    assert Tally.objects.filter(lesson="", check_id="").count() == 1


def test_the_median_is_that_of_those_who_finished(course, teacher, learned, learner, employer, client_of):
    complete_all(enrol(employer, "TST"))
    for who, hours in ((learner, 2), (employer, 6)):
        began = F("completed_at") - dt.timedelta(hours=hours)
        Enrolment.objects.filter(learner=who).update(enrolled_at=began)
        LessonProgress.objects.filter(learner=who, lesson_code="TST-02").update(opened_at=began)
    tallying.count(course)
    group = teaching.group_of(teacher, course, "own-pace")
    assert group
    assert group.median_seconds == 4 * 3600
    assert teaching.lessons(group)[1].median == group.median
    assert client_of(teacher).get(OWN).text.count(f"{group.median}<") == 2


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("part=all", {"林悦", "路人", "陈工"}),
        ("part=completed", {"林悦"}),
        ("part=under_way", {"路人", "陈工"}),
        ("part=begun&lesson=TST-02", {"林悦", "路人"}),
        ("part=finished&lesson=TST-02", {"林悦"}),
        ("part=dropped&lesson=TST-02", {"路人"}),
    ],
    ids=["all", "completed", "under-way", "begun", "finished", "dropped"],
)
def test_a_bar_leads_to_its_names(course, teacher, learned, client_of, query, names):
    html = client_of(teacher).get(f"{OWN}people/?{query}").content.decode().partition("<tbody>")[2]
    assert {name for name in ("林悦", "路人", "陈工") if name in html} == names


def test_a_wrong_answer_leads_to_who_gave_it(course, teacher, learned, client_of):
    check = checks("TST-02")[0].id
    html = client_of(teacher).get(f"{OWN}people/?part=wrong&lesson=TST-02&check={check}").content.decode()
    assert "路人" in html
    assert "林悦" not in html.partition("<tbody>")[2]


def test_the_pages_speak_chinese_and_carry_the_figures_as_text(course, teacher, learned, client_of):
    for address in ("/learn/teaching/", OWN, OWN + "people/"):
        html = client_of(teacher).get(address).content.decode()
        assert english(html, r"TST[-\w]*", r"ICP", r"XLSX", r"CSV", r"\S+@\S+") == [], address
    assert "学员在哪里停下" in client_of(teacher).get(OWN).content.decode()
    assert "我的教学" in client_of(teacher).get("/learn/").content.decode()


def test_a_stranger_and_a_teacher_of_another_run_find_nothing(course, learned, stranger, colleague, client_of):
    mine, other = make_run(course), make_run(course, title="第二期")
    CourseTeacher.objects.create(course=course, run=mine, person=colleague)
    for who, address, status in (
        (colleague, f"/learn/teaching/tst/{mine.pk}/", 200),
        (colleague, f"/learn/teaching/tst/{other.pk}/", 404),
        (colleague, OWN, 404),
        (colleague, OWN + "people/", 404),
        (colleague, OWN + "exports/", 404),
        (stranger, "/learn/teaching/", 404),
        (stranger, f"/learn/teaching/tst/{mine.pk}/", 404),
    ):
        assert client_of(who).get(address).status_code == status, address
    assert client_of(colleague).post(OWN + "counting/").status_code == 404
    assert client_of(colleague).post(OWN + "roster.xlsx").status_code == 404
    assert client_of(colleague).get(f"/learn/teaching/tst/{mine.pk}/people/?part=nonsense").status_code == 404


def test_who_no_longer_teaches_sees_no_more(course, teacher, client_of):
    CourseTeacher.objects.update(since="2026-01-01", until="2026-01-02")
    assert client_of(teacher).get(OWN).status_code == 404


def test_the_roster_holds_texts_never_formulas(course, teacher, learned, client_of):
    villain = person("=HYPERLINK(1)", "villain")
    enrol(villain, "TST")
    book = load_workbook(BytesIO(client_of(teacher).post(OWN + "roster.xlsx").getvalue()))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert "=HYPERLINK(1)" in {cell.value for cell in cells}
    assert book.active.max_row == 5


def test_announcements_reach_those_in_the_run_and_are_told_upward(course, teacher, learner, stranger, client_of):
    run = make_run(course)
    client_of(learner).post(run.get_absolute_url() + "place/")
    told = []
    run_announced.connect(receiver := lambda sender, announcement, **kwargs: told.append(announcement.title), weak=False)
    address = f"/learn/teaching/tst/{run.pk}/announcements/"
    try:
        assert client_of(teacher).post(address, {"title": "", "text": "x"}).status_code == 422
        assert client_of(teacher).post(address, {"title": "周六改地点", "text": "改到二楼"}).status_code == 302
        assert client_of(stranger).post(address, {"title": "x", "text": "x"}).status_code == 404
    finally:
        run_announced.disconnect(receiver)
    assert told == ["周六改地点"]
    assert RunAnnouncement.objects.get().author == teacher
    assert "改到二楼" in client_of(learner).get(run.get_absolute_url()).content.decode()
    assert "改到二楼" not in client_of(stranger).get(run.get_absolute_url()).content.decode()


def test_counting_anew_is_a_post(course, teacher, learned, client_of):
    assert client_of(teacher).get(OWN + "counting/").status_code == 405
    assert client_of(teacher).post(OWN + "counting/").status_code == 302


def test_every_page_asks_as_many_queries_for_two_rows_as_for_twenty(course, administrator, learned, client_of):
    reader, counts = client_of(administrator), []
    for many in (2, 18):
        for n in range(many):
            make_run(course, title=f"班{many}-{n}")
            Course.objects.create(code=f"C{many}{n}")
            enrol(person(f"学员{many}{n}", f"t{many}x{n}"), "TST")
        tallying.count(course)
        addresses = ("/learn/teaching/", OWN, OWN + "people/")
        for address in addresses:
            reader.get(address)
        row = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                reader.get(address)
            row.append(len(asked))
        counts.append(row)
    assert counts[0] == counts[1]


def test_answers_alone_begin_nothing_twice(course, teacher, learner):
    enrol(learner, "TST")
    answer_all(learner, "TST-01")
    answer_all(learner, "TST-01")
    tallying.count(course)
    assert Tally.objects.get(lesson="TST-01", check_id="").started == 1
