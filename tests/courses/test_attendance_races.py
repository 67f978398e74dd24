"""The same person by the code and by the list, all at once: one row, one credit. The control shows the race is real."""

import threading

import pytest
from django.db import transaction

from core.dates import today
from courses import hours
from courses.meetings import attending
from courses.models import Attendance, AttendanceReversal, CreditEntry
from tests.courses.meeting import course_that_meets, meet, run_of
from tests.courses.test_races import at_once

MANY = 12
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(learner, school):
    return meet(run_of(course_that_meets(), school, learner), school)


def test_by_code_and_list_at_once_one_is_put_down_and_credited_once(meeting, learner, school):
    by_code = [lambda: attending.put_down(meeting=meeting, learner=learner)] * (MANY // 2)
    by_list = [lambda: attending.put_down(meeting=meeting, learner=learner, by=school)] * (MANY // 2)
    assert at_once(by_code + by_list) == []
    assert Attendance.objects.count() == 1
    assert hours.used_on(learner, today()) == 3 * 3600


def test_taken_back_by_many_at_once_it_is_taken_back_once(meeting, learner, school):
    row = attending.put_down(meeting=meeting, learner=learner, by=school)
    assert at_once([lambda: attending.take_back(attendance=row, by=school, because="点错了")] * MANY) == []
    assert AttendanceReversal.objects.count() == 1
    assert hours.credited(learner, "F2F-01") == 0
    assert CreditEntry.objects.filter(reason="corrected").count() == 1


def test_without_the_lock_the_same_hours_are_credited_twice(meeting, learner):
    """The control: look whether he is on the list, then credit, each in his own time."""
    looked = threading.Barrier(MANY)

    def careless(n):
        is_there = Attendance.objects.filter(learner=learner, meeting=meeting).exists()
        looked.wait(timeout=30)
        if not is_there:
            with transaction.atomic():
                CreditEntry.objects.create(
                    learner=learner,
                    course=meeting.run.course,
                    lesson_code="F2F-01",
                    seconds=10800,
                    reason="attended",
                    rule_version="attendance/1/1/45/8",
                    source_ref=f"meeting:careless-{n}",
                )

    assert at_once([lambda n=n: careless(n) for n in range(MANY)]) == []
    assert hours.used_on(learner, today()) > 3 * 3600
