"""Practice: from practice items only, judged at once, asked again when due; a second click changes nothing."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from core.dates import now
from exams import practising, spacing
from exams.models import Item, PracticeCard
from tests.exams.making import KINDS, MACHINE, item

NOON = dt.datetime(2026, 9, 1, 4, tzinfo=dt.UTC)
LESSON = ("OFF-01",)


def practice_item(code: str, kind: str = "single", **fields: Any) -> Item:
    more: dict[str, Any] = {"purpose": "practice", "objective": "OFF-01", **fields}
    return item(code, kind, **more)


def put(learner, code: str, *, right: bool = True, turn: int = 0, **more: bool):
    asked = practising.asked(learner, Item.objects.get(code=code))
    value = KINDS[asked.item.kind][3 if right else 4]
    return practising.answer(learner=learner, question=asked, value=value, turn=turn, **more)


# --- when it comes back ---------------------------------------------------------------------------------


def test_what_is_missed_comes_back_within_minutes_and_what_is_known_ever_later():
    state, due = spacing.after({}, "again", NOON)
    assert due - NOON <= dt.timedelta(minutes=1)
    waits = []
    for _turn in range(5):
        before = due
        state, due = spacing.after(state, "good", before)
        waits.append(due - before)
    assert waits == sorted(waits)
    assert waits[-1] > dt.timedelta(days=7)


def test_a_guess_comes_back_sooner_than_knowledge():
    known, guessed = (spacing.after({}, spacing.grade(Decimal(1), guessed=guess), NOON)[1] for guess in (False, True))
    assert guessed < known


def test_the_same_answers_give_the_same_days():
    assert spacing.after({}, "good", NOON) == spacing.after({}, "good", NOON)


# --- what is asked --------------------------------------------------------------------------------------


def test_an_exam_item_is_never_practised(learner):
    item("E-1", purpose="exam", objective="OFF-01")
    item("C-1", purpose="contest", objective="OFF-01")
    practice_item("P-1", cleared=False)
    practice_item("P-2", status="retired")
    practice_item("P-3", "short")
    assert practising.following(learner, LESSON) is None
    practice_item("P-4")
    assert practising.following(learner, LESSON).item.code == "P-4"


def test_what_is_due_comes_first_then_what_is_new_then_nothing(learner):
    practice_item("P-1")
    practice_item("P-2")
    with time_machine.travel(NOON, tick=False):
        first = practising.following(learner, LESSON).item.code
        put(learner, first, right=False)
        second = practising.following(learner, LESSON).item.code
        assert second != first
        put(learner, second)
    with time_machine.travel(NOON + dt.timedelta(minutes=2), tick=False):
        again = practising.following(learner, LESSON)
        assert (again.item.code, again.turn) == (first, 1)
    with time_machine.travel(NOON, tick=False):
        put(learner, first, turn=1)
        PracticeCard.objects.update(due_at=NOON + dt.timedelta(days=3))
        assert practising.following(learner, LESSON) is None


def test_the_tally_tells_where_one_stands(learner, stranger):
    for number in range(4):
        practice_item(f"P-{number}")
    put(learner, "P-0", right=False)
    put(learner, "P-1")
    PracticeCard.objects.filter(item__code="P-1").update(due_at=NOON + dt.timedelta(days=4000))
    told = practising.tally(learner, LESSON, now() + dt.timedelta(minutes=2))
    assert (told.total, told.due, told.new, told.known, told.today) == (4, 1, 2, 1, 2)
    assert practising.tally(stranger, LESSON).new == 4


def test_choices_stand_in_another_order_at_another_turn(learner):
    practice_item("P-1")
    orders = set()
    for turn in range(6):
        put(learner, "P-1", turn=turn)
        orders.add(tuple(practising.asked(learner, Item.objects.get(code="P-1")).slot().choice_order))
    assert len(orders) > 1


@pytest.mark.parametrize("kind", [kind for kind in MACHINE if kind != "matching"])
def test_every_kind_the_machine_marks_is_judged(learner, kind):
    practice_item("P-1", kind)
    assert put(learner, "P-1").right
    assert not put(learner, "P-1", right=False, turn=1).right


def test_a_second_click_is_judged_and_counts_nothing(learner):
    practice_item("P-1")
    first = put(learner, "P-1", right=False)
    second = put(learner, "P-1", right=False)
    assert (first.counted, second.counted) == (True, False)
    assert (first.due_at, first.share) == (second.due_at, second.share)
    card = PracticeCard.objects.get()
    assert (card.asked, card.missed) == (1, 1)


# --- the pages ------------------------------------------------------------------------------------------


def test_a_learner_practises_on_the_loaded_site(content, learner, client_of):
    browser = client_of(learner)
    index = browser.get("/exams/practice/").content.decode()
    assert "质量安全员" in index
    page = browser.get("/exams/practice/QSO/").content.decode()
    code = re.search(r'name="item" value="([^"]+)"', page)[1]
    assert Item.objects.get(code=code).purpose == "practice"
    answer = browser.post("/exams/practice/QSO/?unit=0", {"item": code, "turn": "0"}).content.decode()
    assert "正确答案" in answer
    assert "下一题" in answer
    assert PracticeCard.objects.get(learner=learner).asked == 1
    done = browser.get("/learn/").content.decode()
    assert "练习" in done


def test_no_key_stands_on_a_question_before_it_is_answered(content, learner, client_of):
    page = client_of(learner).get("/exams/practice/QSO/").content.decode()
    code = re.search(r'name="item" value="([^"]+)"', page)[1]
    key = Item.objects.get(code=code).versions.get().keys.get()
    assert key.explanation_in("zh-hans") not in page


def test_an_exam_item_named_by_hand_is_not_found(content, learner, client_of):
    browser = client_of(learner)
    exam_item = Item.objects.for_papers().filter(objective__startswith="OFF").first()
    assert browser.post("/exams/practice/QSO/", {"item": exam_item.code, "turn": "0"}).status_code == 404
    assert browser.get("/exams/practice/NIX/").status_code == 404
    assert not PracticeCard.objects.exists()


def test_practice_asks_for_a_login(client, db):
    assert client.get("/exams/practice/").status_code == 302


def test_a_malformed_answer_is_told_and_counts_nothing(db, content, learner, client_of):
    entry = Item.objects.for_practice().filter(kind="numeric", objective__startswith="OFF").first()
    answer = client_of(learner).post("/exams/practice/QSO/", {"item": entry.code, "turn": "0", "q1-1": "很多"})
    assert answer.status_code == 422
    assert not PracticeCard.objects.exists()
