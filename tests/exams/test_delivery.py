"""The verbs of an exam, one after the other: what each does, and what it does when asked at the wrong moment."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import connection

from core.dates import now
from exams import delivery, papers, saving
from exams.answers import Malformed
from exams.conditions import NotAllowed
from exams.models import Attempt, BlueprintRow, Registration, Response
from tests.exams.making import answer, hand_in, sitting, version

D = Decimal
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def open_sitting(db):
    return sitting()


@pytest.fixture
def attempt(learner, open_sitting):
    return delivery.start(candidate=learner, sitting=open_sitting)


def save(attempt, slot=1, value="A", seq=1, epoch=1):
    return delivery.save(attempt=attempt, slot=slot, value=value, seq=seq, epoch=epoch)


def slot_of(attempt, kind):
    return attempt.items.get(item_version__item__kind=kind).slot


# --- starting -------------------------------------------------------------------------------------------


def test_starting_draws_a_paper_and_writes_the_deadline_once(learner, open_sitting):
    with time_machine.travel(now(), tick=False):
        attempt = delivery.start(candidate=learner, sitting=open_sitting)
        assert attempt.deadline_at == now() + dt.timedelta(hours=1)
    assert list(attempt.items.values_list("slot", flat=True)) == list(range(1, 8))
    assert attempt.registration is not None
    assert (attempt.registration.state, attempt.registration.visit, attempt.ordinal) == ("attended", 1, 1)
    assert attempt.registration.admission_no.startswith("TST")


def test_starting_again_gives_the_same_attempt_and_changes_nothing(attempt, learner, open_sitting):
    again = delivery.start(candidate=learner, sitting=open_sitting)
    assert (again.pk, again.deadline_at, again.session_epoch) == (attempt.pk, attempt.deadline_at, 1)
    assert Registration.objects.count() == 1


def test_starting_after_time_ran_out_closes_the_old_attempt_first(attempt, learner, open_sitting):
    with time_machine.travel(attempt.deadline_at + 16 * SECOND, tick=False):
        second = delivery.start(candidate=learner, sitting=open_sitting)
    attempt.refresh_from_db()
    assert attempt.submit_reason == "deadline"
    assert attempt.submitted_at == attempt.deadline_at
    assert second.ordinal == 2
    assert second.registration is not None
    assert second.registration.visit == 2


def test_a_closed_sitting_refuses_with_its_conditions(learner):
    closed = sitting(state="closed")
    with pytest.raises(NotAllowed) as caught:
        delivery.start(candidate=learner, sitting=closed)
    assert [condition.key for condition in caught.value.conditions] == ["window"]
    assert not Attempt.objects.exists()


def test_without_enough_items_nothing_is_started_and_the_reason_is_logged(learner, caplog):
    short = sitting(version(["single"], items=2, count=3))
    with pytest.raises(NotAllowed) as caught:
        delivery.start(candidate=learner, sitting=short)
    assert caught.value.conditions[0].key == "paper"
    assert "S1 single: 1 of 3 missing" in caplog.text
    assert not Registration.objects.exists()


def test_a_cell_slipped_into_published_rules_stops_the_drawing(learner, open_sitting, caplog):
    BlueprintRow.objects.create(
        exam_version=open_sitting.exam_version, position=99, area="S1", item_kinds=["single"], count=1, marks_each=D(50)
    )
    with pytest.raises(NotAllowed):
        delivery.start(candidate=learner, sitting=open_sitting)
    with pytest.raises(papers.Altered):
        papers.draw(open_sitting.exam_version, 1)


def test_more_time_is_given_by_factor_and_extra_and_ends_with_the_sitting(learner, stranger):
    with time_machine.travel(now(), tick=False):
        at = sitting(walk_in=False, closes_at=now() + dt.timedelta(minutes=50))
        for person, factor, extra in ((learner, "1.5", 60), (stranger, "1", 0)):
            Registration.objects.create(
                candidate=person,
                sitting=at,
                admission_no=person.email[:18],
                time_factor=D(factor),
                extra_s=extra,
                state="admitted",
            )
        longer = delivery.start(candidate=learner, sitting=at)
        plain = delivery.start(candidate=stranger, sitting=at)
        # The sitting ends after 50 minutes; whoever has 31 minutes more than others has them there, too.
        assert longer.deadline_at - now() == dt.timedelta(minutes=50 + 31)
        assert plain.deadline_at - now() == dt.timedelta(minutes=50)


# --- saving ---------------------------------------------------------------------------------------------


def test_an_answer_is_stored_and_acknowledged(attempt):
    with time_machine.travel(attempt.started_at + 10 * SECOND, tick=False):
        ack = save(attempt, value="B")
        assert (ack.slot, ack.seq, ack.epoch, ack.late, ack.stale) == (1, 1, 1, False, False)
        assert ack.saved_at == now()
        assert ack.remaining_ms == 3_590_000
    assert Response.objects.get().value == "B"


def test_saving_costs_one_statement_on_postgresql_else_three_and_a_commit(attempt, django_assert_num_queries):
    save(attempt, seq=1)
    is_one = connection.vendor == "postgresql"
    # The test itself is a transaction: begin and commit are a savepoint here.
    with django_assert_num_queries(1 if is_one else 5) as told:
        save(attempt, seq=2)
    assert sum("SAVEPOINT" in query["sql"] for query in told) == (0 if is_one else 2)


def test_sending_the_same_again_changes_nothing(attempt):
    first, second = save(attempt), save(attempt)
    assert (second.seq, second.saved_at, second.stale) == (first.seq, first.saved_at, False)
    assert Response.objects.count() == 1


def test_r21_an_older_number_is_stale_and_answered_with_what_stands(attempt):
    save(attempt, value="B", seq=5)
    ack = save(attempt, value="C", seq=3)
    assert (ack.stale, ack.taken_over, ack.seq, ack.value) == (True, False, 5, "B")
    assert attempt.events.last().data == {"slot": 1, "seq": 3, "value": "C"}


def test_another_answer_under_a_taken_number_is_stale(attempt):
    save(attempt, value="B", seq=5)
    assert save(attempt, value="C", seq=5).stale
    assert Response.objects.get().value == "B"


def test_an_older_answer_that_arrived_is_acknowledged_when_sent_twice(attempt):
    save(attempt, value="A", seq=1)
    save(attempt, value="B", seq=2)
    ack = save(attempt, value="A", seq=1)
    assert (ack.stale, ack.seq, ack.value) == (False, 2, "B")


def test_a_form_without_numbers_follows_whatever_is_stored(attempt):
    save(attempt, value="B", seq=7)
    assert save(attempt, value="C", seq=None).seq == 8


@pytest.mark.parametrize("seq", [0, -1, 2**31])
def test_a_number_no_client_counts_to_is_a_fault_of_the_client(attempt, seq):
    with pytest.raises(Malformed):
        save(attempt, seq=seq)


@pytest.mark.parametrize("value", [["A"], {"1": "A"}, 5, True, "A\x00", "\ud800", "A" * 20_001])
def test_what_cannot_be_an_answer_is_refused(attempt, value):
    with pytest.raises(Malformed):
        save(attempt, slot=slot_of(attempt, "single"), value=value)
    assert not Response.objects.exists()


def test_a_slot_the_paper_does_not_have_is_refused(attempt):
    with pytest.raises(delivery.UnknownSlot):
        save(attempt, slot=99)


def test_a_cleared_answer_earns_nothing(attempt):
    answer(attempt)
    delivery.save(attempt=attempt, slot=slot_of(attempt, "single"), value=None, seq=None, epoch=1)
    result = hand_in(attempt)
    assert result.total == 12


def test_an_answer_counts_within_the_grace_and_not_after(attempt):
    slot = slot_of(attempt, "single")
    with time_machine.travel(attempt.deadline_at + 15 * SECOND, tick=False):
        ack = save(attempt, slot=slot, value="B")
        assert (ack.late, ack.remaining_ms) == (False, 0)
    with time_machine.travel(attempt.deadline_at + 15 * SECOND + dt.timedelta(milliseconds=1), tick=False):
        ack = save(attempt, slot=slot, value="A", seq=2)
        assert ack.late
    attempt.refresh_from_db()
    # That last save also found the time over, and closed the attempt.
    assert (attempt.state, attempt.submit_reason, attempt.submitted_at) == ("released", "deadline", attempt.deadline_at)
    assert attempt.results.get().total == 2
    assert Response.objects.count() == 2


def test_an_answer_after_handing_in_is_kept_and_does_not_count(attempt):
    answer(attempt, right=False)
    delivery.submit(attempt=attempt)
    ack = delivery.save(attempt=attempt, slot=slot_of(attempt, "single"), value="B", seq=50, epoch=1)
    assert ack.late
    assert Response.objects.filter(late=True, value="B").exists()
    assert hand_in(attempt).total == attempt.results.get().total


# --- the pen --------------------------------------------------------------------------------------------


def test_taking_over_turns_the_other_device_away_and_keeps_what_it_sent(attempt):
    save(attempt, value="A")
    assert delivery.take_over(attempt=attempt).session_epoch == 2
    ack = save(attempt, value="B", seq=2, epoch=1)
    assert (ack.taken_over, ack.stale, ack.epoch, ack.value) == (True, True, 2, "A")
    assert attempt.events.last().data["value"] == "B"
    assert not save(attempt, value="C", seq=2, epoch=2).stale
    with pytest.raises(delivery.TakenOver) as caught:
        delivery.submit(attempt=attempt, epoch=1)
    assert caught.value.epoch == 2


# --- time runs out --------------------------------------------------------------------------------------


def test_time_granted_moves_the_deadline_and_is_told_with_the_next_ack(attempt, examiner):
    before = attempt.deadline_at
    delivery.grant_time(attempt=attempt, seconds=600, reason="停电十分钟", by=examiner)
    with time_machine.travel(before, tick=False):
        assert save(attempt).remaining_ms == 600_000
    attempt.refresh_from_db()
    assert attempt.deadline_at == before + dt.timedelta(minutes=10)


def test_refusals_without_end_fill_no_record(learner, monkeypatch):
    monkeypatch.setattr(saving, "MOST_REFUSALS", 3)
    attempt = delivery.start(candidate=learner, sitting=sitting(version(["single"])))
    delivery.save(attempt=attempt, slot=1, value="A", seq=9, epoch=1)
    for seq in range(1, 7):
        assert delivery.save(attempt=attempt, slot=1, value="B", seq=seq, epoch=1).stale
    assert delivery.save(attempt=attempt, slot=1, value="B", seq=10, epoch=7).taken_over
    assert attempt.events.filter(kind__startswith="refused").count() == 3
