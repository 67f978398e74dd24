"""Attempts whose time is over: closed by whoever looks first, or by the sweep, and none held up by another's fault."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command

from exams import delivery
from exams.models import Attempt
from exams.signals import attempt_closed
from exams.tasks import finalise_due
from tests.exams.making import answer, sitting

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def open_sitting(db):
    return sitting()


@pytest.fixture
def attempt(learner, open_sitting):
    return delivery.start(candidate=learner, sitting=open_sitting)


def test_whoever_looks_first_after_the_grace_closes_the_attempt(attempt, django_assert_num_queries):
    told = Attempt.objects.told().get()
    with django_assert_num_queries(0):
        assert delivery.settle(told).in_progress
    with time_machine.travel(attempt.deadline_at + 14 * SECOND, tick=False):
        assert delivery.settle(told).in_progress
    with time_machine.travel(attempt.deadline_at + 16 * SECOND, tick=False):
        assert delivery.settle(told).state == "released"


def test_the_sweep_closes_what_nobody_looked_at(attempt, stranger, open_sitting, capsys):
    answer(attempt)
    with time_machine.travel(attempt.deadline_at - 60 * SECOND, tick=False):
        delivery.start(candidate=stranger, sitting=open_sitting)
    with time_machine.travel(attempt.deadline_at + 60 * SECOND, tick=False):
        assert finalise_due() == 1
        assert finalise_due() == 0
        call_command("finalise_attempts")
    assert "0 closed" in capsys.readouterr().out
    attempt.refresh_from_db()
    assert (attempt.submit_reason, attempt.submitted_at, attempt.results.get().total) == ("deadline", attempt.deadline_at, 14)


def test_one_paper_that_cannot_be_closed_holds_no_other_up_and_is_told(attempt, stranger, open_sitting):
    with time_machine.travel(attempt.deadline_at - 60 * SECOND, tick=False):
        other = delivery.start(candidate=stranger, sitting=open_sitting)

    def fail(sender, attempt: Attempt, **kwargs):
        if attempt.candidate_id != stranger.pk:
            raise RuntimeError("the disk is full")

    attempt_closed.connect(fail)
    try:
        with time_machine.travel(other.deadline_at + 60 * SECOND, tick=False), pytest.raises(ExceptionGroup) as told:
            finalise_due()
    finally:
        attempt_closed.disconnect(fail)
    assert told.group_contains(RuntimeError, match="disk is full")
    assert [Attempt.objects.get(pk=one.pk).in_progress for one in (attempt, other)] == [True, False]
