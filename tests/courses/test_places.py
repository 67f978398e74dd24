"""Places in a run: a seat, the waiting list, who moves up; never one seat too many, also when all come at once."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core.dates import now
from courses import places
from courses.models import CourseRun, CourseTeacher, Enrolment, RunPlace
from courses.signals import run_place_given
from tests.cast import person
from tests.courses.learning import complete
from tests.courses.small import make_course
from tests.courses.test_races import at_once

DAY = dt.timedelta(days=1)


def make_run(course, seats=None, **fields) -> CourseRun:
    dates = {"starts_at": now() + 10 * DAY, "ends_at": now() + 40 * DAY, "enrolment_opens_at": now() - DAY}
    values = {"title": "第一期", "is_announced": True, "seats": seats, "version": course.current} | dates | fields
    return CourseRun.objects.create(course=course, **values)


@pytest.fixture
def course(db):
    return make_course()


def take(who, run) -> RunPlace:
    return places.take(learner=who, run=run)


def test_a_seat_enrols_in_the_course_at_the_runs_version(course, learner):
    run = make_run(course, 2)
    assert take(learner, run).is_seated
    mine = Enrolment.objects.get(learner=learner)
    assert (mine.run, mine.version) == (run, run.version)
    assert take(learner, run).is_seated
    run.refresh_from_db()
    assert (run.taken, run.left) == (1, 1)


def test_who_learned_at_his_own_pace_keeps_all_he_did(course, learner):
    from courses import completion

    mine = completion.enrol(learner=learner, version=course.current)
    complete(mine, "TST-01")
    take(learner, make_run(course))
    again = Enrolment.objects.get(learner=learner)
    assert again.pk == mine.pk
    assert again.run is not None
    assert learner.lesson_progress.get().completed_at


def test_when_all_seats_are_taken_one_waits_and_moves_up_by_itself(course, learner, stranger, employer):
    run = make_run(course, 1)
    given = []
    run_place_given.connect(receiver := lambda sender, place, **kwargs: given.append(place.learner_id), weak=False)
    try:
        take(learner, run)
        assert take(stranger, run).is_waiting
        assert take(employer, run).is_waiting
        assert not Enrolment.objects.filter(learner=stranger).exists()
        places.give_back(learner=learner, run=run)
    finally:
        run_place_given.disconnect(receiver)
    assert RunPlace.objects.get(learner=stranger).is_seated
    assert RunPlace.objects.get(learner=employer).is_waiting
    assert Enrolment.objects.get(learner=stranger).run == run
    assert Enrolment.objects.get(learner=learner).run is None
    assert given == [learner.pk, stranger.pk]


def test_who_comes_back_waits_behind_the_others(course, learner, stranger):
    run = make_run(course, 1)
    take(learner, run)
    take(stranger, run)
    places.give_back(learner=learner, run=run)
    assert take(learner, run).is_waiting


def test_added_seats_go_to_those_who_wait_in_their_order(course, learner, stranger, employer):
    run = make_run(course, 1)
    for who in (learner, stranger, employer):
        take(who, run)
    CourseRun.objects.filter(pk=run.pk).update(seats=2)
    assert places.fill(run) == 1
    assert [place.learner for place in RunPlace.objects.waiting()] == [employer]


@pytest.mark.parametrize(
    "fields",
    [
        {"is_announced": False},
        {"enrolment_closes_at": now() - dt.timedelta(hours=1)},
        {"enrolment_opens_at": now() + DAY},
        {"starts_at": None},
    ],
    ids=["not announced", "closed", "not open yet", "no dates"],
)
def test_one_enrols_only_while_the_state_says_so(course, learner, fields):
    run = make_run(course, **fields)
    with pytest.raises(places.Refused):
        take(learner, run)
    assert not RunPlace.objects.exists()


def test_one_has_a_place_in_one_run_of_a_course_at_a_time(course, learner):
    take(learner, make_run(course))
    other = make_run(course, title="第二期")
    with pytest.raises(places.Refused, match="第一期"):
        take(learner, other)


def test_nothing_is_given_back_when_the_run_is_over(course, learner):
    run = make_run(course)
    take(learner, run)
    with time_machine.travel(now() + 60 * DAY), pytest.raises(places.Refused):
        places.give_back(learner=learner, run=run)


def test_the_database_itself_refuses_to_oversell(course):
    run = make_run(course, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        CourseRun.objects.filter(pk=run.pk).update(taken=2)


def test_teachers_see_their_runs_before_they_are_announced(course, learner, school, stranger):
    run = make_run(course, is_announced=False)
    other = make_run(course, title="第二期", is_announced=False)
    CourseTeacher.objects.create(course=course, run=run, person=school)
    CourseTeacher.objects.create(course=course, person=learner)
    assert list(CourseRun.objects.visible_to(school)) == [run]
    assert set(CourseRun.objects.visible_to(learner)) == {run, other}
    assert not CourseRun.objects.visible_to(stranger).exists()


MANY, SEATS = 12, 4


@pytest.mark.django_db(transaction=True)
def test_all_at_once_never_oversell():
    run = make_run(make_course(), SEATS)
    people = [person(f"学员{n}", f"l{n}") for n in range(MANY)]
    assert at_once([lambda who=who: take(who, run) for who in people]) == []
    assert RunPlace.objects.exclude(seated_at=None).count() == SEATS
    assert RunPlace.objects.waiting().count() == MANY - SEATS
    assert Enrolment.objects.count() == SEATS
    seated = [place.learner for place in RunPlace.objects.exclude(seated_at=None)]
    assert at_once([lambda who=who: places.give_back(learner=who, run=run) for who in seated]) == []
    run.refresh_from_db()
    assert run.taken == SEATS
    assert RunPlace.objects.live().exclude(seated_at=None).count() == SEATS


@pytest.mark.django_db(transaction=True)
def test_without_the_conditional_update_seats_are_oversold():
    """The control: count, then write, each in its own time."""
    run = make_run(make_course(), SEATS)
    people = [person(f"学员{n}", f"l{n}") for n in range(MANY)]
    counted = threading.Barrier(MANY)

    def careless(who):
        taken = RunPlace.objects.filter(run=run).count()
        counted.wait(timeout=30)
        if taken < SEATS:
            RunPlace.objects.create(run=run, learner=who, seated_at=now())

    assert at_once([lambda who=who: careless(who) for who in people]) == []
    assert RunPlace.objects.filter(run=run).count() > SEATS
