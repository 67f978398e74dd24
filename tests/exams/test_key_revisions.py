"""Corrections of keys: tried dry, applied by a second person, carried through every closed paper, undone; no mark overwritten."""

import threading
from collections import Counter
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from exams import assessing, claiming, delivery, revising
from exams.models import AnswerKey, Attempt, ItemVersion, KeyRevision, Mark, Result
from exams.signals import result_corrected, result_released
from tests.cast import person
from tests.exams.making import answer, finished, sitting, version
from tests.exams.test_markers import handed_in, held, short
from tests.exams.test_races import at_once

D = Decimal
MANY = 8


@pytest.fixture
def second(db):
    return person("吴考官", "wu", "examiner")


@pytest.fixture
def at(db):
    """Two items of two marks each; half of the marks pass."""
    return sitting(version(["single", "multiple"], items=1, cut_score=D(3)))


def wording(kind="single") -> ItemVersion:
    """The item of this kind that was asked, or the only one there is."""
    there = ItemVersion.objects.filter(item__kind=kind)
    return there.filter(attempt_items__isnull=False).first() or there.get()


def propose(by, kind="rekey", answered="A", of="single"):
    from exams import rekeying

    key = assessing.newest_keys([wording(of).pk])[wording(of).pk]
    rule, data = rekeying.revised(kind, key.rule, key.data, answered)
    return revising.propose(version=wording(of), kind=kind, rule=rule, data=data, reason="条例已修订", by=by)


def apply(revision, by):
    """Applied and carried through, as the job does after the commit."""
    revising.apply(revision=revision, by=by)
    revising.carry_through(KeyRevision.objects.told().get(pk=revision.pk))
    return KeyRevision.objects.get(pk=revision.pk)


def totals(attempt):
    return [(str(r.total), r.passed, r.cause) for r in attempt.results.order_by("revision")]


def test_a_dry_run_names_who_moves_both_ways_and_changes_nothing(at, learner, stranger, employer, examiner):
    finished(learner, at)
    other = delivery.start(candidate=stranger, sitting=at)
    answer(other, right=False)
    several = other.items.get(item_version__item__kind="multiple")
    delivery.save(attempt=other, slot=several.slot, value=["A", "C"], seq=None, epoch=1)
    delivery.submit(attempt=other)
    delivery.start(candidate=employer, sitting=at)
    effects = revising.effects(propose(examiner))
    assert (effects.papers, effects.writing, len(effects.moves)) == (2, 1, 2)
    assert [(move.before, move.after) for move in effects.down] == [(D(4), D(2))]
    assert [(move.before, move.after) for move in effects.up] == [(D(2), D(4))]
    assert Mark.objects.filter(stage="correction").count() == 0
    assert Result.objects.count() == 2


def test_whoever_proposed_does_not_apply_and_the_database_agrees(at, learner, examiner, second):
    finished(learner, at)
    revision = propose(examiner)
    with pytest.raises(revising.Refused):
        revising.apply(revision=revision, by=examiner)
    key = AnswerKey.objects.first()
    with pytest.raises(IntegrityError, match="keyrevision_applier_not_proposer"), transaction.atomic():
        KeyRevision.objects.filter(pk=revision.pk).update(applied_by=examiner, applied_at=revision.proposed_at, key=key)
    assert apply(revision, second).completed_at


def test_applying_adds_marks_and_results_and_tells_the_news(at, learner, stranger, examiner, second):
    passed, failed = finished(learner, at), finished(stranger, at, right=False)
    released, corrected = [], []

    def hear_release(result, **kwargs):
        released.append(result)

    def hear(before, result, **kwargs):
        corrected.append((before.total, result.total, result.passed))

    result_released.connect(hear_release)
    result_corrected.connect(hear)
    try:
        apply(propose(examiner), second)
    finally:
        result_released.disconnect(hear_release)
        result_corrected.disconnect(hear)
    assert totals(passed) == [("4.00", True, "initial"), ("2.00", False, "correction")]
    assert totals(failed) == [("0.00", False, "initial"), ("2.00", False, "correction")]
    assert sorted(corrected) == [(D(0), D(2), False), (D(4), D(2), False)]
    assert len(released) == 2
    passed.refresh_from_db()
    assert passed.state == "released"
    assert passed.results.current().get().supersedes == passed.results.get(revision=1)
    assert Mark.objects.filter(stage="auto").count() == 4


