"""The verbs of an exam, one after the other: what each does, and what it does when asked at the wrong moment."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import connection

from core.dates import now
from exams import assessing, delivery, papers, saving
from exams.answers import Malformed
from exams.delivery import Answer
from exams.eligibility import NotAllowed
from exams.models import AnswerKey, Attempt, BlueprintRow, Registration, Response, Result
from exams.signals import result_released
from tests.exams.making import answer, finished, hand_in, item, sitting, version

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


def test_saving_costs_three_queries_and_one_commit(attempt, django_assert_num_queries):
    save(attempt, seq=1)
    # The test itself is a transaction: begin and commit are a savepoint here.
    with django_assert_num_queries(5) as told:
        save(attempt, seq=2)
    assert sum("SAVEPOINT" in query["sql"] for query in told) == 2


def test_sending_the_same_again_changes_nothing(attempt):
    first, second = save(attempt), save(attempt)
    assert (second.seq, second.saved_at, second.stale) == (first.seq, first.saved_at, False)
    assert Response.objects.count() == 1


def test_an_older_number_is_stale_and_answered_with_what_stands(attempt):
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


# --- handing in -----------------------------------------------------------------------------------------


def test_all_right_is_full_marks_and_all_wrong_none(learner, open_sitting):
    right = finished(learner, open_sitting).results.get()
    wrong = finished(learner, open_sitting, right=False).results.get()
    assert (right.total, right.maximum, right.passed) == (D(14), D(14), True)
    assert (wrong.total, wrong.passed) == (D(0), False)
    assert right.by_section == [
        {"area": "S1", "marks": "14.00", "maximum": "14.00", "percent": "100.0", "floor": None, "reached": True}
    ]


def test_handing_in_stores_what_was_not_acknowledged_in_the_same_deed(attempt):
    result = hand_in(attempt, pending=[Answer(slot_of(attempt, "single"), "B", 1), Answer(slot_of(attempt, "truefalse"), False)])
    assert result.total == 4


def test_handing_in_twice_returns_the_same_result(attempt):
    assert delivery.submit(attempt=attempt) == delivery.submit(attempt=attempt)
    assert Result.objects.count() == 1
    assert attempt.events.filter(kind="submitted").count() == 1


def test_what_cannot_be_an_answer_holds_no_submission_up(attempt):
    result = hand_in(attempt, pending=[Answer(99, "B", 1), Answer(slot_of(attempt, "single"), ["B"], 1)])
    assert result.total == 0
    assert attempt.events.filter(kind="unreadable_answer").count() == 2


def test_the_receipt_proves_what_was_handed_in(learner, open_sitting):
    attempt = finished(learner, open_sitting)
    items, counted = list(attempt.items.all()), assessing.counted_responses(attempt)
    assert attempt.receipt_sha256 == assessing.receipt(attempt, items, counted)
    changed = next(iter(counted.values()))
    changed.value = "something else"
    assert attempt.receipt_sha256 != assessing.receipt(attempt, items, counted)


def test_a_receiver_hears_of_the_result_within_the_transaction(attempt):
    heard = []

    def listen(sender, result, **kwargs):
        heard.append((result.passed, connection.in_atomic_block, result.is_released))

    result_released.connect(listen)
    try:
        delivery.submit(attempt=attempt)
    finally:
        result_released.disconnect(listen)
    assert heard == [(False, True, True)]


def test_if_a_receiver_fails_the_submission_is_undone_and_can_be_repeated(attempt):
    def fail(sender, **kwargs):
        raise RuntimeError("no room in the outbox")

    result_released.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            delivery.submit(attempt=attempt)
    finally:
        result_released.disconnect(fail)
    attempt.refresh_from_db()
    assert attempt.in_progress
    assert delivery.submit(attempt=attempt) is not None


def test_a_result_held_back_is_no_row_to_its_candidate_until_a_person_releases_it(learner, examiner, stranger):
    attempt = finished(learner, sitting(release="person"))
    result = attempt.results.get()
    assert (attempt.state, result.is_released) == ("marked", False)
    assert not Result.objects.visible_to(learner).exists()
    assert Result.objects.visible_to(examiner).exists()
    assert delivery.release(result=result, by=examiner)
    assert not delivery.release(result=result, by=examiner)
    assert Result.objects.visible_to(learner).get().released_by == examiner
    assert not Result.objects.visible_to(stranger).exists()
    assert not Attempt.objects.visible_to(stranger).exists()
    attempt.refresh_from_db()
    assert attempt.state == "released"


def test_a_paper_with_a_case_waits_for_a_person(learner):
    attempt = delivery.start(candidate=learner, sitting=sitting(_with_case()))
    answer(attempt)
    assert delivery.submit(attempt=attempt) is None
    assert delivery.submit(attempt=attempt) is None
    attempt.refresh_from_db()
    assert attempt.state == "submitted"
    assert attempt.items.filter(marks__stage="auto").count() == 1


def _with_case():
    made = version(["single"])
    item("case-0", "case")
    rows = [*made.blueprint.all()]
    case = BlueprintRow(position=2, item_kinds=["case"], count=1, marks_each=D(5), parts=[{"area": "S1", "marks": "5"}])
    again = type(made)(exam=made.exam, number=made.number + 1, duration_s=60, cut_score=1, languages=["zh-hans"])
    again.content_sha256 = papers.rules_digest(again, [*rows, case])
    again.save()
    for row in (*rows, case):
        row.pk, row.exam_version = None, again
        row.save()
    return again


def test_a_later_mark_makes_a_further_result_and_the_first_stays(learner, examiner, open_sitting):
    attempt = finished(learner, open_sitting, right=False)
    slot = attempt.items.select_related("item_version").get(item_version__item__kind="single")
    key = AnswerKey.objects.create(item_version=slot.item_version, revision=2, rule="match_correct", data={"correct": "A"})
    slot.marks.create(stage="correction", marks=D(2), marker=examiner, key=key, marked_at=now())
    second = assessing.conclude(attempt, cause="correction", at=now())
    assert (second.revision, second.total) == (2, D(2))
    assert attempt.results.current().get() == second
    assert attempt.results.get(revision=1).total == 0


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
