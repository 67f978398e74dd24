"""Hours (学时): credited once, capped per day, refused with the reason, made up later; the ledger never rewritten."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core.dates import today
from courses import hours, ledger
from courses.models import CreditEntry
from tests.courses.learning import complete, course, enrol

# QSO: 35 minutes a lesson, 40 in four of them; a day counts 360 minutes.
FIRST_TEN = ["LAW-01", "OFF-01", "OFF-02", "OFF-03", "OFF-04", "OFF-05", "OFF-06", "OFF-07", "OFF-08", "OFF-09"]


@pytest.fixture
def clock():
    with time_machine.travel(dt.datetime(2026, 9, 18, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8))), tick=True) as traveller:
        yield traveller


def next_day(clock):
    clock.shift(dt.timedelta(days=1))


@pytest.fixture
def full_day(content, learner, clock):
    """Eleven lessons in one day: 395 minutes, 35 above the cap."""
    mine = enrol(learner)
    for code in [*FIRST_TEN, "OFF-10"]:
        complete(mine, code)
    return mine


def entries(learner):
    return [
        (e.lesson_code, e.seconds // 60, e.refused_seconds // 60, e.reason)
        for e in CreditEntry.objects.visible_to(learner).order_by("pk")
    ]


def test_a_completed_lesson_is_credited_once(content, learner):
    mine = enrol(learner)
    complete(mine, "OFF-05")
    complete(mine, "OFF-05")
    assert entries(learner) == [("OFF-05", 40, 0, "completed")]
    entry = CreditEntry.objects.get()
    assert (entry.rule_version, entry.source_ref, entry.day) == ("1/45/8", "lesson:OFF-05:1", today())


def test_what_exceeds_the_daily_cap_is_refused_and_says_why(full_day, learner):
    assert entries(learner)[9:] == [("OFF-09", 40, 0, "completed"), ("OFF-10", 0, 35, "daily_cap")]
    assert hours.used_on(learner, today()) == 360 * 60
    assert hours.total(learner, "QSO") == Decimal("8.0")


def test_completion_does_not_wait_for_hours(full_day, learner):
    assert learner.lesson_progress.exclude(completed_at=None).count() == 11


def test_a_full_day_makes_nothing_up(full_day, learner):
    assert hours.make_up(learner=learner, lesson_code="OFF-10") is None
    assert len(entries(learner)) == 11


def test_the_next_day_makes_it_up_once(full_day, learner, clock):
    next_day(clock)
    assert hours.make_up(learner=learner, lesson_code="OFF-10").seconds == 35 * 60
    assert hours.make_up(learner=learner, lesson_code="OFF-10") is None
    assert entries(learner)[-1] == ("OFF-10", 35, 0, "made_up")
    assert hours.outstanding(learner) == {}


def test_part_of_a_lesson_may_count_today_and_the_rest_tomorrow(content, learner, clock):
    cap = course().daily_cap_hours
    type(course()).objects.filter(code="QSO").update(daily_cap_hours=1)
    mine = enrol(learner)
    complete(mine, "OFF-05")
    complete(mine, "OFF-06")
    assert entries(learner)[-1] == ("OFF-06", 5, 30, "daily_cap")
    next_day(clock)
    hours.make_up(learner=learner, lesson_code="OFF-06")
    assert entries(learner)[-1] == ("OFF-06", 30, 0, "made_up")
    assert hours.total(learner, "QSO") == Decimal("1.6")
    assert cap == 8


def test_a_lesson_of_two_courses_counts_in_both(content, learner):
    complete(enrol(learner, "QSO"), "DAY-08")
    enrol(learner, "QSD")
    assert hours.total(learner, "QSO") == hours.total(learner, "QSD") == Decimal("0.7")
    assert hours.total(learner, "CQO") == Decimal("0.0")


def test_the_total_shown_is_the_sum_of_the_entries(full_day, learner):
    told = ledger.of(learner)
    assert told.minutes == sum(line.minutes for line in told.lines) == 360
    assert told.open_minutes == 35
    assert told.hours == Decimal("8.0")


def test_a_correction_is_a_new_entry_and_leaves_the_day_alone(full_day, learner):
    CreditEntry.objects.create(
        learner=learner,
        course=course(),
        lesson_code="OFF-09",
        seconds=-2400,
        reason="corrected",
        note="重复计入",
        rule_version="1/45/8",
        source_ref="correction:1",
    )
    assert ledger.of(learner).minutes == 320
    assert hours.room_today(learner, course()) == 0
    assert "OFF-10" in hours.outstanding(learner)


@pytest.mark.parametrize(
    "wrong",
    [
        {"seconds": -1, "reason": "completed"},
        {"seconds": 0, "refused_seconds": 60, "reason": "completed"},
        {"source_ref": "lesson:OFF-05:1"},
    ],
)
def test_the_ledger_refuses_what_makes_no_sense(content, learner, wrong):
    complete(enrol(learner), "OFF-05")
    fields = {"seconds": 1, "reason": "completed", "rule_version": "1/45/8", "source_ref": "x"} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditEntry.objects.create(learner=learner, course=course(), lesson_code="OFF-05", **fields)


def test_midnight_in_zhuhai_begins_a_new_day(full_day, learner, clock):
    clock.move_to(dt.datetime(2026, 9, 18, 15, 59, tzinfo=dt.UTC))
    assert hours.room_today(learner, course()) == 0
    clock.move_to(dt.datetime(2026, 9, 18, 16, 1, tzinfo=dt.UTC))
    assert hours.room_today(learner, course()) == 360 * 60


# --- the pages --------------------------------------------------------------------------------------------


def test_the_lesson_tells_what_was_refused_and_when_it_can_be_made_up(full_day, learner, client_of, clock):
    mine = client_of(learner)
    html = mine.get("/courses/qso/off-10/").content.decode()
    assert "有35分钟没有计入：每日最多计8学时。" in html
    assert "明天起打开本课" in html
    assert "补记学时" not in html
    next_day(clock)
    mine = client_of(learner)  # yesterday's session has ended
    html = mine.get("/courses/qso/off-10/").content.decode()
    assert "补记学时" in html
    answer = mine.post("/courses/qso/off-10/hours/")
    assert answer.status_code == 302
    assert "没有计入" not in mine.get("/courses/qso/off-10/").content.decode()


def test_the_ledger_page_shows_every_entry_and_reason(full_day, learner, client_of):
    html = client_of(learner).get("/learn/hours/").content.decode()
    assert html.count("<tr>") == 11 + 2
    assert "超出每日上限" in html
    assert "360分钟" in html


def test_the_ledger_page_asks_the_same_few_queries_however_long(
    content, learner, client_of, django_assert_max_num_queries, clock
):
    mine, reader = enrol(learner), client_of(learner)
    complete(mine, "OFF-01")
    complete(mine, "OFF-02")
    reader.get("/learn/hours/")
    with django_assert_max_num_queries(12) as few:
        reader.get("/learn/hours/")
    for code in mine.version.codes:
        complete(mine, code)
    with django_assert_max_num_queries(len(few)):
        reader.get("/learn/hours/")
