"""The clock of exams: whatever the host's own does, time goes on as the database has it."""

import datetime as dt
import logging
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
import time_machine
from django.urls import reverse

from core import clock
from exams import delivery
from exams.models import Response
from tests.exams.making import sitting, version

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
