"""Sixteen completions at once: the cap holds, each lesson is credited once. The control shows the race is real."""

import threading

import pytest
from django.db import connection, transaction

from core.dates import today
from courses import completion, hours
from courses.models import Course, CreditEntry, Enrolment, LessonProgress
from tests.courses.learning import answer_all, course, enrol

MANY = 16
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(deeds):
    barrier, faults = threading.Barrier(len(deeds)), []

    def run(deed):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            deed()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return faults


@pytest.fixture
def ready(content, learner):
    """Sixteen lessons whose checks are all answered, under a cap of three hours: 135 minutes."""
    Course.objects.filter(code="QSO").update(daily_cap_hours=3)
    mine = enrol(learner)
    for code in mine.version.codes[:MANY]:
        answer_all(learner, code)
    return mine


def test_sixteen_completions_never_exceed_the_daily_cap(ready, learner):
    codes = ready.version.codes[:MANY]
    faults = at_once(
        [lambda code=code: completion.complete(enrolment=Enrolment.objects.get(pk=ready.pk), lesson_code=code) for code in codes]
    )
    assert faults == []
    assert LessonProgress.objects.exclude(completed_at=None).count() == MANY
    assert hours.used_on(learner, today()) == 135 * 60
    assert CreditEntry.objects.count() == MANY


def test_the_same_lesson_completed_sixteen_times_at_once_is_credited_once(ready, learner):
    code = ready.version.codes[0]
    faults = at_once([lambda: completion.complete(enrolment=Enrolment.objects.get(pk=ready.pk), lesson_code=code)] * MANY)
    assert faults == []
    assert CreditEntry.objects.count() == 1


def test_sixteen_enrolments_at_once_are_one(content, learner):
    assert at_once([lambda: enrol(learner)] * MANY) == []
    assert Enrolment.objects.count() == 1


def test_without_the_lock_the_cap_is_exceeded(ready, learner):
    """The control: read what is used, then write, each in its own time."""
    read = threading.Barrier(MANY)

    def careless(code):
        used = hours.used_on(learner, today())
        read.wait(timeout=30)
        if used < 135 * 60:
            with transaction.atomic():
                CreditEntry.objects.create(
                    learner=learner,
                    course=course(),
                    lesson_code=code,
                    seconds=2100,
                    reason="completed",
                    rule_version="1/45/3",
                    source_ref=f"lesson:{code}:1",
                )

    assert at_once([lambda code=code: careless(code) for code in ready.version.codes[:MANY]]) == []
    assert hours.used_on(learner, today()) > 135 * 60
