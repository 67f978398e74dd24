"""Who teaches a course: one open row, days that include the last, told by address in the admin, answered for."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.dates import today
from core.models import AuditEntry
from courses.models import Course, CourseTeacher
from tests.cast import person

pytestmark = pytest.mark.django_db
TEACHERS = "/cms/snippets/courses/courseteacher/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def course() -> Course:
    return Course.objects.create(code="TST")


def teach(course: Course, who, since=None, until=None) -> CourseTeacher:
    return CourseTeacher.objects.create(course=course, person=who, since=since or today(), until=until)


def filled(course: Course, email: str, **fields: str) -> dict[str, str]:
    return {"course": str(course.pk), "email": email, "since": today().isoformat(), "until": "", **fields}


def test_the_first_and_the_last_day_of_teaching_count(course, school):
    first, last = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
    row = teach(course, school, first, last)
    for day, teaches in ((first - DAY, False), (first, True), (last, True), (last + DAY, False)):
        assert (row in CourseTeacher.objects.teaching(course, day)) is teaches, day
    assert row in CourseTeacher.objects.between(last, last + 90 * DAY)
    assert row not in CourseTeacher.objects.between(last + DAY, last + 90 * DAY)
    other = Course.objects.create(code="OTH")
    assert not CourseTeacher.objects.teaching(other, first).exists()


def test_nobody_teaches_a_course_twice_at_once_but_may_come_back(course, school):
    row = teach(course, school)
    with pytest.raises(IntegrityError), transaction.atomic():
        teach(course, school)
    row.until = today()
    row.save()
    teach(course, school, today() + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        teach(course, school, today(), today() - DAY)


def test_one_sees_what_one_teaches_and_the_office_sees_all(course, school, stranger, administrator, client):
    row = teach(course, school)
    assert list(CourseTeacher.objects.visible_to(school)) == [row]
    assert list(CourseTeacher.objects.visible_to(administrator)) == [row]
    assert not CourseTeacher.objects.visible_to(stranger).exists()
    assert client.get(TEACHERS).status_code == 302


def test_the_office_says_who_teaches_and_until_when(course, school, administrator, client_of):
    office = client_of(administrator)
    office.post(f"{TEACHERS}add/", filled(course, "SU@example.org"))
    row = CourseTeacher.objects.get()
    assert (row.person, row.course) == (school, course)
    office.post(f"{TEACHERS}edit/{row.pk}/", filled(course, "luren@example.org", until=today().isoformat()))
    row.refresh_from_db()
    assert (row.person, row.until) == (school, today())
    entries = AuditEntry.objects.filter(deed="teacher.set", actor_id=administrator.pk)
    assert [entry.data["until"] for entry in entries.order_by("pk")] == [None, today().isoformat()]
    page = office.get(TEACHERS).content.decode()
    assert "苏老师" in page
    assert "TST" in page
    assert office.get(f"{TEACHERS}delete/{row.pk}/").status_code == 302, "a row is ended, not deleted"
    assert CourseTeacher.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "nobody@example.org"}, "没有使用这个地址的有效账户"),
        ({"email": "su@example.org"}, "此人已在讲授这门课程"),
        ({"email": "luren@example.org", "until": "2020-01-01"}, "结束授课的日期不能早于开始授课的日期"),
    ],
    ids=["no account", "already", "days"],
)
def test_what_cannot_be_is_refused_in_words(course, school, stranger, administrator, client_of, fields, words):
    teach(course, school)
    page = client_of(administrator).post(f"{TEACHERS}add/", {**filled(course, ""), **fields}).content.decode()
    assert words in page
    assert CourseTeacher.objects.count() == 1


def test_the_list_asks_as_much_for_two_rows_as_for_twenty(course, administrator, client_of):
    office = client_of(administrator)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert office.get(TEACHERS).status_code == 200
        return len(queries)

    def grow(first: int, last: int) -> None:
        for number in range(first, last):
            teach(course, person(f"教师{number}", f"t{number}"))

    grow(0, 2)
    asked()
    few = asked()
    grow(2, 20)
    assert asked() == few


def test_whoever_has_no_business_there_is_sent_away(client_of, stranger, examiner, regulator):
    for who in (stranger, examiner, regulator):
        assert client_of(who).get(TEACHERS).status_code in (302, 403)
