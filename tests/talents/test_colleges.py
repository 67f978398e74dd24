"""Art. 26: colleges. A directory, templates, and a gradebook."""

import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from organisations.models import Organisation, Role
from talents import grading
from talents.models import Grade, GradeColumn
from tests.cast import person
from tests.organisations.making import firm, member
from tests.reading import english, refused
from tests.talents.making import make_class, make_college, make_programme, make_syllabus

NAMES = (r"Excel|ICP|[0-9A-Z]{8}|HN-\d+",)


# --- the directory (R26-4) --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["工业产品质量检测技术", "质量管理工程"]),
        ("level=bachelor", ["质量管理工程"]),
        ("major=检测", ["工业产品质量检测技术"]),
        ("level=bachelor&major=检测", []),
        ("level=kindergarten", ["工业产品质量检测技术", "质量管理工程"]),
    ],
    ids=["all", "level", "major", "both", "unknown level"],
)
def test_programmes_are_found_by_level_and_major(client, db, query, found):
    make_programme("工业产品质量检测技术", level="higher")
    make_programme("质量管理工程", level="bachelor")
    make_programme("草稿专业", published_on=None)
    html = client.get(f"/colleges/?{query}").content.decode()
    assert [name for name in ("工业产品质量检测技术", "质量管理工程", "草稿专业") if name in html] == found
    assert (english(html, *NAMES), refused(html)) == ([], [])


def test_a_programme_names_its_courses_posts_and_template(client, db):
    syllabus = make_syllabus()
    made = make_programme("质量管理工程", posts=["qso", "qsd"], courses=["统计过程控制"], syllabus=syllabus)
    html = client.get(made.get_absolute_url()).content.decode()
    for words in ("统计过程控制", "质量安全员", "质量安全总监", syllabus.title):
        assert words in html
    page = client.get(syllabus.get_absolute_url()).content.decode()
    assert (english(page, *NAMES), refused(page)) == ([], [])
    rows = list(load_workbook(io.BytesIO(client.get(f"{syllabus.get_absolute_url()[:-1]}.xlsx").content)).active.values)
    assert rows[2][:2] == ("计量基础", 8)


def test_the_directory_of_programmes_costs_the_same_for_two_and_for_twenty(client, db):
    def queries():
        client.get("/colleges/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/colleges/", headers={"cookie": "messages=1"})
        return len(asked)

    for number in range(2):
        make_programme(f"专业{number}")
    few = queries()
    for number in range(2, 20):
        make_programme(f"专业{number}")
    assert queries() == few


# --- classes and gradebook --------------------------------------------------------------------------------


def test_a_student_comes_in_by_the_code_and_sees_his_own_line_alone(learner, stranger, school, client_of):
    group, _members = make_class(school, stranger)
    one = client_of(learner)
    one.post(reverse("talents:joining"), {"code": group.code.lower()})
    one.post(reverse("talents:joining"), {"code": group.code})
    assert group.members.filter(student=learner).count() == 1
    html = one.get(group.get_absolute_url()).content.decode()
    assert learner.full_name in html
    assert stranger.full_name not in html
    assert group.code not in html
    assert (english(html, *NAMES), refused(html)) == ([], [])
    assert (
        "没有哪个教学班使用这个班级码" in one.post(reverse("talents:joining"), {"code": "22222222"}, follow=True).content.decode()
    )


def test_a_teacher_grades_and_what_cannot_be_read_changes_nothing(learner, stranger, school, client_of):
    group, (first, second) = make_class(school, learner, stranger)
    one = client_of(school)
    assert one.post(reverse("talents:columns", args=[group.pk]), {"title": "期末", "maximum": 50}).status_code == 302
    assert one.post(reverse("talents:columns", args=[group.pk]), {"title": "期末", "maximum": 50}).status_code == 422
    column = GradeColumn.objects.get()
    address = reverse("talents:grades", args=[group.pk, column.pk])
    for wrong in ("51", "-1", "好", "NaN", "Infinity", "1e9"):
        answer = one.post(address, {f"m{first.pk}": "40", f"m{second.pk}": wrong})
        assert answer.status_code == 422
        assert stranger.full_name in answer.content.decode()
    assert not Grade.objects.exists()
    assert one.post(address, {f"m{first.pk}": "40.5", f"m{second.pk}": ""}).status_code == 302
    book = grading.book(group)
    assert {row.name: (row.points, row.share) for row in book.rows} == {
        learner.full_name: ((Decimal("40.5"),), 81),
        stranger.full_name: ((None,), None),
    }
    html = one.get(group.get_absolute_url()).content.decode()
    assert (english(html, *NAMES), refused(html)) == ([], [])
    rows = list(load_workbook(io.BytesIO(one.get(reverse("talents:grades_file", args=[group.pk])).content)).active.values)
    assert (learner.full_name, 40.5, 81) in rows


@pytest.mark.parametrize("who", ["student", "stranger", "regulator", "manager of a firm", "unverified college", "colleague"])
def test_each_finds_the_doors_of_a_class_that_are_his(who, learner, school, regulator, stranger, employer, client_of):
    college = make_college(school)
    group, (mine,) = make_class(school, learner, college=college)
    column = GradeColumn.objects.create(group=group, title="期末")
    firm("工厂", manager=employer)
    doubtful, mate = person("假教师", "fake"), person("同事", "mate-t")
    make_college(doubtful, state=Organisation.State.PROPOSED)
    member(college, mate, role=Role.TRAINING_OFFICER)
    cast = {
        "student": learner,
        "stranger": stranger,
        "regulator": regulator,
        "manager of a firm": employer,
        "unverified college": doubtful,
        "colleague": mate,
    }
    one, teaches = client_of(cast[who]), who == "colleague"
    assert one.get(group.get_absolute_url()).status_code == (200 if teaches or who == "student" else 404)
    assert one.get(reverse("talents:grades_file", args=[group.pk])).status_code == (200 if teaches else 404)
    for name, args in (("columns", []), ("grades", [column.pk]), ("proposals", [mine.pk])):
        answer = one.post(reverse(f"talents:{name}", args=[group.pk, *args]), {f"m{mine.pk}": "99"})
        assert (answer.status_code == 404) is not teaches
    assert Grade.objects.exists() is teaches
    assert one.get(reverse("talents:credits")).status_code == 404
    assert one.post(reverse("talents:groups"), {"title": "x"}).status_code == (422 if teaches else 404)


def test_a_teacher_is_not_told_that_he_has_left_a_class_he_does_not_study_in(learner, school, client_of):
    group, (mine,) = make_class(school, learner)
    there = reverse("talents:leaving", args=[group.pk])
    assert client_of(school).post(there).status_code == 404
    mine.refresh_from_db()
    assert mine.left_on is None
    assert client_of(learner).post(there).status_code == 302
    mine.refresh_from_db()
    assert mine.left_on