def test_an_unreleased_result_is_corrected_and_stays_closed(learner, examiner, second):
    at = sitting(version(["single"], items=1), release="person")
    attempt = finished(learner, at)
    apply(propose(examiner), second)
    attempt.refresh_from_db()
    assert attempt.state == "marked"
    assert not attempt.results.current().get().is_released


def test_a_further_answer_is_accepted_beside_the_first(at, learner, stranger, examiner, second):
    right, wrong = finished(learner, at), finished(stranger, at, right=False)
    apply(propose(examiner, kind="accept"), second)
    assert totals(right) == [("4.00", True, "initial")]
    assert totals(wrong)[-1] == ("2.00", False, "correction")


def test_full_marks_go_to_everybody(at, stranger, examiner, second):
    wrong = finished(stranger, at, right=False)
    apply(propose(examiner, kind="full", answered=None), second)
    assert totals(wrong)[-1] == ("2.00", False, "correction")


def test_a_struck_item_counts_neither_way_and_lowers_the_pass_mark(at, learner, stranger, examiner, second):
    right, wrong = finished(learner, at), finished(stranger, at, right=False)
    apply(propose(examiner, kind="void", answered=None), second)
    held = right.results.current().get()
    assert (held.total, held.maximum, held.cut_score, held.passed) == (D(2), D(2), D("1.50"), True)
    assert not wrong.results.current().get().passed


def test_a_struck_item_is_drawn_no_more_until_someone_clears_it(at, examiner, second):
    apply(propose(examiner, kind="void", answered=None), second)
    assert not wording().item.cleared
    apply(propose(examiner, kind="rekey", answered=["B", "D"], of="multiple"), second)
    assert wording("multiple").item.cleared


def test_undoing_is_a_further_revision_and_the_history_stays(at, learner, examiner, second):
    attempt = finished(learner, at)
    made = apply(propose(examiner), second)
    back = revising.undo(revision=made, reason="原答案无误", by=second)
    with pytest.raises(revising.Refused):
        revising.apply(revision=back, by=second)
    apply(back, examiner)
    assert totals(attempt) == [("4.00", True, "initial"), ("2.00", False, "correction"), ("4.00", True, "correction")]
    assert list(AnswerKey.objects.filter(item_version=wording()).order_by("revision").values_list("data", flat=True)) == [
        {"correct": "B"},
        {"correct": "A"},
        {"correct": "B"},
    ]
    item = attempt.items.get(item_version=wording())
    assert sorted(item.marks.values_list("stage", "round")) == [("auto", 1), ("correction", 1), ("correction", 2)]


def test_a_paper_being_written_keeps_its_answers_and_is_marked_by_the_new_key(at, learner, examiner, second):
    attempt = delivery.start(candidate=learner, sitting=at)
    answer(attempt)
    apply(propose(examiner), second)
    attempt.refresh_from_db()
    assert attempt.state == "in_progress"
    assert attempt.items.filter(responses__isnull=False).count() == 2
    result = delivery.submit(attempt=attempt)
    assert (result.total, result.revision) == (D(2), 1)
    assert attempt.items.get(item_version=wording()).marks.get().key.revision == 2


def test_a_struck_case_lets_the_paper_be_finished_and_markers_marks_come_back(learner, examiner, second):
    at = sitting(version(["single", "short"], items=1), release="person")
    attempt = handed_in(learner, at)
    claim = held(examiner)
    apply(propose(examiner, kind="full", answered=None, of="short"), second)
    with pytest.raises(claiming.Lost):
        claiming.give(claim=claim, marker=examiner, rubric=[], marks=D(1), key=short().keys.get(revision=1))
    assert attempt.results.get().total == D(4)


