"""The clock of exams: whatever the host's own does, time goes on as the database has it."""

import ast
import datetime as dt
import logging
import time
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from campaigns import playing
from core import clock
from courses.meetings import attending, rotating
from exams import delivery, desk_sittings, overview, seating
from exams.firms import listing, taking
from exams.models import Response, SittingEntry
from tests.campaigns.making import contest_of, right_value
from tests.courses.meeting import course_that_meets, meet, run_of
from tests.exams import quizzes
from tests.exams.checking import check
from tests.exams.making import sitting, version
from tests.organisations.making import firm, member

HOUR = dt.timedelta(hours=1)
_BEGUN = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=time.monotonic())


def right():
    """The true time, whatever this process takes for it."""
    return _BEGUN + dt.timedelta(seconds=time.monotonic())


@pytest.fixture
def database_clock(monkeypatch, settings):
    """A database whose clock goes right, or wrong by as much as the test says, and a process that asks it each time."""

    class Database:
        asked, wrong = 0, dt.timedelta(0)

        def told(self):
            self.asked += 1
            return right() + self.wrong, time.monotonic()

    database = Database()
    monkeypatch.setattr(clock, "_asked", database.told)
    monkeypatch.setattr(clock._clock, "newest", None)
    settings.EXAM_CLOCK_SECONDS = 60
    return database


def jumped(by):
    return time_machine.travel(right() + by, tick=True)


@pytest.mark.parametrize("by", [HOUR, -HOUR])
def test_r12_a_host_whose_clock_jumps_neither_cuts_nor_extends_an_attempt(learner, db, database_clock, by):
    attempt = delivery.start(candidate=learner, sitting=sitting(version(["fillin"], items=1, duration_s=600)))
    with jumped(by):
        ack = delivery.save(attempt=attempt, slot=1, value=["授权"], seq=1, epoch=1)
        left, settled, closed = attempt.remaining_ms(), delivery.settle(attempt), delivery.finalise_due()
    stored = Response.objects.get()
    assert (ack.late, settled.in_progress, closed) == (False, True, 0)
    assert 570_000 < ack.remaining_ms <= 600_000
    assert 570_000 < left <= 600_000
    assert attempt.started_at <= stored.received_at < attempt.started_at + dt.timedelta(minutes=1)
    assert database_clock.asked == 1


def test_r12_control_by_the_hosts_own_clock_the_attempt_would_be_over(learner, db, settings):
    settings.EXAM_CLOCK_SECONDS = 0
    attempt = delivery.start(candidate=learner, sitting=sitting(version(["fillin"], items=1, duration_s=600)))
    with jumped(HOUR):
        assert delivery.save(attempt=attempt, slot=1, value=["授权"], seq=1, epoch=1).late
        assert not delivery.settle(attempt).in_progress


def test_r12_a_jump_of_either_clock_is_logged_once(database_clock, settings, caplog):
    settings.EXAM_CLOCK_SECONDS = 1e-9  # each look asks again
    with caplog.at_level(logging.WARNING, "core.clock"):
        clock.now()
        with jumped(HOUR):
            clock.now()
            clock.now()
        assert [record.getMessage().partition(" is ")[0] for record in caplog.records] == ["this host's clock"]
        caplog.clear()
        clock.now()
        database_clock.wrong = HOUR
        caplog.clear()
        clock.now()
        clock.now()
    assert [record.getMessage().partition(" by ")[0] for record in caplog.records] == [
        "the database's clock jumped",
        "this host's clock is -3600.0 s off the database's; exams go",
    ]


def test_r12_invigilators_see_the_time_that_candidates_have(learner, administrator, client_of, database_clock):
    held = sitting(version(["fillin"], items=1, duration_s=600))
    delivery.start(candidate=learner, sitting=held)
    with jumped(HOUR):
        told = client_of(administrator).get(reverse("exams:invigilation-state", args=[held.pk])).json()
    (row,) = told["rows"].values()
    assert row["left"] > "09:30"


# --- beside the paper: seats, desks, spot checks, the contest, attendance


@pytest.fixture
def seat(learner, employer):
    """A seat a firm took in a sitting that opens in half an hour."""
    body = firm("甲公司", manager=employer)
    member(body, learner)
    coming = sitting(version(["fillin"], items=1), walk_in=False, opens_at=right() + HOUR / 2, closes_at=right() + HOUR)
    return seating.register(candidate=learner, sitting=coming, by=employer, organisation=body)


def lists(held, office):
    """Where this seat is told of: the firm's list, the candidate's page, the desks."""
    desk: Any = desk_sittings.sittings(office)
    return [
        held.sitting in listing.sittings(held.organisation),
        held in overview.registrations_of(held.candidate),
        held.sitting in desk["context"]["sittings"],
    ]


