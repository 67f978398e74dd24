"""Assigning a course by a program: an assignment like any other, with a date, in the matrix, recalled there."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client

from accounts.models import User
from core.dates import local_day, now, today
from core.models import AuditEntry
from courses.models import Course, Enrolment, Track, TrainingAssignment, TrainingTask
from courses.training import assigning as training
from courses.training import counting
from notices.models import Notice
from organisations.belonging import leave
from organisations.models import Membership
from tests.cast import person
from tests.courses.interface import ask, statements, token
from tests.courses.learning import complete, complete_all, course, enrol
from tests.courses.small import make_course
from tests.courses.training import crowd
from tests.organisations.making import firm, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "nobody_has_asked_yet")]


def test_a_member_is_assigned_a_course_once_and_told(employer: User, learner: User) -> None:
    body = firm(manager=employer)
    row, text = member(body, learner), token(body, employer)
    address = f"PUT members/{row.pk}/enrolments/QSO/"
    first, again = ask(text, address), ask(text, address)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["state"] == "in_progress"
    assert Enrolment.objects.filter(learner=learner).count() == 1
    assert Notice.objects.filter(reader=learner, code="courses.training_assigned").count() == 1
    entry = AuditEntry.objects.get(deed="training.included")
    assert (entry.actor_id, entry.data["how"]) == (employer.pk, f"token {text[3:11]}")
    assert AuditEntry.objects.get(deed="course.enrolled").actor_id == employer.pk


def test_what_stands_against_assigning_is_said_and_nothing_is_done(employer: User, learner: User) -> None:
    body = firm(manager=employer)
    row, text = member(body, learner), token(body, employer)
    waiting = Membership.objects.create(organisation=body, name="未注册")
    course("QSD").prerequisites.add(course("QSO"))
    Course.objects.filter(code="CQO").update(is_self_paced=False)
    for who, code, words in ((waiting, "QSO", "邀请"), (row, "QSD", "请先学完"), (row, "CQO", "班次")):
        answer = ask(text, f"PUT members/{who.pk}/enrolments/{code}/")
        assert (answer.status_code, words in answer.json()["detail"]) == (409, True), answer.json()
    assert ask(text, f"PUT members/{row.pk}/enrolments/NONE/").status_code == 404
    assert not Enrolment.objects.filter(learner=learner).exists()
    assert not TrainingAssignment.objects.exists()


@pytest.mark.parametrize("kind", ["course", "track"])
def test_what_is_assigned_on_the_pages_of_training_is_told_as_well(kind: str, employer: User, learner: User) -> None:
    body = firm(manager=employer)
    row, text = member(body, learner), token(body, employer)
    enrolment = enrol(learner)
    complete(enrolment, enrolment.version.codes[0])
    assert ask(text, "enrolments/").json()["items"] == []
    subject = course() if kind == "course" else Track.objects.get(slug="qso")
    wanted = training.Wanted(subject=subject, due_on=today(), reason="上岗", members=[row])
    made, _tasks = training.assign(organisation=body, wanted=wanted, by=employer)
    assert [one["course"] for one in ask(text, "enrolments/").json()["items"]] == ["QSO"]
    assert ask(text, "hours/").json()["total"]["entries"] == 1
    assert {one["verb"]["display"]["en"] for one in statements(ask(text, "events/"))} == {"initialized", "completed"}
    training.recall(assignment=made, by=employer, because="撤回")
    for door in ("enrolments/", "progress/"):
        assert ask(text, door).json()["items"] == []
    assert ask(text, "events/").content == b""


def test_the_matrix_shows_what_a_program_assigned_and_a_recall_there_ends_it(
    employer: User, learner: User, client_of: Callable[[User], Client]
) -> None:
    body = firm(manager=employer)
    row, text = member(body, learner), token(body, employer)
    ask(text, f"PUT members/{row.pk}/enrolments/QSO/?due_on=2027-03-31&reason=新员工")
    page = client_of(employer).get(f"/org/{body.slug}/training/").text
    assert learner.full_name in page
    assert "新员工" in client_of(employer).get(f"/org/{body.slug}/training/assignments/").text
    made = TrainingAssignment.objects.get()
    assert (made.due_on.isoformat(), made.by, list(made.chosen.all())) == ("2027-03-31", employer, [row])
    training.recall(assignment=made, by=employer, because="换岗")
    assert ask(text, "enrolments/").json()["items"] == []
    assert ask(text, f"PUT members/{row.pk}/enrolments/QSO/").status_code == 201


def test_people_assigned_one_by_one_on_a_day_stand_in_one_line(employer: User) -> None:
    body = firm(manager=employer)
    text = token(body, employer)
    for row in crowd(body, 3):
        assert ask(text, f"PUT members/{row.pk}/enrolments/QSO/").status_code == 201
    made = TrainingAssignment.objects.get()
    assert (made.chosen.count(), made.due_on) == (3, today() + timedelta(days=30))
    assert TrainingTask.objects.live().count() == 3


def test_another_date_or_one_that_is_past_is_refused_in_words(employer: User, learner: User) -> None:
    body = firm(manager=employer)
    row, text = member(body, learner), token(body, employer)
    address = f"PUT members/{row.pk}/enrolments/QSO/"
    past = ask(text, f"{address}?due_on=2026-11-01")
    assert (past.status_code, "过去" in past.json()["detail"]) == (409, True), past.json()
    assert not Enrolment.objects.filter(learner=learner).exists()
    assert ask(text, f"{address}?due_on=2027-01-31").status_code == 201
    other = ask(text, f"{address}?due_on=2027-02-28")
    assert (other.status_code, "2027-01-31" in other.json()["detail"]) == (409, True)
    assert ask(text, f"{address}?due_on=31.1.2027").status_code == 422
    assert ask(text, f"{address}?reason=%00").status_code == 422


def test_who_had_the_course_from_the_department_keeps_it_by_name_after_moving(employer: User, learner: User) -> None:
    body = firm(manager=employer)
    row, text = member(body, learner), token(body, employer)
    everybody = training.Wanted(subject=course(), due_on=today() + timedelta(days=9), reason="全员")
    made, _number = training.assign(organisation=body, wanted=everybody, by=employer)
    assert ask(text, f"PUT members/{row.pk}/enrolments/QSO/").status_code == 201
    training.recall(assignment=made, by=employer, because="撤回")
    assert TrainingTask.objects.live().get(membership=row).due_on == today() + timedelta(days=30)


def test_what_programs_assigned_before_the_merge_moves_without_loss(employer: User, learner: User, stranger: User) -> None:
    """Rows of the former table, on its former columns: open, already assigned on the page, done, and of somebody who left."""
    body, one = firm(manager=employer), make_course()
    jia = person("甲", "jia")
    rows = [member(body, someone) for someone in (learner, stranger, jia, person("乙", "yi"))]
    training.assign(
        organisation=body,
        wanted=training.Wanted(subject=one, due_on=today() + timedelta(days=3), reason="页面", members=[rows[1]]),
        by=employer,
    )
    complete_all(enrol(jia, "TST"))
    leave(membership=rows[3], by=employer)
    steps = MigrationLoader(connection, replace_migrations=False)  # one by one, as an older database takes them
    old = steps.project_state(("courses", "0028_move_course_assignments")).apps
    _fill(old.get_model("courses", "CourseAssignment"), rows, one, employer)
    import_module("courses.migrations.0028_move_course_assignments").move(old, None)
    made = TrainingAssignment.objects.get(reason__contains="系统")
    assert (made.course, made.by, made.scope) == (one, employer, "chosen")
    assert set(made.chosen.all()) == set(rows)
    assert made.due_on == today() + timedelta(days=30)
    counting.count_recent()
    tasks = {task.membership_id: task for task in TrainingTask.objects.filter(organisation=body)}
    assert [tasks[row.pk].state for row in rows[:3]] == ["never", "never", "done"]
    assert tasks[rows[1].pk].assignment.reason == "页面"
    assert (tasks[rows[3].pk].ended_because, tasks[rows[3].pk].ended_on) == ("left", today())
    assert tasks[rows[0].pk].since == local_day(now()) - timedelta(days=40)


def _fill(model: Any, rows: list[Membership], one: Course, by: User) -> None:
    """The former table, made anew for this test with the columns it had."""
    meta = model._meta
    columns = ", ".join(f"{field.column} {field.db_type(connection).replace('IDENTITY', '')}" for field in meta.local_fields)
    columns = columns.replace("AUTOINCREMENT", "")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {meta.db_table} ({columns})")
    at = now() - timedelta(days=40)
    for number, row in enumerate(rows, start=1):
        model.objects.create(id=number, membership_id=row.pk, course_id=one.pk, assigned_by_id=by.pk, assigned_at=at)
