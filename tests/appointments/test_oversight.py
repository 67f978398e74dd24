"""The regulator reads sums of all firms, of nobody alone, and changes nothing."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from appointments import vetoing
from appointments.models import Appointment
from appointments.oversight.counting import Measure, measures
from appointments.vetoing import Finding
from courses.models import Course, CreditEntry
from organisations.models import District, Industry, Organisation
from tests.appointments.making import SCOPE, authorised, in_post
from tests.cast import person
from tests.organisations.making import firm, member

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 15, 4, tzinfo=dt.UTC)
NOW = "2026 Q2"


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def firms(number: int, start: int = 0, **fields: Any) -> list[Organisation]:
    """Enterprises, each with its head and an officer in post."""
    made = []
    for at in range(start, start + number):
        head, officer = person(f"经理{at}", f"head{at}"), person(f"质量官{at}", f"cqo{at}")
        made.append(firm(f"企业{at}", manager=head, **fields))
        member(made[-1], officer)
        in_post(made[-1], officer, head)
    return made


def told(code: str, split: str = "district") -> dict[str, int | None]:
    """{row: the number of this quarter}."""
    found: Measure = next(one for one in measures(split) if one.code == code)
    return {name: dict(numbers)[NOW] for name, numbers in found.rows()}


@pytest.fixture
def places(db: None) -> list[District]:
    return list(District.objects.order_by("place", "code")[:2])


def test_sums_equal_what_the_database_counts(places: list[District]) -> None:
    firms(6, 0, district=places[0])
    firms(7, 6, district=places[1])
    counted = told("firms")
    assert (counted[str(places[0])], counted[str(places[1])]) == (6, 7)
    assert counted["合计"] == Organisation.objects.filter(kind="enterprise", state="verified").count() == 13
    assert told("posts")["合计"] == Appointment.objects.in_force().count() == 13


def test_fewer_than_five_are_withheld_with_what_would_give_them_away(places: list[District]) -> None:
    firms(3, 0, district=places[0])
    firms(7, 3, district=places[1])
    counted = told("firms")
    assert counted[str(places[0])] is None
    assert None in (counted[str(places[1])], counted["合计"]), "or a difference would tell the small number"


def test_every_split_adds_up_to_the_same_whole(places: list[District]) -> None:
    industry = Industry.objects.order_by("place").first()
    firms(6, 0, district=places[0], industry=industry, size="small")
    firms(5, 6)
    assert told("firms")["合计"] == told("firms", "industry")["合计"] == told("firms", "size")["合计"] == 11
    assert told("firms", "size")["未填写"] == 5


def credited(people: list[User], minutes: int, day: dt.date) -> None:
    course = Course.objects.create(code="OVR", minutes_per_hour=45)
    for who in people:
        CreditEntry.objects.create(
            learner=who, course=course, seconds=minutes * 60, reason="completed", rule_version="1", day=day, source_ref="x"
        )


@pytest.mark.parametrize(("learners", "hours"), [(4, None), (6, 12)])
def test_hours_are_told_where_five_people_learned(places: list[District], learners: int, hours: int | None) -> None:
    [there] = firms(1, 0, district=places[0])
    people = [person(f"学员{at}", f"learner{at}") for at in range(learners)]
    for who in people:
        member(there, who, since=dt.date(2026, 4, 1))
    credited([*people, person("外人", "outside")], 90, dt.date(2026, 5, 4))
    assert told("hours")[str(places[0])] == hours


def test_hours_from_before_somebody_belonged_are_not_the_firms(places: list[District]) -> None:
    [there] = firms(1, 0, district=places[0])
    people = [person(f"学员{at}", f"learner{at}") for at in range(6)]
    for who in people:
        member(there, who, since=dt.date(2026, 6, 1))
    credited(people, 90, dt.date(2026, 5, 4))
    assert told("hours")[str(places[0])] == 0


def test_vetoes_are_counted_when_raised_and_when_upheld(places: list[District]) -> None:
    for there in firms(5, 0, district=places[0]):
        post = there.appointments.get()
        power = authorised(post, post.proposed_by)
        finding = Finding(SCOPE[0], "水龙头", "L-1", "漏水", "GB 18145", "unsafe")
        veto = vetoing.raise_veto(authorisation=power, finding=finding, evidence=[], by=post.person)
        vetoing.rule(veto=veto, outcome="upheld", reason="复检仍漏", evidence=[], by=post.proposed_by)
    assert (told("raised")[str(places[0])], told("upheld")[str(places[0])]) == (5, 5)


def test_the_page_has_a_table_beside_each_picture_and_the_file_says_the_same(
    places: list[District], regulator: User, client_of: Any
) -> None:
    firms(6, 0, district=places[0])
    client: Client = client_of(regulator)
    for split in ("district", "industry", "size"):
        page = client.get(f"/oversight/?by={split}").content.decode()
        assert page.count("<svg height=") == page.count("<table") == 6
        lines = list(csv.reader(io.StringIO(client.get(f"/oversight/{split}.csv").content.decode("utf-8-sig"))))
        rows = [(one.name, name, row) for one in measures(split) for name, row in one.rows()]
        shown = [(measure, name, quarter, number) for measure, name, row in rows for quarter, number in row]
        assert [(a, b, c, None if d == "不公布" else int(d)) for a, b, c, d in lines[1:]] == shown
    assert client.get("/oversight/?by=person").status_code == 404


def test_a_name_that_looks_like_a_formula_is_text_in_the_file(regulator: User, client_of: Any) -> None:
    District.objects.create(code="odd", name="=1+1")
    assert "'=1+1" in client_of(regulator).get("/oversight/district.csv").content.decode()


def test_nobody_else_is_told_that_there_is_such_a_page(
    employer: User, learner: User, examiner: User, school: User, client: Client, client_of: Any
) -> None:
    for who in (employer, learner, examiner, school):
        assert client_of(who).get("/oversight/").status_code == 404
        assert client_of(who).get("/oversight/district.csv").status_code == 404
    assert client.get("/oversight/").status_code == 302


def test_the_page_asks_as_often_for_two_firms_as_for_twenty(places: list[District], regulator: User, client_of: Any) -> None:
    client = client_of(regulator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/oversight/").status_code == 200
        return len(asked)

    firms(2, 0, district=places[0])
    client.get("/oversight/")
    few = queries()
    firms(18, 2, district=places[1])
    assert queries() == few


def test_the_admin_leads_there_whoever_oversees(regulator: User, examiner: User, client_of: Any) -> None:
    door = f'"url": "{reverse("oversight:figures")}"'
    assert door in client_of(regulator).get("/cms/").content.decode()
    assert door not in client_of(examiner).get("/cms/").content.decode()