def test_r12_a_firms_seats_and_all_lists_go_by_the_databases_clock(seat, employer, examiner, database_clock):
    with jumped(72 * HOUR):
        assert lists(seat, examiner) == [True, True, True]
        assert taking.give_back(registration=seat, by=employer).state == "withdrawn"


def test_r12_control_by_the_hosts_own_clock_seat_and_lists_would_be_gone(seat, employer, examiner, settings):
    settings.EXAM_CLOCK_SECONDS = 0
    with jumped(72 * HOUR):
        assert lists(seat, examiner) == [False, False, False]
        with pytest.raises(seating.TooLate):
            taking.give_back(registration=seat, by=employer)


def test_r12_a_spot_check_opened_by_a_host_ahead_can_be_begun_at_once(learner, examiner, database_clock):
    with jumped(HOUR):
        opened = check(examiner)
    assert opened.is_open()
    assert delivery.start(candidate=learner, sitting=opened).in_progress
    assert SittingEntry.objects.get(kind="code").at < right() + HOUR / 2


@pytest.mark.parametrize("by", [HOUR, -HOUR])
def test_r12_a_try_at_the_contest_lasts_as_long_on_a_host_whose_clock_is_off(learner, db, database_clock, by):
    held = contest_of(opens_at=right() - 2 * HOUR, closes_at=right() + 48 * HOUR)
    play = playing.admit(playing.ask(contest=held, who="u:1", person=learner))
    with jumped(by):
        for slot in playing.slots(play):
            playing.answer(play=play, slot=slot, value=right_value(slot))
        assert playing.finish_due() == 0
    play.refresh_from_db()
    assert play.right == 3
    assert (play.ms or 0) < 60_000


@pytest.mark.parametrize("by", [HOUR, -HOUR])
def test_r12_an_attempt_at_a_quiz_begins_by_the_databases_clock(learner, db, database_clock, by):
    """A cycle of learning counts what began in it."""
    quizzes.practice_items(5)
    mine = quizzes.enrolled(learner, quizzes.course_with_quiz())
    with jumped(by):
        assert abs(quizzes.begin(mine).begun_at - right()) < HOUR / 2


def test_r12_a_code_of_attendance_is_good_on_a_host_whose_clock_is_off(learner, school, client_of, database_clock):
    held = meet(run_of(course_that_meets(), school, learner), school)
    browser = client_of(learner)
    code = rotating.code(attending.key_of(held), rotating.step_at(clock.now().timestamp()))
    with jumped(HOUR / 4):
        assert browser.get(f"/learn/meetings/{held.pk}/here/?c={code}").status_code == 302


def hosts_clock(source):
    """Where a module asks the host's own clock, but for the default of a column."""
    tree = ast.parse(source)
    brought = {
        one.asname or one.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "core.dates"
        for one in node.names
        if one.name in ("now", "today")
    }
    defaults = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "default"}
    return [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id in brought and id(n) not in defaults]


def test_r12_no_module_of_exams_asks_the_hosts_own_clock():
    """docs/algorithms/deadline.md: whose time it is. The name of an exported file decides nothing."""
    found = {
        str(path.relative_to(settings.BASE_DIR)): lines
        for path in (settings.BASE_DIR / "exams").rglob("*.py")
        if "migrations" not in path.parts and (lines := hosts_clock(path.read_text()))
    }
    assert list(found) == ["exams/office/exchange.py"]
    assert hosts_clock("from core.dates import now\nat = Field(default=now)\nlate = now() > at") == [3]


def test_r12_the_time_is_told_as_of_the_answer_however_long_a_connection_was_waited_for(monkeypatch):
    at, said = [100.0], dt.datetime(2026, 11, 28, tzinfo=dt.UTC)

    @contextmanager
    def cursor():
        at[0] += 10
        yield SimpleNamespace(execute=lambda _sql: at.__setitem__(0, at[0] + 0.5), fetchone=lambda: [said])

    monkeypatch.setattr(clock, "connection", SimpleNamespace(vendor="postgresql", cursor=cursor))
    monkeypatch.setattr(clock, "time", SimpleNamespace(monotonic=lambda: at[0]))
    assert clock._asked() == (said, 110.25)


@pytest.mark.postgres
def test_r12_postgresql_is_asked_for_its_own_clock(db, monkeypatch, settings):
    settings.EXAM_CLOCK_SECONDS = 60
    monkeypatch.setattr(clock._clock, "newest", None)
    with jumped(HOUR):
        told = clock.now()
    assert abs(told - right()) < dt.timedelta(seconds=30)
