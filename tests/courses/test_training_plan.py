"""The training plan of a firm (R8-5): planned by month, department and post, assigned from it, compared with what is done."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.dates import today
from core.models import AuditEntry
from courses.models import TrainingAssignment, TrainingPlanLine, TrainingTask
from courses.training import assigning, planning
from courses.training.planning import Wish
from organisations.models import Membership
from organisations.refusal import Refused
from tests.courses.learning import complete_all, enrol
from tests.courses.small import make_course
from tests.courses.training import assign, crowd
from tests.organisations.making import department, firm

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(db):
    return make_course(codes=[["TST-01"]])


@pytest.fixture
def body(employer):
    return firm("甲公司", manager=employer)


def planned(body, course, employer, month=None, **wish):
    return planning.add(organisation=body, year=today().year, wish=Wish(month or today().month, course, **wish), by=employer)


def compared(body):
    return [(row.standing, row.done, row.people) for row in planning.of_year(body, today().year).rows]


def test_a_line_is_assigned_to_the_post_it_names_and_counts_what_they_do(body, course, employer):
    part, other = department(body, "生产部"), department(body, "采购部")
    leaders = crowd(body, 4, department=part)
    Membership.objects.filter(pk__in=[leaders[0].pk, leaders[1].pk]).update(post="班组长")
    Membership.objects.filter(pk=leaders[3].pk).update(post="班组长", department=other)
    line = planned(body, course, employer, department=part, post="班组长")
    assert compared(body) == [("due", 0, 0)]
    assert planning.assign(line=line, by=employer) == 2
    assert planning.assign(line=line, by=employer) == 0
    tasks = TrainingTask.objects.live()
    assert {task.membership_id for task in tasks} == {leaders[0].pk, leaders[1].pk}
    assert {task.due_on for task in tasks} == {line.due_on}
    assert compared(body) == [("under_way", 0, 2)]
    for person in (one.person for one in leaders[:2] if one.person):
        complete_all(enrol(person, "TST"))
    assert compared(body) == [("done", 2, 2)]


def test_whoever_assigned_it_the_plan_counts_it_and_a_month_that_is_over_is_late(body, course, employer):
    part = department(body, "生产部")
    crowd(body, 3, department=part)
    assign(body, course, employer, department=part)
    line = planned(body, course, employer, department=part)
    assert compared(body) == [("under_way", 0, 3)]
    assert planning.assign(line=line, by=employer) == 0
    line.refresh_from_db()
    assert line.assignment == TrainingAssignment.objects.get()
    with time_machine.travel(dt.datetime.combine(line.due_on + dt.timedelta(days=1), dt.time(4), dt.UTC), tick=False):
        (row,) = planning.of_year(body, line.year).rows
        assert row.standing == "late"


def test_a_line_stands_once_is_taken_out_and_one_that_is_assigned_only_after_its_recall(body, course, employer):
    crowd(body, 1)
    line = planned(body, course, employer, month=12)
    assert planned(body, course, employer, month=12) == line
    planning.remove(line=line, by=employer)
    assert not TrainingPlanLine.objects.exists()
    line = planned(body, course, employer, month=12)
    planning.assign(line=line, by=employer)
    with pytest.raises(Refused, match=r"先|first"):
        planning.remove(line=line, by=employer)
    line.refresh_from_db()
    assigning.recall(assignment=line.assignment, by=employer, because="改到明年")
    planning.remove(line=line, by=employer)
    assert not TrainingPlanLine.objects.exists()
    kinds = AuditEntry.objects.filter(deed__startswith="training_plan.").order_by("pk").values_list("deed", flat=True)
    assert list(kinds) == [f"training_plan.{deed}" for deed in ("added", "removed", "added", "assigned", "removed")]


def test_a_month_that_is_past_or_a_post_nobody_has_is_not_assigned(body, course, employer):
    early = planning.add(organisation=body, year=today().year - 1, wish=Wish(5, course), by=employer)
    nobody = planned(body, course, employer, month=12, post="没有的岗位")
    for line in (early, nobody):
        with pytest.raises(Refused):
            planning.assign(line=line, by=employer)
    with pytest.raises(Refused):
        planning.add(organisation=body, year=today().year + 2, wish=Wish(5, course), by=employer)
    assert not TrainingTask.objects.exists()


def test_the_page_takes_a_line_assigns_it_and_its_file_holds_the_same_and_no_formula(body, course, employer, client_of):
    crowd(body, 2, post="=1+1")
    client, there = client_of(employer), f"/org/{body.slug}/training/plan"
    sent = {"month": 12, "subject": f"c{course.pk}", "post": "=1+1", "hours": "1.5", "budget": "3000"}
    assert client.post(f"{there}/", {**sent, "month": 13}).status_code == 422
    assert client.post(f"{there}/", sent).status_code == 302
    line = TrainingPlanLine.objects.get()
    assert client.post(f"{there}/{line.pk}/assignment/").status_code == 302
    page = client.get(f"{there}/").text
    assert "0/2" in page
    assert "3000" in page
    rows = client.post(f"{there}.csv").getvalue().decode("utf-8-sig").splitlines()
    assert rows[1].split(",")[0] == f"{line.year}-12"
    assert "1.5,3000" in rows[1]
    assert client.post(f"{there}.pdf").getvalue().startswith(b"%PDF")
    assert client.post(f"{there}.exe").status_code == 404
    assert client.post(f"{there}/{line.pk}/removal/", follow=True).status_code == 200
    assert TrainingPlanLine.objects.exists()


def test_as_many_queries_for_one_line_as_for_twelve(body, course, employer, client_of):
    parts = [department(body, f"部门{number}") for number in range(6)]
    crowd(body, 6, department=parts[0], post="班长")
    client, there = client_of(employer), f"/org/{body.slug}/training/plan/"

    def queries() -> int:
        client.get(there)
        with CaptureQueriesContext(connection) as asked:
            client.get(there)
        return len(asked)

    planning.assign(line=planned(body, course, employer, month=1 + 11, department=parts[0], post="班长"), by=employer)
    few = queries()
    for month, part in enumerate(parts, start=1):
        planned(body, course, employer, month=month, department=part)
        planned(body, make_course(f"T{month:02}"), employer, month=month, department=part, post="班长")
    assert queries() == few
