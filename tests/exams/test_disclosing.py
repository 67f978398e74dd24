"""What came of a spot check is published by a person, in figures, without a name; and taken back by one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from accounts.models import User
from core.models import AuditEntry
from exams import disclosing
from exams.models import Attempt, Exam, Result, Sitting, SpotCheckReport
from tests.cast import person
from tests.exams.checking import check, ended, resit_of, sat
from tests.exams.making import finished

SignIn = Callable[[User], Client]
PUBLIC = "/en/exams/spot-checks/results/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> list[User]:
    return [person(f"受查{number}", f"checked{number}") for number in range(5)]


@pytest.fixture
def at(examiner: User) -> Sitting:
    return check(examiner)


def held(at: Sitting, people: list[User], *, right: int) -> None:
    """All sit the check; so many of them rightly."""
    for place, one in enumerate(people):
        finished(one, at, right=place < right)


def door(at: Sitting, noun: str = "") -> str:
    return f"/en/exams/sittings/{at.pk}/publication/{noun}"


def test_the_office_publishes_figures_and_no_name_and_takes_them_back(
    client: Client, client_of: SignIn, examiner: User, at: Sitting, people: list[User], django_capture_on_commit_callbacks: Any
):
    office = client_of(examiner)
    held(at, people, right=3)
    sat(people[3], ended(at), examiner, right=True)
    ended(at, resit=True)
    assert "No result of a spot check has been published yet." in client.get(PUBLIC).text
    assert office.get(door(at)).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post(door(at), {"place": "横琴一厂"}).status_code == 302
        office.post(door(at), {"place": "横琴二厂"})
    report = SpotCheckReport.objects.get()
    assert (report.checked, report.passed_first, report.passed_resit, report.percent) == (5, 3, 1, "80.0")
    assert (report.place, report.published_by) == ("横琴一厂", examiner)
    page = client.get(PUBLIC).text
    assert "横琴一厂" in page
    assert "80.0%" in page
    assert not [one for one in [*people, examiner] if one.full_name in page or one.full_name[0] + "*" in page]
    told = AuditEntry.objects.get(deed="spot_check.published")
    assert (told.actor, told.data["passed"]) == (examiner, 4)
    assert office.post(door(at, "withdrawal/"), {"because": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post(door(at, "withdrawal/"), {"because": "地点写错"}).status_code == 302
    assert "横琴一厂" not in client.get(PUBLIC).text
    assert "地点写错" in office.get(door(at)).text
    assert AuditEntry.objects.get(deed="spot_check.withdrawn").data["because"] == "地点写错"
    assert office.post(door(at), {"place": "横琴二厂"}).status_code == 302
    assert list(SpotCheckReport.objects.public().values_list("place", flat=True)) == ["横琴二厂"]


def test_it_waits_for_the_check_for_every_result_and_for_the_resit(examiner: User, at: Sitting, people: list[User]):
    held(at, people, right=4)

    def stands_in_the_way() -> str:
        with pytest.raises(disclosing.NotPublishable) as reason:
            disclosing.publish(check=at, place="", by=examiner)
        return str(reason.value)

    said = [stands_in_the_way()]
    ended(at)
    said.append(stands_in_the_way())
    Result.objects.update(released_at=None)
    said.append(stands_in_the_way())
    assert len(set(said)) == 3
    assert not SpotCheckReport.objects.exists()


def test_where_nobody_failed_there_is_no_resit_to_wait_for(examiner: User, at: Sitting, people: list[User]):
    held(at, people, right=5)
    ended(at)
    assert disclosing.publish(check=at, place="横琴一厂", by=examiner).percent == "100.0"


def test_of_four_people_nothing_is_published(client_of: SignIn, examiner: User, at: Sitting, people: list[User]):
    held(at, people[:4], right=4)
    ended(at)
    assert client_of(examiner).post(door(at), {"place": ""}).status_code == 422
    assert not SpotCheckReport.objects.exists()


def test_where_nobody_passed_the_place_is_not_named(client: Client, examiner: User, at: Sitting, people: list[User]):
    held(at, people, right=0)
    ended(at, resit=True)
    with pytest.raises(disclosing.NotPublishable):
        disclosing.publish(check=at, place="横琴一厂", by=examiner)
    disclosing.publish(check=at, place="", by=examiner)
    page = client.get(PUBLIC).text
    assert "Place not named" in page
    assert "横琴一厂" not in page


def test_an_annulled_attempt_is_not_counted_and_a_pass_at_the_resit_is(examiner: User, at: Sitting, people: list[User]):
    held(at, people, right=4)
    sat(people[4], ended(at), examiner, right=True)
    Attempt.objects.filter(sitting=at, candidate=people[0]).update(state="void")
    found = disclosing.figures(at)
    assert (found.checked, found.passed_first, found.passed_resit, found.open, found.waiting) == (4, 3, 1, 0, 0)


def test_strangers_and_the_checked_find_no_door_and_a_resit_or_another_exam_has_none(
    client_of: SignIn, stranger: User, examiner: User, at: Sitting, people: list[User]
):
    for who in (stranger, people[0]):
        for noun in ("", "withdrawal/"):
            assert client_of(who).post(door(at, noun), {"because": "x"}).status_code == 404
    office = client_of(examiner)
    assert office.get(door(resit_of(at))).status_code == 404
    Exam.objects.update(kind=Exam.Purpose.CERTIFICATION)
    assert office.get(door(at)).status_code == 404


def test_the_database_keeps_what_was_published(examiner: User, at: Sitting, people: list[User]):
    held(at, people, right=5)
    ended(at)
    made = disclosing.publish(check=at, place="横琴一厂", by=examiner)
    row = SpotCheckReport.objects.filter(pk=made.pk)
    facts = {"sitting": at, "published_by": examiner, "checked": 5, "passed_first": 0, "passed_resit": 0}
    for deed, fault in (
        (lambda: row.update(passed_first=4), DatabaseError),
        (lambda: row.delete(), DatabaseError),
        (lambda: SpotCheckReport.objects.create(**facts), IntegrityError),
        (lambda: SpotCheckReport.objects.create(**{**facts, "sitting": resit_of(at), "place": "甲"}), IntegrityError),
        (lambda: SpotCheckReport.objects.create(**{**facts, "sitting": resit_of(at), "checked": 4}), IntegrityError),
    ):
        with pytest.raises(fault), transaction.atomic():
            deed()
    disclosing.withdraw(check=at, because="更正", by=examiner)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(withdrawn_because="别的理由")
