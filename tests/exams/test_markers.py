"""Marking by people: an answer is held by one, marked blind by two, settled by a third, and makes a result once."""

import datetime as dt
import threading
from collections import Counter
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core.dates import now
from exams import assessing, claiming, delivery, workload
from exams.models import AnswerKey, Claim, ItemVersion, Mark, Result
from tests.cast import person
from tests.exams.making import KINDS, sitting, version
from tests.exams.test_races import at_once, without

D = Decimal
MANY = 8


@pytest.fixture
def first(examiner):
    return examiner


@pytest.fixture
def second(db):
    return person("钱阅卷", "qian", "second_marker")


@pytest.fixture
def third(db):
    return person("吴考官", "wu", "examiner")


def handed_in(candidate, at, **answers):
    """An attempt with written answers, handed in."""
    attempt = delivery.start(candidate=candidate, sitting=at)
    for item in attempt.items.select_related("item_version__item"):
        kind = item.item_version.item.kind
        delivery.save(attempt=attempt, slot=item.slot, value=answers.get(kind, KINDS[kind][3]), seq=None, epoch=1)
    delivery.submit(attempt=attempt)
    attempt.refresh_from_db()
    return attempt


def blind(**rules):
    return sitting(version(["single", "short"], items=1, marking="double_blind", **rules), release="person")


def short() -> ItemVersion:
    return ItemVersion.objects.get(item__kind="short")


def held(marker) -> Claim:
    claim = claiming.take(version=short(), marker=marker)
    assert claim is not None
    return claim


def give(marker, marks, **more):
    claim = held(marker)
    key = AnswerKey.objects.get(item_version=short())
    return claiming.give(claim=claim, marker=marker, rubric=[], marks=D(marks), key=key, **more)


@pytest.fixture
def attempt(learner):
    return handed_in(learner, blind())


# --- what waits for whom ---------------------------------------------------------------------------------


def test_an_answer_waits_for_two_markers_and_a_blank_one_for_none(attempt, stranger, first):
    handed_in(stranger, attempt.sitting, short="")
    [pile] = workload.piles(first)
    assert (pile.waiting, pile.done, pile.drafts) == (1, 0, 0)
    blank = Mark.objects.get(attempt_item__attempt__candidate=stranger, attempt_item__item_version=short())
    assert (blank.stage, blank.marks) == ("auto", D(0))
    assert Result.objects.filter(attempt__candidate=stranger).exists()


def test_nobody_marks_an_answer_twice_or_their_own(attempt, first, second, third, learner):
    learner.groups.set(first.groups.all())
    assert claiming.take(version=short(), marker=learner) is None
    give(first, 1)
    assert claiming.take(version=short(), marker=first) is None
    item = attempt.items.get(item_version=short())
    with pytest.raises(IntegrityError), transaction.atomic():
        item.marks.create(stage="second", marks=1, marker=first, key=short().keys.get(), marked_at=now())


def test_markers_who_agree_make_the_mean(attempt, first, second):
    give(first, "1.5", comment="第二点不全")
    attempt.refresh_from_db()
    assert attempt.state == "submitted"
    give(second, "1.25")
    attempt.refresh_from_db()
    result = attempt.results.get()
    assert attempt.state == "marked"
    assert result.total == 2 + D("1.38")
    assert not result.is_released


def test_markers_too_far_apart_are_settled_by_a_third_person(attempt, first, second, third):
    give(first, "2")
    give(second, "1.5")
    attempt.refresh_from_db()
    # A fifth of 2 marks is 0.4; they are 0.5 apart.
    assert attempt.state == "submitted"
    assert claiming.take(version=short(), marker=second) is None
    assert workload.piles(third)[0].to_adjudicate == 1
    give(third, "1.75")
    assert attempt.results.get().total == D("3.75")
    assert [mark.stage for mark in assessing.final_marks(attempt)] == ["auto", "adjudication"]


def test_the_exams_own_tolerance_comes_before_the_fifth(learner, first, second):
    attempt = handed_in(learner, blind(tolerance_marks=D("0.5")))
    give(first, "2")
    give(second, "1.5")
    assert attempt.results.get().total == D("3.75")


def test_second_markers_do_not_settle(attempt, first, second):
    other = person("孙阅卷", "sun", "second_marker")
    give(first, "2")
    give(second, "0")
    assert claiming.take(version=short(), marker=other) is None


