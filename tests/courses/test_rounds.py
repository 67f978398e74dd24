"""Activities in a later cycle: what was done before it began does not count, and stays as it was."""

import datetime as dt

import pytest
import time_machine

from courses import attempting, completion, cycles, working
from courses.activities import of as activities_of
from courses.media import answering
from courses.models import ActivityEvidence, ActivityProgress, Course, Enrolment
from courses.packages.outline import Outline, Unit
from courses.showing import shown
from tests.courses.activities import course_of, enrol, lesson_page, reading

READING = "6f1b2c34-0000-4000-8000-00000000a1a1"
BEGUN, AGAIN = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC), dt.datetime(2027, 2, 10, 9, tzinfo=dt.UTC)


def activity_of(enrolment):
    return activities_of(enrolment.version.lesson("ACT-01"))[0]


def open_package(enrolment, package):
    return attempting.begin(enrolment=enrolment, lesson_code="ACT-01", activity_id="x", package=package)


@pytest.fixture
def course(db):
    course = course_of(lesson_page([reading(block_id=READING)]))
    Course.objects.update(validity_months=12, renewal_days=30)
    return course


@pytest.fixture
def again(course, learner):
    """Completed in March 2026; the second cycle began in February 2027."""
    with time_machine.travel(BEGUN):
        mine = enrol(learner, Course.objects.get())
        working.note(learner=learner, lesson_code="ACT-01", activity=activity_of(mine), deed="read")
        completion.complete(enrolment=mine, lesson_code="ACT-01")
    with time_machine.travel(AGAIN - dt.timedelta(days=1)):
        cycles.start_due()
    return Enrolment.objects.get()


def test_what_was_done_before_a_cycle_does_not_complete_its_lessons(again, learner):
    assert again.cycle == 2
    with time_machine.travel(AGAIN), pytest.raises(completion.NotYet) as told:
        completion.complete(enrolment=again, lesson_code="ACT-01")
    assert told.value.open_activities == [READING]
    assert working.done(learner, "ACT-01") == {READING}, "in a course that has no later cycle it counts still"
    assert working.done(learner, "ACT-01", again.counts_from) == set()


def test_done_anew_it_counts_and_the_old_row_is_untouched(again, learner):
    before = ActivityProgress.objects.values().get()
    with time_machine.travel(AGAIN):
        (told,) = shown([activity_of(again)], learner, "ACT-01", is_mine=True, since=again.counts_from)
        assert (told.is_complete, told.own_word) == (False, "read")
        row = working.note(
            learner=learner, lesson_code="ACT-01", activity=activity_of(again), deed="read", since=again.counts_from
        )
        completion.complete(enrolment=again, lesson_code="ACT-01")
    assert ActivityProgress.objects.filter(pk=before["id"]).values().get() == before
    assert (row.round, row.completed_at.year, ActivityEvidence.objects.filter(completed=True).count()) == (2, 2027, 2)
    again.refresh_from_db()
    assert again.completed_at


def test_the_page_asks_for_it_anew_and_takes_it(again, learner, client_of):
    browser = client_of(learner)
    with time_machine.travel(AGAIN):
        browser.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
        assert "我已读完" in browser.get("/courses/act/act-01/").content.decode()
        browser.post(f"/courses/act/act-01/activities/{READING}/", {"deed": "read"})
        assert "我已读完" not in browser.get("/courses/act/act-01/").content.decode()
    assert ActivityProgress.objects.count() == 2


def test_answers_from_before_a_cycle_do_not_answer_its_questions(again, learner):
    from dataclasses import replace

    from courses.models import CheckAnswer

    film = replace(activity_of(again), facts={"checkpoints": ["q1"]})
    with time_machine.travel(BEGUN):
        CheckAnswer.objects.create(learner=learner, lesson_code="ACT-01", check_id="q1", answer=True, right=True)
    settle = {"learner": learner, "lesson_code": "ACT-01", "activities": [film], "check_id": "q1", "since": again.counts_from}
    with time_machine.travel(AGAIN):
        answering.settle(**settle)
        assert ActivityProgress.objects.count() == 1
        CheckAnswer.objects.create(learner=learner, lesson_code="ACT-01", check_id="q1", answer=True, right=True)
        answering.settle(**settle)
    assert ActivityProgress.objects.get(round=2).deeds == ["answered"]


def test_half_done_before_a_cycle_is_begun_anew(course, learner):
    with time_machine.travel(BEGUN):
        mine = enrol(learner, course)
        working.start(learner, "ACT-01", activity_of(mine))
    Enrolment.objects.update(counts_from=AGAIN)
    with time_machine.travel(AGAIN + dt.timedelta(days=1)):
        assert working.start(learner, "ACT-01", activity_of(mine), AGAIN).round == 2
        assert working.start(learner, "ACT-01", activity_of(mine), AGAIN).round == 2
        assert working.start(learner, "ACT-01", activity_of(mine)).round == 2


def test_a_package_of_an_earlier_cycle_is_attempted_anew(again, learner, administrator):
    from courses.models import Package

    told = Outline("scorm12", "包", "1.2", (Unit("a", "甲", "a.html"),)).as_dict()
    package = Package.objects.create(
        title="包", kind="scorm12", file_name="a.zip", sha256="0" * 64, size=1, outline=told, uploaded_by=administrator
    )
    Enrolment.objects.update(counts_from=None)
    with time_machine.travel(BEGUN):
        first = open_package(Enrolment.objects.get(), package)
    with time_machine.travel(AGAIN):
        assert open_package(again, package).number == 2
        assert open_package(again, package).number == 2
    assert first.number == 1
