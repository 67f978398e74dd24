"""The deadline to the millisecond: within the grace an answer counts, one millisecond after it is kept and does not."""

import datetime as dt

import pytest
import time_machine

from exams import delivery
from exams.models import Attempt, Response
from tests.exams.making import sitting, version

TICK = dt.timedelta(milliseconds=1)


@pytest.fixture
def attempt(learner, db):
    with time_machine.travel(dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC), tick=False):
        there = sitting(version(["fillin"], items=1, duration_s=600, grace_s=15))
        return delivery.start(candidate=learner, sitting=there)


def submit_at(attempt, moment):
    with time_machine.travel(moment, tick=False):
        delivery.submit(attempt=attempt, pending=[delivery.Answer(1, ["授权"], 1)], epoch=1)
    attempt.refresh_from_db()
    return attempt.results.get().total


@pytest.mark.parametrize(
    ("past", "counts", "reason"),
    [
        (-TICK, True, Attempt.Reason.CANDIDATE),
        (dt.timedelta(0), True, Attempt.Reason.CANDIDATE),
        (TICK, False, Attempt.Reason.DEADLINE),
    ],
)
def test_s04_handing_in_at_the_last_moment(attempt, past, counts, reason):
    total = submit_at(attempt, attempt.last_moment + past)
    assert (total == 2, Response.objects.get().late, attempt.submit_reason) == (counts, not counts, reason)


@pytest.mark.parametrize(("past", "late"), [(-TICK, False), (dt.timedelta(0), False), (TICK, True)])
def test_s04_saving_at_the_last_moment(attempt, past, late):
    with time_machine.travel(attempt.last_moment + past, tick=False):
        ack = delivery.save(attempt=attempt, slot=1, value=["授权"], seq=1, epoch=1)
    assert (ack.late, Response.objects.get().late) == (late, late)


def test_the_clients_clock_counts_to_the_deadline_and_not_into_the_grace(attempt):
    assert attempt.remaining_ms(attempt.deadline_at - TICK) == 1
    assert attempt.remaining_ms(attempt.deadline_at) == attempt.remaining_ms(attempt.last_moment) == 0
