"""Art. 26: colleges. A directory, templates, a gradebook, and at most sixteen hours recognised under a named agreement."""

import io
import threading
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from certificates import crediting, prerequisites
from certificates.loading import load
from certificates.models import EducationCredit
from core.dates import today
from core.report import Report
from courses import leading
from courses.models import Course
from exams import training
from organisations.models import Organisation, Role
from talents import grading, recognising
from talents.models import ClassGroup, ClassMember, CollegeAgreement, CollegeCredit, Grade, GradeColumn
from talents.models.agreements import MOST_HOURS
from tests.cast import person
from tests.certificates.applying import scheme
from tests.courses.small import make_course
from tests.courses.test_races import at_once
from tests.exams.making import version
from tests.organisations.making import firm, member
from tests.reading import english, refused
from tests.talents.making import DAY, make_programme, make_syllabus

NAMES = (r"Excel|ICP|[0-9A-Z]{8}|HN-\d+",)


def make_college(teacher, **fields):
    body = firm("示例职业学院", kind=Organisation.Kind.COLLEGE, **fields)
    member(body, teacher, role=Role.TRAINING_OFFICER)
    return body


def make_agreement(college, number="HN-1", **fields):
    course, _made = Course.objects.get_or_create(code="QSO")
    values = {"signed_on": today() - DAY, "valid_until": today() + 365 * DAY, "course": course}
    return CollegeAgreement.objects.create(college=college, number=number, **values | fields)


def make_class(teacher, *students, college=None):
    group = ClassGroup.objects.create(college=college or make_college(teacher), title="质检2601", teacher=teacher)
    return group, [ClassMember.objects.create(group=group, student=one) for one in students]


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


# --- hours under an agreement (R26-5) -----------------------------------------------------------------------


def test_without_an_agreement_of_this_college_in_force_nothing_is_proposed(learner, school, employer, client_of):
    group, (mine,) = make_class(school, learner)
    other = make_agreement(firm("别的学院", kind=Organisation.Kind.COLLEGE), "HN-9")
    past = make_agreement(group.college, "HN-2", signed_on=today() - 9 * DAY, valid_until=today() - DAY)
    for agreement in (None, other, past):
        with pytest.raises(recognising.Refused):
            recognising.propose(member=mine, agreement=agreement, asked=Decimal(4), by=school)
    address = reverse("talents:proposals", args=[group.pk, mine.pk])
    assert client_of(school).post(address, {"hours": "4"}).status_code == 422
    assert client_of(school).post(address, {"hours": "4", "agreement": other.pk}).status_code == 422
    assert not CollegeCredit.objects.exists()


def test_the_register_decides_and_at_most_sixteen_hours_are_recognised(learner, school, administrator, client_of):
    group, (mine,) = make_class(school, learner)
    first, second = make_agreement(group.college), make_agreement(group.college, "HN-2")
    one = recognising.propose(member=mine, agreement=first, asked=Decimal(12), by=school)
    two = recognising.propose(member=mine, agreement=second, asked=Decimal(12), by=school)
    with pytest.raises(recognising.Refused):
        recognising.propose(member=mine, agreement=first, asked=Decimal(1), by=school)
    with pytest.raises(recognising.Refused):
        recognising.recognise(one, by=school)
    assert client_of(administrator).get(reverse("talents:credits")).status_code == 200
    for proposal in (one, two):
        client_of(administrator).post(reverse("talents:credit_decision", args=[proposal.pk]), {"deed": "recognise"})
    rows = EducationCredit.objects.held_by(learner).order_by("pk")
    assert [(row.hours, row.verified_by) for row in rows] == [(Decimal(12), administrator), (Decimal(4), administrator)]
    assert "HN-1" in rows[0].title
    assert recognising.recognised(learner) == MOST_HOURS
    third = recognising.propose(member=mine, agreement=first, asked=Decimal(1), by=school)
    with pytest.raises(recognising.Refused):
        recognising.recognise(third, by=administrator)
    client_of(administrator).post(reverse("talents:credit_decision", args=[third.pk]), {"reason": "已满"})
    third.refresh_from_db()
    assert (third.reason, third.credit) == ("已满", None)
    assert "已满" in client_of(learner).get(group.get_absolute_url()).content.decode()


