"""Signals: written into the chain, harmless to answers and marks, never more than a record holds."""

import json

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from exams import delivery, events, noticing
from exams.models import Attempt, AttemptEvent
from tests.exams.making import answer, sitting, version


@pytest.fixture
def attempt(learner, db):
    return delivery.start(candidate=learner, sitting=sitting(version(["single", "short"])))


def send(client, attempt, *signals, **more):
    cache.clear()
    body = {"epoch": 1, "signals": list(signals)}
    return client.post(reverse("exams:signals", args=[attempt.pk]), json.dumps(body), "application/json", **more)


def kinds(attempt):
    return list(attempt.events.order_by("number").values_list("kind", flat=True))


def test_signals_join_the_chain_in_their_order(client_of, learner, attempt):
    reply = send(
        client_of(learner),
        attempt,
        {"kind": "opened", "at": "2026-11-25T01:00:00Z", "slot": 1},
        {"kind": "paste", "slot": 2, "length": 120, "text": "never kept"},
        {"kind": "back", "slot": 2, "seconds": 33},
    )
    assert reply.json() == {"kept": 4}
    assert kinds(attempt) == ["started", "signal_address", "signal_opened", "signal_paste", "signal_back"]
    paste = attempt.events.get(kind="signal_paste")
    assert paste.data == {"slot": 2, "length": 120}
    assert noticing.told(paste) == "在第2题粘贴了120字"
    assert events.is_intact(attempt)


def test_another_address_is_a_signal_of_its_own_and_the_same_is_none(client_of, learner, attempt):
    client = client_of(learner)
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.7"):
        send(client, attempt, {"kind": "online"}, REMOTE_ADDR=address)
    told = [event.data for event in attempt.events.filter(kind="signal_address").order_by("number")]
    assert told == [{"address": "192.0.2.1", "before": ""}, {"address": "192.0.2.7", "before": "192.0.2.1"}]


def test_no_signal_changes_a_mark_or_a_state(client_of, learner, attempt):
    send(client_of(learner), attempt, *[{"kind": kind, "slot": 1} for kind in noticing.KINDS])
    attempt.refresh_from_db()
    assert (attempt.state, attempt.session_epoch) == (Attempt.State.IN_PROGRESS, 1)
    answer(attempt)
    delivery.submit(attempt=attempt)
    assert not attempt.cases.exists()
    first = attempt.items.get(slot=1).marks.get()
    assert first.marks == 2


def test_a_time_no_database_can_keep_is_left_out(client_of, learner, attempt):
    for moment in ("2026\x00", "2026\ud800"):
        assert send(client_of(learner), attempt, {"kind": "online", "at": moment}).status_code == 200
    assert all("device_at" not in event.data for event in attempt.events.all())


@pytest.mark.parametrize(
    "signals", ["x", [1], [{"kind": "verdict"}], [{"kind": "paste", "length": -1}], [{"kind": "paste", "length": "9"}], [{}] * 51]
)
def test_what_no_page_sends_is_refused_with_the_field(client_of, learner, attempt, signals):
    reply = client_of(learner).post(
        reverse("exams:signals", args=[attempt.pk]), json.dumps({"signals": signals}), "application/json"
    )
    assert (reply.status_code, reply.json()["field"]) == (422, "signals")
    assert kinds(attempt) == ["started"]


def test_a_flood_is_slowed_down_and_the_record_has_an_end(client_of, learner, attempt, monkeypatch):
    client, address = client_of(learner), reverse("exams:signals", args=[attempt.pk])
    cache.clear()
    body = json.dumps({"signals": [{"kind": "blur"}]})
    assert [client.post(address, body, "application/json").status_code for _ in range(2)] == [200, 429]
    monkeypatch.setattr(noticing, "IN_ALL", 4)
    assert send(client, attempt, *[{"kind": "blur"}] * 9).json() == {"kept": 2}
    assert send(client, attempt, {"kind": "blur"}).json() == {"kept": 0}


def test_a_stranger_and_a_lapsed_login_write_nothing(client, client_of, stranger, attempt):
    assert send(client_of(stranger), attempt, {"kind": "blur"}).status_code == 404
    assert send(client, attempt, {"kind": "blur"}).status_code == 401
    assert client_of(stranger).get(reverse("exams:signals", args=[attempt.pk])).status_code == 405
    assert kinds(attempt) == ["started"]


def test_signals_after_the_end_are_not_kept(client_of, learner, attempt):
    delivery.submit(attempt=attempt)
    before = kinds(attempt)
    assert send(client_of(learner), attempt, {"kind": "blur"}).json() == {"kept": 0}
    assert kinds(attempt) == before


def test_signals_cost_the_same_however_many(client_of, learner, attempt, django_assert_max_num_queries):
    client = client_of(learner)
    send(client, attempt, {"kind": "blur"})
    with django_assert_max_num_queries(11):
        send(client, attempt, *[{"kind": "blur"}] * 40)


def test_a_record_that_was_tampered_with_is_told_by_its_place(client_of, learner, attempt, capsys):
    send(client_of(learner), attempt, {"kind": "blur"}, {"kind": "back", "seconds": 400})
    call_command("check_attempt_record", str(attempt.pk))
    assert "1 records are whole" in capsys.readouterr().out
    forged = attempt.events.get(kind="signal_back")
    forged.data = {"seconds": 1}
    chain = [forged if event.pk == forged.pk else event for event in attempt.events.order_by("number")]
    assert events.broken_at(chain) == forged.number
    assert events.broken_at([event for event in chain if event.kind != "signal_blur"]) == 3
    _forge(forged.pk)
    with pytest.raises(CommandError, match="1 of 1 records are broken"):
        call_command("check_attempt_record")
    assert f"broken at event {forged.number}" in capsys.readouterr().out


def _forge(pk):
    """What an intruder with the database in hand would do: switch the trigger off, then change an event."""
    table = AttemptEvent._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(f"UPDATE {table} SET data = '{{\"seconds\": 1}}' WHERE id = %s", [pk])