def test_a_paper_marked_by_people_is_never_released_by_itself(learner, first, second):
    at = sitting(version(["short"], items=1), release="automatic")
    attempt = handed_in(learner, at)
    give(first, "2")
    assert not attempt.results.get().is_released


# --- holding an answer ------------------------------------------------------------------------------------


def test_a_draft_holds_the_answer_and_a_lapsed_one_lets_it_go(attempt, first, third):
    with time_machine.travel(now(), tick=False) as clock:
        claim, other = held(first), held(third)
        assert (claim.stage, other.stage) == ("first", "second")
        claiming.put_back(claim=other, marker=third)
        claiming.save_draft(claim=claim, marker=first, given={"1-1": "1"}, comment="待查")
        clock.shift(dt.timedelta(hours=1))
        assert claiming.take(version=short(), marker=first) == claim
        clock.shift(dt.timedelta(days=4))
        taken = held(third)
    assert (taken.stage, taken.given) == ("first", {})
    with pytest.raises(claiming.Lost):
        claiming.save_draft(claim=claim, marker=first, given={}, comment="")
    with pytest.raises(claiming.Lost):
        claiming.give(claim=claim, marker=first, rubric=[], marks=D(1), key=short().keys.get())
    assert not Mark.objects.filter(stage="first").exists()


def test_a_void_paper_takes_no_marks(attempt, first):
    claim = held(first)
    type(attempt).objects.update(state="void")
    with pytest.raises(claiming.Lost):
        claiming.give(claim=claim, marker=first, rubric=[], marks=D(1), key=short().keys.get())


# --- races --------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_many_markers_never_hold_one_answer_at_one_stage(db, first):
    people = [person(f"考生{n}", f"candidate{n}") for n in range(4)]
    at = sitting(version(["short"], items=1), release="person")
    for one in people:
        handed_in(one, at)
    markers = [first, *[person(f"阅卷{n}", f"marker{n}", "second_marker") for n in range(MANY - 1)]]
    claims = at_once(*[lambda marker=marker: claiming.take(version=short(), marker=marker) for marker in markers])
    assert not [claim for claim in claims if isinstance(claim, Exception)]
    held = Counter(claim.attempt_item_id for claim in claims if claim)
    assert set(held.values()) == {1}
    assert len(held) == 4


@pytest.mark.django_db(transaction=True)
def test_control_look_then_write_lets_several_hold_one_answer(db, first, learner):
    attempt = handed_in(learner, sitting(version(["short"], items=1), release="person"))
    item = attempt.items.get()
    markers = [first, *[person(f"阅卷{n}", f"marker{n}", "second_marker") for n in range(3)]]
    without(Claim, "claim_item_stage_uniq")
    looked = threading.Barrier(len(markers))

    def plain(marker):
        free = not Claim.objects.filter(attempt_item=item, stage="first").exists()
        looked.wait(timeout=30)
        if free:
            Claim.objects.create(attempt_item=item, stage="first", marker=marker, taken_at=now(), until=now())

    at_once(*[lambda marker=marker: plain(marker) for marker in markers])
    assert Claim.objects.filter(attempt_item=item, stage="first").count() > 1


@pytest.mark.django_db(transaction=True)
def test_the_last_two_marks_given_at_once_make_one_result(db, learner, first, second):
    attempt = handed_in(learner, blind())
    claims = [(held(marker), marker) for marker in (first, second)]
    key = short().keys.get()
    outcomes = at_once(*[lambda c=c, m=m: claiming.give(claim=c, marker=m, rubric=[], marks=D(1), key=key) for c, m in claims])
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    attempt.refresh_from_db()
    assert (attempt.state, attempt.results.count()) == ("marked", 1)


@pytest.mark.django_db(transaction=True)
def test_a_mark_given_many_times_at_once_is_given_once(db, learner, first):
    handed_in(learner, blind())
    claim, key = held(first), short().keys.get()
    outcomes = at_once(*[lambda: claiming.give(claim=claim, marker=first, rubric=[], marks=D(1), key=key)] * MANY)
    assert Counter(type(outcome) for outcome in outcomes) == {Mark: 1, claiming.Lost: MANY - 1}
