"""Several answers in one request: one transaction, a fate for each, the same rules as one at a time."""

import datetime as dt
import json

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.dates import now
from exams import delivery, layout
from exams.delivery import Answer
from exams.models import Attempt, AttemptEvent, Response
from tests.exams.making import answer, sitting, version

DECLARED = {"in_person": "on", "no_copying": "on"}


@pytest.fixture
def candidate(client_of, learner):
    return client_of(learner)


@pytest.fixture
def attempt(candidate, db):
    """Twelve single choices."""
    candidate.post(sitting(version(["single"], items=12, count=12)).get_absolute_url(), DECLARED)
    return Attempt.objects.get()


def send(client, attempt, answers, epoch=1, **more):
    body = json.dumps({"epoch": epoch, "answers": answers, **more})
    return client.post(reverse("exams:responses", args=[attempt.pk]), body, "application/json")


def entries(letter="A", seq=1, slots=range(1, 11)):
    return [{"slot": slot, "seq": seq, "value": letter, "client_at": "2026-11-25T01:00:00Z"} for slot in slots]


def stored(attempt):
    rows = Response.objects.filter(attempt_item__attempt=attempt).order_by("attempt_item__slot", "seq")
    return [(slot, seq, value) for slot, seq, value in rows.values_list("attempt_item__slot", "seq", "value")]


def test_each_of_several_answers_is_stored_and_acknowledged(candidate, attempt):
    reply = send(candidate, attempt, entries())
    said = reply.json()
    assert reply.status_code == 200
    assert [(ack["slot"], ack["seq"], ack["stale"]) for ack in said["acks"]] == [(slot, 1, False) for slot in range(1, 11)]
    assert (said["refused"], said["epoch"]) == ([], 1)
    assert 0 < said["remaining_ms"] <= 3_600_000
    assert stored(attempt) == [(slot, 1, "A") for slot in range(1, 11)]


def test_ten_answers_cost_eight_statements_at_most(candidate, attempt, django_assert_max_num_queries):
    """Session, person, begin, lock, what is stored, the answers, commit: as for one."""
    send(candidate, attempt, entries())
    with django_assert_max_num_queries(8):
        assert send(candidate, attempt, entries("B", seq=2)).status_code == 200


def test_the_same_batch_sent_twice_is_stored_once(candidate, attempt):
    first, second = send(candidate, attempt, entries()), send(candidate, attempt, entries())
    assert [ack["seq"] for ack in second.json()["acks"]] == [ack["seq"] for ack in first.json()["acks"]]
    assert len(stored(attempt)) == 10


def test_a_stale_answer_is_told_and_holds_the_others_not_up(candidate, attempt):
    send(candidate, attempt, entries("B", seq=5, slots=[3]))
    said = send(candidate, attempt, entries("A", seq=4, slots=[2, 3, 4])).json()
    assert [(ack["slot"], ack["seq"], ack["stale"]) for ack in said["acks"]] == [(2, 4, False), (3, 5, True), (4, 4, False)]
    assert stored(attempt) == [(2, 4, "A"), (3, 5, "B"), (4, 4, "A")]
    assert AttemptEvent.objects.filter(attempt=attempt, kind="refused_stale").count() == 1


def test_two_answers_to_one_question_keep_both_and_the_newer_counts(candidate, attempt):
    said = send(candidate, attempt, [*entries("A", 1, [2]), *entries("B", 2, [2]), *entries("B", 2, [2])]).json()
    assert [(ack["seq"], ack["stale"]) for ack in said["acks"]] == [(1, False), (2, False), (2, False)]
    assert stored(attempt) == [(2, 1, "A"), (2, 2, "B")]


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"slot": 2, "seq": 1, "value": "Z"}, "value"),
        ({"slot": 99, "seq": 1, "value": "A"}, "slot"),
        ({"slot": 2, "seq": 0, "value": "A"}, "seq"),
        ({"seq": 1, "value": "A"}, "slot"),
    ],
)
def test_what_cannot_be_an_answer_is_named_and_the_others_are_kept(candidate, attempt, bad, field):
    said = send(candidate, attempt, [*entries(slots=[1]), bad, *entries(slots=[3])]).json()
    assert [ack["slot"] for ack in said["acks"]] == [1, 3]
    assert [(no["slot"], no["seq"], no["field"]) for no in said["refused"]] == [(bad.get("slot"), bad["seq"], field)]
    assert said["refused"][0]["message"]
    assert [slot for slot, _, _ in stored(attempt)] == [1, 3]


def test_a_batch_without_any_answer_is_refused_with_the_field(candidate, attempt):
    reply = send(candidate, attempt, [{"slot": 2, "seq": 1, "value": "Z"}])
    assert (reply.status_code, reply.json()["field"]) == (422, "value")
    assert [no["slot"] for no in reply.json()["refused"]] == [2]
    assert stored(attempt) == []


@pytest.mark.parametrize("answers", [None, {}, [], "A", [1], [{"slot": 1, "seq": 1, "value": "A"}] * 201])
def test_what_is_no_batch_is_refused_with_the_field(candidate, attempt, answers):
    reply = send(candidate, attempt, answers)
    assert (reply.status_code, reply.json()["field"]) == (422, "answers")
    assert stored(attempt) == []


def test_a_batch_without_its_epoch_changes_nothing(candidate, attempt):
    reply = send(candidate, attempt, entries(), epoch=None)
    assert (reply.status_code, reply.json()["field"]) == (422, "epoch")
    assert stored(attempt) == []


def test_a_device_that_lost_the_pen_stores_none_and_all_it_sent_is_noted(candidate, attempt):
    delivery.take_over(attempt=attempt)
    reply = send(candidate, attempt, entries(slots=[1, 2]))
    assert (reply.status_code, reply.json()["epoch"]) == (409, 2)
    assert stored(attempt) == []
    noted = AttemptEvent.objects.filter(attempt=attempt, kind="refused_taken_over")
    assert [event.data["slot"] for event in noted.order_by("number")] == [1, 2]


def test_a_batch_after_the_end_is_kept_as_late_and_told_with_the_receipt(candidate, attempt):
    with time_machine.travel(attempt.deadline_at + dt.timedelta(seconds=16)):
        reply = send(candidate, attempt, entries(slots=[1, 2]))
    attempt.refresh_from_db()
    assert reply.status_code == 409
    assert (reply.json()["reason"], reply.json()["receipt"]) == ("closed", attempt.receipt_sha256)
    assert list(Response.objects.filter(attempt_item__attempt=attempt).values_list("late", flat=True)) == [True, True]


def test_a_stranger_saves_nothing_in_anothers_paper(client_of, stranger, attempt):
    assert send(client_of(stranger), attempt, entries()).status_code == 404
    assert stored(attempt) == []


def test_all_of_a_batch_is_stored_or_nothing(attempt):
    with pytest.raises(layout.UnknownSlot):
        delivery.save_all(attempt=attempt, answers=[Answer(1, "A", 1), Answer(77, "A", 1)], epoch=1)
    assert stored(attempt) == []


def test_handing_in_costs_no_more_for_many_answers_that_come_along(attempt, learner):
    def asked(pending: int) -> int:
        Attempt.objects.open().update(state=Attempt.State.VOID)
        begun = delivery.start(candidate=learner, sitting=attempt.sitting)
        answer(begun)
        answers = [Answer(slot, "B", 2, now()) for slot in range(1, pending + 1)]
        with CaptureQueriesContext(connection) as queries:
            delivery.submit(attempt=begun, pending=answers)
        return len(queries)

    asked(2)  # what is asked once per process
    assert asked(2) == asked(12)
