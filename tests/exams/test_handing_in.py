"""Handing in: what it stores, marks and tells, once, and what it does when something fails on the way."""

from decimal import Decimal

import pytest
from django.db import connection

from core.dates import now
from exams import assessing, delivery, papers
from exams.delivery import Answer
from exams.models import AnswerKey, Attempt, BlueprintRow, Result
from exams.signals import result_released
from tests.exams.making import answer, finished, hand_in, item, sitting, version

D = Decimal


@pytest.fixture
def open_sitting(db):
    return sitting()


@pytest.fixture
def attempt(learner, open_sitting):
    return delivery.start(candidate=learner, sitting=open_sitting)


def slot_of(attempt, kind):
    return attempt.items.get(item_version__item__kind=kind).slot


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
    place, answer = next(iter(counted.items()))
    changed = {**counted, place: answer._replace(value="something else")}
    assert attempt.receipt_sha256 != assessing.receipt(attempt, items, changed)


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