def _recognised(learner, school, administrator, asked, **fields):
    group, (mine,) = make_class(school, learner)
    agreement = make_agreement(group.college, **fields)
    return recognising.recognise(
        recognising.propose(member=mine, agreement=agreement, asked=Decimal(asked), by=school), by=administrator
    )


def test_hours_of_a_college_stand_for_the_course_their_agreement_names(learner, school, administrator):
    course, later, _other = make_course("TST"), make_course("NXT"), make_course("OTH")
    later.prerequisites.add(course)
    exams = [version(["single"], eligibility={"course": code}) for code in ("TST", "OTH")]
    whole = course.current.minutes // course.minutes_per_hour

    def stands():
        met = [training.conditions(learner, asked)[0].met for asked in exams]
        return leading.unmet(later, learner) == [], *met

    assert whole > 0
    assert stands() == (False, False, False)
    made = _recognised(learner, school, administrator, whole, course=course)
    assert stands() == (True, True, False)
    assert leading.unmet(later, person("路人", "passer")) == [course]
    crediting.reverse(made, by=administrator, reason="录错了人")
    assert stands() == (False, False, False)


def test_ten_courses_that_are_missing_ask_no_more_than_one(learner, school, administrator):
    later = make_course("NXT")
    later.prerequisites.add(make_course("TST"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            leading.unmet(later, learner)
        return len(asked)

    few = queries()
    later.prerequisites.add(*(make_course(f"T{number:02}") for number in range(9)))
    assert queries() == few == 2


def test_fewer_hours_than_a_course_has_stand_for_none_of_it(learner, school, administrator):
    course, later = make_course("TST"), make_course("NXT")
    later.prerequisites.add(course)
    _recognised(learner, school, administrator, course.current.minutes // course.minutes_per_hour - Decimal("0.5"), course=course)
    assert leading.unmet(later, learner) == [course]


@pytest.mark.parametrize(("asked", "route"), [("16", "trained"), ("8", "examined")])
def test_hours_of_a_college_count_in_an_application(learner, school, administrator, asked, route):
    load(settings.CONTENT_DIR, Report())
    _recognised(learner, school, administrator, asked)
    told = prerequisites.of(learner, scheme("QSO").versions.get())
    assert told.route == route
    (said,) = [one.sentence for one in told.conditions if one.key == "hours"]
    assert ("16学时已全部由校外学习认定" in said) is (route == "trained")


def test_the_database_itself_refuses_more_than_sixteen_and_a_decision_on_ones_own(learner, school):
    group, (mine,) = make_class(school, learner)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_agreement(group.college, "HN-7", most_hours=Decimal(17))
    made = recognising.propose(member=mine, agreement=make_agreement(group.college), asked=Decimal(2), by=school)
    with pytest.raises(IntegrityError), transaction.atomic():
        CollegeCredit.objects.filter(pk=made.pk).update(decided_by=school)


def _two_proposals():
    teacher, student = person("苏老师", "su", "school_editor"), person("林悦", "linyue")
    group, (mine,) = make_class(teacher, student)
    proposals = [
        recognising.propose(member=mine, agreement=make_agreement(group.college, number), asked=Decimal(12), by=teacher)
        for number in ("HN-1", "HN-2")
    ]
    return student, person("管理员", "admin", "administrator"), proposals


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_never_recognise_more_than_sixteen_hours():
    student, admin, proposals = _two_proposals()
    assert at_once([lambda one=one: recognising.recognise(one, by=admin) for one in proposals]) == []
    assert recognising.recognised(student) == MOST_HOURS


@pytest.mark.django_db(transaction=True)
def test_decisions_that_only_looked_first_would_recognise_more():
    """The control: both look at what is recognised before either writes."""
    student, _admin, proposals = _two_proposals()
    both_have_looked, granted = threading.Barrier(2), []

    def look_and_grant(proposal):
        room = MOST_HOURS - recognising.recognised(student)
        both_have_looked.wait(timeout=30)
        granted.append(min(proposal.hours, room))

    assert at_once([lambda one=one: look_and_grant(one) for one in proposals]) == []
    assert sum(granted) > MOST_HOURS
