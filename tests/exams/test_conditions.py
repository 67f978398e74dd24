"""What a room above the exams asks holds wherever one starts, registers or writes by hand."""

import datetime as dt

import pytest

from core.dates import now
from exams import conditions, delivery, eligibility, seating
from exams.conditions import Condition, NotAllowed
from tests.exams.making import sitting, version

AGAIN = dt.datetime(2027, 1, 2, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def barred(monkeypatch, learner):
    """A rule of a room above that keeps the learner out, and nobody else; what it was asked for."""
    asked: list[dt.datetime] = []

    def rule(candidate, version, at):
        asked.append(at)
        return Condition(False, "barred", allowed_from=AGAIN, key="barred") if candidate == learner else None

    monkeypatch.setattr("exams.conditions._rules", [])
    assert conditions.register(conditions.register(rule)) is rule
    return asked


def test_nobody_starts_against_a_rule_of_a_room_above(learner, stranger, barred):
    at = sitting(version(["single"]))
    with pytest.raises(NotAllowed) as refusal:
        delivery.start(candidate=learner, sitting=at)
    assert [(one.key, one.allowed_from) for one in refusal.value.conditions] == [("barred", AGAIN)]
    assert len(barred) == 1, "registered twice, asked once"
    assert delivery.start(candidate=stranger, sitting=at).in_progress


def test_registering_asks_it_for_the_day_of_the_sitting(learner, barred):
    at = sitting(version(["single"]), walk_in=False, opens_at=now() + 24 * HOUR, closes_at=now() + 30 * HOUR)
    with pytest.raises(NotAllowed) as refusal:
        seating.register(candidate=learner, sitting=at)
    assert [one.key for one in refusal.value.conditions] == ["barred"]
    assert barred == [at.opens_at]


def test_a_sheet_written_by_hand_is_asked_it_for_that_day(learner, barred):
    at = sitting(version(["single"]), walk_in=True)
    assert [one.key for one in eligibility.unmet(eligibility.on_paper(learner, at))] == ["barred"]
    assert barred == [at.opens_at]
