"""A run's page and its deeds, its screens in the admin, and copying a run or a course with dates shifted."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.dates import now
from core.models import AuditEntry
from courses import places
from courses.copying import copy_course, copy_run
from courses.models import Course, CoursePage, CourseRun, CourseTeacher, RunPlace
from courses.run_states import shifted
from notices.models import Notice
from tests.cast import person
from tests.courses.small import make_course
from tests.courses.test_places import make_run
from tests.reading import english

RUNS = "/cms/snippets/courses/courserun/"


@pytest.fixture
def course(db):
    return make_course()


def test_anyone_reads_a_runs_page(course, client, school):
    run = make_run(course, 20, place="香洲培训室")
    CourseTeacher.objects.create(course=course, run=run, person=school)
    html = client.get(run.get_absolute_url()).content.decode()
    for words in ("第一期", "苏老师", "香洲培训室", "空余20个，共20个", "登录后报名", "正在报名"):
        assert words in html, words
    assert english(html, r"TST\w*", r"v\d", r"ICP") == []


def test_a_run_that_is_not_announced_is_found_by_its_teacher_alone(course, school, stranger, client_of):
    run = make_run(course, is_announced=False)
    CourseTeacher.objects.create(course=course, run=run, person=school)
    assert client_of(school).get(run.get_absolute_url()).status_code == 200
    assert client_of(stranger).get(run.get_absolute_url()).status_code == 404
    assert client_of(stranger).post(run.get_absolute_url() + "place/").status_code == 404
    assert Client().get(run.get_absolute_url()).status_code == 404


def test_a_run_is_found_under_its_own_course_alone(course, client):
    run = make_run(course)
    make_course("OTH")
    assert client.get(f"/courses/oth/runs/{run.pk}/").status_code == 404


def test_enrolling_and_giving_back(course, learner, stranger, client_of):
    run = make_run(course, 1)
    address = run.get_absolute_url()
    answer = client_of(learner).post(address + "place/", follow=True).content.decode()
    assert "您在本班次已有席位" in answer
    assert "继续学习" in answer
    waiting = client_of(stranger).post(address + "place/", follow=True).content.decode()
    assert "候补" in waiting
    assert "前面还有0人" in waiting
    client_of(learner).post(address + "withdrawal/")
    assert RunPlace.objects.get(learner=stranger).is_seated


def test_what_cannot_be_done_is_answered_409_with_the_reason(course, learner, client_of):
    run = make_run(course, enrolment_closes_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), enrolment_opens_at=None)
    CourseRun.objects.filter(pk=run.pk).update(enrolment_opens_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    answer = client_of(learner).post(run.get_absolute_url() + "place/")
    assert answer.status_code == 409
    assert "报名已于2026年1月1日" in answer.content.decode()
    assert not RunPlace.objects.exists()


@pytest.mark.parametrize("deed", ["place/", "withdrawal/"])
def test_a_deed_is_a_post_by_someone_signed_in(course, client, learner, client_of, deed):
    run = make_run(course)
    assert client_of(learner).get(run.get_absolute_url() + deed).status_code == 405
    assert client.post(run.get_absolute_url() + deed).url == f"/account/login/?next={run.get_absolute_url()}"


def test_the_course_page_lists_runs_one_may_join_first(course, client):
    make_run(
        course,
        title="旧班",
        starts_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        ends_at=dt.datetime(2020, 2, 1, tzinfo=dt.UTC),
        enrolment_opens_at=dt.datetime(2019, 1, 1, tzinfo=dt.UTC),
        enrolment_closes_at=dt.datetime(2019, 2, 1, tzinfo=dt.UTC),
    )
    make_run(course, title="待定班", starts_at=None, ends_at=None)
    make_run(course, title="可报班")
    html = client.get("/courses/tst/").content.decode()
    assert "旧班" not in html
    assert html.index("可报班") < html.index("待定班")


def test_the_soonest_run_stands_first_however_they_were_made(course, client):
    for day in (9, 2, 14, 5):
        starts = now() + dt.timedelta(days=day)
        make_run(course, title=f"第{day:02}天", starts_at=starts, ends_at=starts + dt.timedelta(days=30))
    html = client.get("/courses/tst/").content.decode()
    at = [html.index(f"第{day:02}天") for day in (2, 5, 9, 14)]
    assert at == sorted(at)


def test_a_course_taken_in_runs_alone_sends_one_to_its_runs(course, learner, client_of):
    Course.objects.update(is_self_paced=False)
    make_run(course)
    reader = client_of(learner)
    assert "选择班次" in reader.get("/courses/tst/").content.decode()
    assert reader.post("/courses/tst/enrolment/").url == "/courses/tst/#runs"
    assert not learner.enrolments.exists()


def test_the_course_page_asks_as_many_queries_with_two_runs_as_with_twenty(course, client_of, learner):
    reader = client_of(learner)
    counts = []
    for many in (2, 18):
        for _ in range(many):
            make_run(course)
        reader.get("/courses/tst/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            reader.get("/courses/tst/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- the office -------------------------------------------------------------------------------------------


def filled(course, **fields):
    values = {
        "course": course.pk,
        "title": "春季班",
        "mode": "online",
        "place": "",
        "starts_at": "2027-03-01 09:00",
        "ends_at": "2027-05-01 18:00",
        "enrolment_opens_at": "2027-01-01 00:00",
        "enrolment_closes_at": "",
        "seats": "30",
        "is_announced": "on",
    }
    return values | fields


def test_the_office_makes_a_run_on_the_version_of_that_day(course, administrator, client_of):
    assert client_of(administrator).post(RUNS + "add/", filled(course)).status_code == 302
    run = CourseRun.objects.get()
    assert (run.version, run.seats, run.title) == (course.current, 30, "春季班")
    assert AuditEntry.objects.filter(deed="run.saved").exists()


def test_fewer_seats_than_are_taken_are_refused(course, administrator, learner, stranger, client_of):
    run = make_run(course, 5)
    for who in (learner, stranger):
        places.take(learner=who, run=run)
    answer = client_of(administrator).post(f"{RUNS}edit/{run.pk}/", filled(course, seats="1"))
    assert "已经给出2个席位" in answer.content.decode()
    run.refresh_from_db()
    assert run.seats == 5


def test_more_seats_let_those_who_wait_move_up(course, administrator, learner, stranger, client_of):
    run = make_run(course, 1)
    for who in (learner, stranger):
        places.take(learner=who, run=run)
    client_of(administrator).post(f"{RUNS}edit/{run.pk}/", filled(course, seats="2"))
    assert not RunPlace.objects.waiting().exists()


def test_an_examiner_has_nothing_to_do_with_runs(course, examiner, client_of):
    run = make_run(course)
    for address in (RUNS, RUNS + "add/", f"{RUNS}copying/{run.pk}/"):
        assert client_of(examiner).get(address).status_code in (302, 403), address


def test_a_copied_run_has_its_dates_shifted_and_no_people(course, administrator, learner, school, client_of):
    run = make_run(course, 5)
    CourseTeacher.objects.create(course=course, run=run, person=school)
    places.take(learner=learner, run=run)
    address = f"{RUNS}copying/{run.pk}/"
    assert "复制" in client_of(administrator).get(address).content.decode()
    assert client_of(administrator).post(address, {"title": "秋季班", "days": "x"}).status_code == 422
    assert client_of(administrator).post(address, {"title": "秋季班", "days": "182"}).status_code == 302
    made = CourseRun.objects.get(title="秋季班")
    assert made.dates == shifted(run.dates, 182)
    assert (made.taken, made.is_announced, made.teachers.get().person) == (0, False, school)


def test_a_copied_course_brings_its_runs_and_leaves_its_lessons_where_they_are(course, administrator):
    run = make_run(course)
    made = copy_course(course=course, code="TS2", title="课程二", days=365, by=administrator)
    page = CoursePage.objects.get(course=made)
    assert (page.slug, page.live, page.title) == ("ts2", False, "课程二")
    assert (
        page.modules.raw_data[0]["value"]["lessons"]
        == CoursePage.objects.get(course=course).modules.raw_data[0]["value"]["lessons"]
    )
    assert made.runs.get().dates == shifted(run.dates, 365)
    page.save_revision().publish()
    assert made.current.codes == course.current.codes


def test_the_office_copies_a_course_on_its_page_under_a_code_of_its_own(course, administrator, client_of):
    run, office = make_run(course), client_of(administrator)
    address = f"/cms/snippets/courses/course/copying/{course.pk}/"
    assert "课程TST" in office.get(address).text
    fields = {"code": "TST", "title": "下一届", "days": "182"}
    refused = office.post(address, fields)
    assert refused.status_code == 422
    assert "代码" in refused.text
    answer = office.post(address, fields | {"code": "TST-2"})
    made = Course.objects.get(code="TST-2")
    assert answer.url == f"/cms/snippets/courses/course/edit/{made.pk}/"
    assert (made.runs.get().dates, made.runs.get().is_announced) == (shifted(run.dates, 182), False)


def test_a_changed_rule_stands_on_the_kept_page_of_the_course_at_once(course, administrator, client, client_of):
    assert "<dd>8<small>" in client.get("/courses/tst/").text
    sent = {
        "code": "TST",
        "minutes_per_hour": 45,
        "daily_cap_hours": 6,
        "idle_minutes": 3,
        "is_self_paced": "on",
        "renewal_days": 90,
    }
    assert client_of(administrator).post(f"/cms/snippets/courses/course/edit/{course.pk}/", sent).status_code == 302
    assert "<dd>6<small>" in client.get("/courses/tst/").text


def test_a_second_click_changes_nothing_and_the_next_who_waits_is_told(course, learner, stranger, client_of):
    run = make_run(course, 1)
    place, back = f"{run.get_absolute_url()}place/", f"{run.get_absolute_url()}withdrawal/"
    for who in (learner, learner, stranger, stranger):
        client_of(who).post(place)
    waits = RunPlace.objects.waiting().get()
    assert (waits.learner, RunPlace.objects.live().count()) == (stranger, 2)
    for _click in range(2):
        client_of(learner).post(back)
    run.refresh_from_db()
    assert (run.taken, [one.learner for one in RunPlace.objects.live()]) == (1, [stranger])
    assert Notice.objects.filter(reader=stranger, code="courses.seat").count() == 1
    assert "您在本班次已有席位" not in client_of(learner).get(run.get_absolute_url()).text


def test_nobody_moves_up_into_a_run_that_is_over(course, learner, stranger, time_machine):
    run = make_run(course, 1)
    for who in (learner, stranger):
        places.take(learner=who, run=run)
    assert run.ends_at
    time_machine.move_to(run.ends_at + dt.timedelta(days=1))
    run.seats = 2
    run.save()
    assert places.fill(run) == 0
    assert RunPlace.objects.get(learner=stranger).is_waiting


def test_a_copy_of_a_run_answers_for_itself(course, administrator):
    copy_run(run=make_run(course), title="再来", days=7, by=administrator)
    assert AuditEntry.objects.get(deed="run.copied").data["days"] == 7


def test_many_people_wait_without_more_queries(course, client_of):
    run = make_run(course, 1)
    people = [person(f"学员{n}", f"q{n}") for n in range(12)]
    counts = []
    for some in (people[:3], people[3:]):
        for who in some:
            places.take(learner=who, run=run)
        reader = client_of(some[-1])
        reader.get(run.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            reader.get(run.get_absolute_url())
        counts.append(len(asked))
    assert counts[0] == counts[1]
