"""Deadlines to the second: what the server writes at the start, what a grant adds, and when one may try again."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.utils import translation

from accounts.models import User
from exams import delivery, registering, seating
from exams.conditions import NotAllowed
from exams.eligibility import conditions
from exams.models import Attempt, Registration, Response, Sitting
from tests.exams.making import KINDS, finished, sitting, version

pytestmark = pytest.mark.django_db
OPENS = dt.datetime(2026, 12, 7, 1, 0, tzinfo=dt.UTC)
SECOND, MINUTE, HOUR, DAY = (dt.timedelta(seconds=n) for n in (1, 60, 3600, 86400))


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


def started(candidate: User, moment: dt.datetime, factor: str = "1", extra_s: int = 0) -> Attempt:
    """An attempt of an hour, begun at `moment`, at a sitting of two hours."""
    at = sitting(version(["single"], duration_s=3600), walk_in=False, opens_at=OPENS, closes_at=OPENS + 2 * HOUR)
    Registration.objects.create(
        candidate=candidate,
        sitting=at,
        admission_no=registering.admission_number("TST", OPENS),
        state="admitted",
        time_factor=Decimal(factor),
        extra_s=extra_s,
    )
    with time_machine.travel(moment, tick=False):
        return delivery.start(candidate=candidate, sitting=at)


@pytest.mark.parametrize(
    ("late", "factor", "extra_s", "deadline"),
    [
        (0 * HOUR, "1", 0, OPENS + HOUR),
        (0 * HOUR, "1.5", 600, OPENS + 100 * MINUTE),
        (0 * HOUR, "4", 0, OPENS + 4 * HOUR),
        (HOUR, "1", 0, OPENS + 2 * HOUR),
        (HOUR + SECOND, "1", 0, OPENS + 2 * HOUR),
        (90 * MINUTE, "1", 0, OPENS + 2 * HOUR),
        (90 * MINUTE, "1.25", 60, OPENS + 2 * HOUR + 16 * MINUTE),
        (2 * HOUR - SECOND, "1", 0, OPENS + 2 * HOUR),
    ],
)
def test_the_deadline_is_the_earlier_of_ones_own_time_and_the_close_each_with_ones_own_extra(
    learner: User, late: dt.timedelta, factor: str, extra_s: int, deadline: dt.datetime
):
    assert started(learner, OPENS + late, factor, extra_s).deadline_at == deadline


@pytest.mark.parametrize("moment", [OPENS - SECOND, OPENS + 2 * HOUR])
def test_before_the_opening_and_from_the_close_on_nobody_starts(learner: User, moment: dt.datetime):
    with pytest.raises(NotAllowed) as refusal:
        started(learner, moment)
    assert [condition.key for condition in refusal.value.conditions] == ["window"]


def test_a_grant_moves_the_deadline_by_its_seconds_also_past_the_close(learner: User, examiner: User):
    attempt = started(learner, OPENS + 90 * MINUTE)
    with time_machine.travel(OPENS + 2 * HOUR - SECOND, tick=False):
        delivery.grant_time(attempt=attempt, seconds=600, reason="停电", by=examiner)
        delivery.grant_time(attempt=attempt, seconds=60, reason="停电", by=examiner)
    attempt.refresh_from_db()
    assert attempt.deadline_at == OPENS + 2 * HOUR + 11 * MINUTE


def save(attempt: Attempt) -> Response:
    delivery.save(attempt=attempt, slot=1, value=KINDS["single"][3], seq=None, epoch=1)
    return Response.objects.order_by("-seq")[0]


def test_to_the_second_what_comes_within_the_grace_counts_and_after_a_grant_the_new_deadline_does(learner: User, examiner: User):
    attempt = started(learner, OPENS)
    with time_machine.travel(OPENS + HOUR - SECOND, tick=False):
        delivery.grant_time(attempt=attempt, seconds=300, reason="停电", by=examiner)
    ends = OPENS + HOUR + 5 * MINUTE + 15 * SECOND
    with time_machine.travel(ends, tick=False):
        assert not save(attempt).late
    with time_machine.travel(ends + SECOND, tick=False):
        assert save(attempt).late
        with pytest.raises(delivery.NotRunning):
            delivery.grant_time(attempt=attempt, seconds=60, reason="停电", by=examiner)


# Handed in half an hour after midnight in Zhuhai: in UTC it is still the day before.
FAILED = dt.datetime(2026, 12, 7, 16, 30, tzinfo=dt.UTC)


class TestTheWaitsOfTheScheme:
    @pytest.fixture(params=[[7, 30, 90], [3, 14, 60], [1, 7, 30]], ids=["CQO", "QSD", "QSO"])
    def days(self, request: pytest.FixtureRequest) -> list[int]:
        return list(request.param)

    @pytest.fixture
    def at(self, days: list[int]) -> Sitting:
        with time_machine.travel(FAILED - DAY, tick=False):
            return sitting(version(["single"], max_attempts=4, cooling_off_days=days))

    def test_each_wait_ends_on_its_day_and_the_refusal_names_rule_and_local_day(
        self, learner: User, at: Sitting, days: list[int]
    ):
        moment = FAILED
        for wait in days:
            with time_machine.travel(moment, tick=False):
                finished(learner, at, right=False)
            again = moment + wait * DAY
            with time_machine.travel(again - SECOND, tick=False), pytest.raises(NotAllowed) as refusal:
                delivery.start(candidate=learner, sitting=at)
            (condition,) = refusal.value.conditions
            local = again + 8 * HOUR
            told = f"{local.year}年{local.month}月{local.day}日 00:30"
            assert condition.allowed_from == again
            assert condition.sentence == f"未通过后须间隔{wait}天，{told}起可以再考。"
            with time_machine.travel(again, tick=False):
                assert all(one.met for one in conditions(learner, at))
            moment = again

    def test_registering_ahead_is_judged_by_the_day_of_the_sitting(self, learner: User, at: Sitting, days: list[int]):
        with time_machine.travel(FAILED, tick=False):
            finished(learner, at, right=False)
            opens = FAILED + days[0] * DAY
            fields = {"walk_in": False, "closes_at": opens + HOUR}
            early = sitting(at.exam_version, opens_at=opens - SECOND, **fields)
            with pytest.raises(NotAllowed) as refusal:
                seating.register(candidate=learner, sitting=early)
            assert [condition.key for condition in refusal.value.conditions] == ["cooling_off"]
            assert seating.register(candidate=learner, sitting=sitting(at.exam_version, opens_at=opens, **fields)).pk


def test_after_the_third_attempt_the_day_is_named_on_which_the_first_falls_out_of_the_year(learner: User):
    with time_machine.travel(FAILED, tick=False):
        at = sitting(version(["single"], max_attempts=3, cooling_off_days=[1, 7, 30]))
    for day in (0, 1, 8):
        with time_machine.travel(FAILED + day * DAY, tick=False):
            finished(learner, at, right=False)
    a_year_on = FAILED.replace(year=2027)
    with time_machine.travel(a_year_on - SECOND, tick=False), pytest.raises(NotAllowed) as refusal:
        delivery.start(candidate=learner, sitting=at)
    assert [condition.sentence for condition in refusal.value.conditions] == [
        "12个月内的3次机会已用完，2027年12月8日起可以再考。"
    ]
    with time_machine.travel(a_year_on, tick=False):
        assert delivery.start(candidate=learner, sitting=at).ordinal == 4
