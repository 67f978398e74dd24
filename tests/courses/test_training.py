"""Assigning learning in a firm: to whom, newcomers, leaving, recalling; the states; and that nothing is done twice."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from core.dates import today
from courses.models import CompletionRecord, Enrolment, Track, TrainingAssignment, TrainingTask
from courses.models.training import of_state
from courses.training import assigning, counting
from courses.training.settling import settle
from courses.training.states import STATES
from notices.models import Notice
from organisations import belonging
from organisations.models import Membership, Role
from organisations.refusal import Refused
from tests.cast import person
from tests.courses.learning import complete, complete_all, enrol
from tests.courses.small import make_course
from tests.courses.training import DAY, assign
from tests.organisations.making import department, firm, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(db):
    return make_course(codes=[["TST-01", "TST-02"]])


@pytest.fixture
def body(employer):
    return firm("甲公司", manager=employer)


def task_of(who):
    return TrainingTask.objects.live().get(membership__person=who)


def test_everybody_gets_the_task_and_reads_who_assigned_it_why_and_until_when(
    body, course, employer, learner, client_of, django_capture_on_commit_callbacks
):
    member(body, learner)
    with django_capture_on_commit_callbacks(execute=True):
        made = assign(body, course, employer)
    assert TrainingTask.objects.live().count() == 2
    page = client_of(learner).get("/learn/").text
    for words in ("课程TST", "甲公司", "陈工", date_format(made.due_on), "年度培训"):
        assert words in page, words
    notice = Notice.objects.get(reader=learner, code="courses.training_assigned")
    assert "甲公司" in notice.subject
    assert any("年度培训" in letter.body for letter in mail.outbox)


def test_the_same_assignment_again_changes_nothing(body, course, employer, learner):
    member(body, learner)
    first = assign(body, course, employer)
    before = list(TrainingTask.objects.order_by("pk").values())
    assert assign(body, course, employer) == first
    assert list(TrainingTask.objects.order_by("pk").values()) == before
    assert Notice.objects.filter(code="courses.training_assigned").count() == 2
    settle(body)
    assert list(TrainingTask.objects.order_by("pk").values()) == before


def test_another_day_for_the_same_people_is_refused_and_names_the_day_that_stands(body, course, employer):
    first = assign(body, course, employer)
    with pytest.raises(Refused, match=first.due_on.isoformat()):
        assign(body, course, employer, days=60)


def test_a_department_is_meant_with_its_parts_and_nobody_else(body, course, employer, learner, stranger):
    part = department(body, "生产部")
    member(body, learner, department=department(body, "质检组", part))
    member(body, stranger, department=department(body, "采购部"))
    assign(body, course, employer, department=part)
    assert [one.membership.person for one in TrainingTask.objects.live()] == [learner]


def test_settling_asks_as_much_for_one_department_as_for_ten(body, course, employer, learner, django_assert_num_queries):
    row = member(body, learner, department=department(body))
    assign(body, course, employer, department=row.department)
    settle(body)
    with CaptureQueriesContext(connection) as one:
        settle(body, [row])
    for number in range(9):
        assign(body, course, employer, department=department(body, f"第{number}车间"))
    with django_assert_num_queries(len(one)):
        settle(body, [row])


def test_a_newcomer_gets_it_with_time_enough_and_a_move_ends_it(body, course, employer, learner):
    part, other = department(body), department(body, "采购部")
    row = Membership.objects.create(organisation=body, name="林悦", department=part)
    assign(body, course, employer, days=10, department=part)
    assert not TrainingTask.objects.filter(membership=row).exists()
    with time_machine.travel(dt.datetime.now(dt.UTC) + 5 * DAY, tick=False):
        belonging.join(membership=row, person=learner, by=employer, how="code")
        task = task_of(learner)
        assert task.due_on == today() + 30 * DAY
        belonging.change(membership=row, by=employer, department=other)
        task.refresh_from_db()
        assert (task.ended_on, task.ended_because) == (today(), "moved")
        belonging.change(membership=row, by=employer, department=part)
        assert task_of(learner).pk != task.pk
    assert Notice.objects.filter(reader=learner, code="courses.training_assigned").exists()


def test_who_leaves_has_no_task_and_keeps_everything_learned(body, course, employer, learner):
    row = member(body, learner)
    assign(body, course, employer)
    complete_all(enrol(learner, "TST"))
    belonging.leave(membership=row, by=employer)
    task = TrainingTask.objects.get(membership=row)
    assert task.ended_because == "left"
    assert Enrolment.objects.get(learner=learner).completed_at
    assert CompletionRecord.objects.standing().filter(learner=learner).exists()
    assert not TrainingTask.objects.visible_to(employer).filter(pk=task.pk).exists()


def test_a_recall_names_its_reason_and_is_done_once(body, course, employer, learner):
    member(body, learner)
    made = assign(body, course, employer)
    with pytest.raises(Refused):
        assigning.recall(assignment=made, by=employer, because=" ")
    assigning.recall(assignment=made, by=employer, because="课程换了")
    assigning.recall(assignment=made, by=employer, because="再撤一次")
    made.refresh_from_db()
    assert made.recalled_because == "课程换了"
    assert set(TrainingTask.objects.values_list("ended_because", flat=True)) == {"recalled"}
    told = Notice.objects.filter(code="courses.training_recalled", reader=learner)
    assert [one.facts["reason"] for one in told] == ["课程换了"]
    assert assign(body, course, employer).pk != made.pk


def test_of_two_assignments_the_nearer_date_holds_and_the_other_takes_over_when_it_is_recalled(body, course, employer, learner):
    row = member(body, learner, department=department(body))
    far, near = assign(body, course, employer, days=90), assign(body, course, employer, days=20, department=row.department)
    task = task_of(learner)
    assert (task.assignment, task.due_on) == (near, near.due_on)
    assigning.recall(assignment=near, by=employer, because="不急")
    task.refresh_from_db()
    assert (task.assignment, task.due_on, task.ended_on) == (far, far.due_on, None)


def test_chosen_people_alone_have_it_and_others_are_added(body, course, employer, learner, stranger):
    one, two = member(body, learner), member(body, stranger)
    first = assign(body, course, employer, members=[one])
    assert assign(body, course, employer, members=[one]) == first
    assert assign(body, course, employer, members=[one, two]) != first
    assert TrainingTask.objects.live().count() == 2


@pytest.mark.parametrize("wrong", ["reason", "past", "other firm", "no account"])
def test_what_cannot_be_assigned_is_refused_in_words_and_nothing_is_written(wrong, body, course, employer, learner):
    cases: dict[str, dict[str, Any]] = {
        "reason": {"reason": " "},
        "past": {"days": -1},
        "other firm": {"members": [member(firm("乙公司"), learner)]},
        "no account": {"members": [Membership.objects.create(organisation=body, name="无号")]},
    }
    with pytest.raises(Refused):
        assign(body, course, employer, **cases[wrong])
    assert not TrainingAssignment.objects.exists()


def test_the_four_states_are_the_same_in_python_and_in_the_database(body, course, employer, learner):
    assign(body, course, employer, days=10)
    task, day = TrainingTask.objects.live().first(), today()
    for due, begun, done in [(d, b, e) for d in (-1, 0, 1) for b in (None, -3) for e in (None, -2)]:
        task.due_on = day + due * DAY
        task.begun_on = day + begun * DAY if begun else None
        task.done_on = day + done * DAY if done else None
        task.save()
        held = [state for state in STATES if TrainingTask.objects.filter(of_state(state), pk=task.pk).exists()]
        assert held == [task.state], (due, begun, done)
        assert TrainingTask.objects.of_state("overdue").filter(pk=task.pk).exists() == task.is_overdue


def test_a_task_follows_the_learning_from_begun_to_done(body, course, employer, learner):
    member(body, learner)
    assign(body, course, employer)
    assert task_of(learner).state == "never"
    mine = enrol(learner, "TST")
    complete(mine, "TST-01")
    counting.count_recent()
    task = task_of(learner)
    assert (task.state, task.steps_done, task.steps_total) == ("on_time", 1, 2)
    complete(mine, "TST-02")
    assert task_of(learner).state == "done"
    with time_machine.travel(dt.datetime.now(dt.UTC) + 60 * DAY, tick=False):
        assert task_of(learner).state == "done"


def test_a_track_is_done_with_its_last_required_step(body, course, employer, learner):
    make_course("OTH", [["OTH-01", "OTH-02"]])
    stages = [
        {"title": {"zh-hans": "一"}, "steps": [{"kind": "course", "code": "TST"}]},
        {"title": {"zh-hans": "二"}, "steps": [{"kind": "lessons", "need": 1, "of": ["OTH-01", "OTH-02"]}]},
    ]
    track = Track.objects.create(slug="tst", content={"title": {"zh-hans": "试用路径"}, "stages": stages})
    member(body, learner)
    assign(body, track, employer)
    complete_all(enrol(learner, "TST"))
    task = task_of(learner)
    assert (task.state, task.steps_done, task.steps_total) == ("on_time", 1, 2)
    complete(enrol(learner, "OTH"), "OTH-02")
    counting.count_person(learner)
    assert task_of(learner).state == "done"


def test_what_was_done_before_joining_counts_and_its_day_is_not_told(body, course, employer, learner):
    complete_all(enrol(learner, "TST"))
    assign(body, course, employer)
    with time_machine.travel(dt.datetime.now(dt.UTC) + 40 * DAY, tick=False):
        row = Membership.objects.create(organisation=body, name="林悦", since=today() - 200 * DAY)
        belonging.join(membership=row, person=learner, by=employer, how="code")
        task = task_of(learner)
        assert (task.state, task.was_done_before, task.done_on) == ("done", True, today())
    assert not Notice.objects.filter(reader=learner, code="courses.training_assigned").exists()


def test_a_manager_of_another_firm_sees_no_assignment_and_no_task(body, course, employer, learner):
    other = person("乙经理", "yi")
    firm("乙公司", manager=other)
    member(body, learner)
    made = assign(body, course, employer)
    officer = person("培训员", "officer")
    member(body, officer, role=Role.TRAINING_OFFICER)
    assert TrainingAssignment.objects.visible_to(officer).get() == made
    for who in (other, learner):
        assert not TrainingAssignment.objects.visible_to(who).exists()
    assert not TrainingTask.objects.visible_to(other).exists()
    assert [one.membership.person for one in TrainingTask.objects.visible_to(learner)] == [learner]
