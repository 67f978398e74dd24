"""The save in one statement: what it does not take changes nothing, and goes the way of three queries (saving.md)."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection

from core.dates import now
from exams import delivery, saving
from exams.delivery import Answer
from exams.models import Attempt, Response
from tests.exams.making import sitting, version

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def attempt(learner) -> Attempt:
    return delivery.start(candidate=learner, sitting=sitting(version(["single"], items=2, count=2)))


def plainly(attempt: Attempt, *answers: Answer, epoch: int = 1, at: dt.datetime | None = None) -> list[saving.Ack] | None:
    return saving.store_plainly(attempt.pk, answers, epoch, at or now())


def test_what_is_plain_is_stored_as_the_long_way_stores_it(attempt):
    at, typed = now(), now() - MINUTE
    answers = [Answer(1, "A", 3, typed), Answer(2, None, 1)]
    acks = plainly(attempt, *answers, at=at)
    if connection.vendor != "postgresql":
        assert acks is None
        acks = saving.store(attempt, answers, 1, at)
    assert acks == [
        saving.Ack(1, 3, at, attempt.remaining_ms(at), 1, value="A"),
        saving.Ack(2, 1, at, attempt.remaining_ms(at), 1, value=None),
    ]
    rows = Response.objects.order_by("attempt_item__slot").values_list(
        "seq", "value", "epoch", "client_at", "received_at", "late"
    )
    assert list(rows) == [(3, "A", 1, typed, at, False), (1, None, 1, None, at, False)]


@pytest.mark.parametrize(
    "odd",
    [
        lambda attempt: plainly(attempt, Answer(1, "B", 2)),
        lambda attempt: plainly(attempt, Answer(2, "A", 1), Answer(1, "B", 1)),
        lambda attempt: plainly(attempt, Answer(2, "A", 1), Answer(2, "B", 2)),
        lambda attempt: plainly(attempt, Answer(2, "A")),
        lambda attempt: plainly(attempt, Answer(2, "A", 1), epoch=2),
        lambda attempt: plainly(attempt, Answer(2, "A", 1), at=attempt.last_moment + dt.timedelta(milliseconds=1)),
        lambda attempt: [delivery.submit(attempt=attempt), plainly(attempt, Answer(2, "A", 1))][1],
    ],
    ids=["number taken", "one of two taken", "twice in one", "no number", "another pen", "a millisecond too late", "closed"],
)
def test_what_is_not_plain_changes_nothing(attempt, odd: Callable[[Attempt], list[saving.Ack] | None]):
    delivery.save(attempt=attempt, slot=1, value="A", seq=2, epoch=1)
    assert odd(attempt) is None
    assert Response.objects.count() == 1


def test_at_the_last_moment_of_the_grace_it_is_still_in_time(attempt):
    acks = plainly(attempt, Answer(1, "A", 1), at=attempt.last_moment)
    assert (acks is not None) == Response.objects.filter(late=False).exists() == (connection.vendor == "postgresql")
