"""Art. 26: hours of a college, at most sixteen recognised under a named agreement, and what they count for."""

import threading
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates import crediting, prerequisites
from certificates.loading import load
from certificates.models import EducationCredit
from core.dates import today
from core.report import Report
from courses import leading
from exams import training
from organisations.models import Organisation
from talents import recognising
from talents.models import CollegeCredit
from talents.models.agreements import MOST_HOURS
from tests.cast import person
from tests.certificates.applying import scheme
from tests.courses.small import make_course
from tests.courses.test_races import at_once
from tests.exams.making import version
from tests.organisations.making import firm
from tests.talents.making import DAY, make_agreement, make_class


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