def test_back_under_people_the_marks_people_gave_hold_again(learner, examiner, second):
    at = sitting(version(["single", "short"], items=1), release="person")
    attempt = handed_in(learner, at)
    claim = held(examiner)
    claiming.give(claim=claim, marker=examiner, rubric=[], marks=D("0.5"), key=short().keys.get())
    made = apply(propose(examiner, kind="void", answered=None, of="short"), second)
    apply(revising.undo(revision=made, reason="恢复", by=second), examiner)
    assert [total for total, _passed, _cause in totals(attempt)] == ["2.50", "2.00", "2.50"]


def test_one_proposal_at_a_time_and_a_withdrawn_one_makes_room(at, examiner, second):
    revision = propose(examiner)
    with pytest.raises(revising.Refused):
        propose(second)
    revising.withdraw(revision=revision, by=examiner)
    with pytest.raises(revising.Refused):
        revising.apply(revision=revision, by=second)
    propose(second)


def test_carrying_through_twice_adds_nothing(at, learner, examiner, second):
    finished(learner, at)
    made = apply(propose(examiner), second)
    assert revising.carry_through(KeyRevision.objects.told().get(pk=made.pk)) == 0


def test_a_revision_that_comes_late_does_not_undo_a_later_one(at, learner, examiner, second):
    """The first was applied and its job stood still; the second was quicker."""
    attempt = finished(learner, at)
    first = propose(examiner)
    KeyRevision.objects.filter(pk=first.pk)
    revising.apply(revision=first, by=second)
    slow = KeyRevision.objects.told().get(pk=first.pk)
    apply(propose(examiner, kind="full", answered=None), second)
    revising.carry_through(slow)
    assert attempt.results.current().get().total == D(4)


# --- races ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_applied_many_times_at_once_it_is_applied_once(db, learner, examiner):
    at = sitting(version(["single"], items=1))
    attempt = finished(learner, at)
    revision = propose(examiner)
    others = [person(f"考官{n}", f"examiner{n}", "examiner") for n in range(MANY)]
    outcomes = at_once(*[lambda other=other: revising.apply(revision=revision, by=other) for other in others])
    assert Counter(type(outcome) for outcome in outcomes) == {KeyRevision: 1, revising.Refused: MANY - 1}
    at_once(*[lambda: revising.carry_through(KeyRevision.objects.told().get(pk=revision.pk))] * 4)
    assert attempt.items.get().marks.filter(stage="correction").count() == 1
    assert attempt.results.count() == 2
    assert AnswerKey.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(4))
def test_a_paper_handed_in_while_the_key_changes_ends_under_the_new_key(db, learner, examiner, turn):
    second = person("吴考官", "wu", "examiner")
    attempt = delivery.start(candidate=learner, sitting=sitting(version(["single"], items=1)))
    answer(attempt)
    revision = propose(examiner)
    deeds = [lambda: delivery.submit(attempt=attempt), lambda: apply(revision, second)]
    outcomes = at_once(*(deeds if turn % 2 else reversed(deeds)))
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert Attempt.objects.get().results.current().get().total == 0


@pytest.mark.django_db(transaction=True)
def test_control_papers_listed_before_the_key_is_kept_are_missed(db, learner, examiner):
    """The plain way: look for closed papers, then write the key. A paper handed in between keeps the old one."""
    attempt = delivery.start(candidate=learner, sitting=sitting(version(["single"], items=1)))
    answer(attempt)
    looked, handed = threading.Event(), threading.Event()

    def plain():
        closed = list(Attempt.objects.filter(state__in=revising.CLOSED))
        looked.set()
        handed.wait(timeout=30)
        AnswerKey.objects.create(item_version=wording(), revision=2, rule="match_correct", data={"correct": "A"})
        return closed

    def submit():
        looked.wait(timeout=30)
        delivery.submit(attempt=attempt)
        handed.set()

    closed, _done = at_once(plain, submit)
    assert closed == []
    assert attempt.results.current().get().total == 2
