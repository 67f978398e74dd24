"""From papers that were really written to figures on a page; who may see them, and that they cost the same for few and many."""

import re
from typing import Any

import pytest

from exams import analysing, likeness, tallying
from exams.models import Attempt, AttemptItem, ExamStat, ItemStat, Mark, Response
from exams.tallying import Cell, Drawn, Met, Total
from tests.cast import person
from tests.exams.making import finished, hand_in, sitting, version

PLACE = "/exams/statistics/TST/1/"


@pytest.fixture
def sat(db):
    """An exam that six people sat: four know everything, two nothing; everybody has the same paper."""
    rules = version(["single", "multiple", "truefalse", "fillin"], items=1)
    there = sitting(rules)
    for number in range(6):
        finished(person(f"考生{'甲乙丙丁戊己'[number]}", f"c{number}"), there, right=number < 4)
    return rules


@pytest.fixture
def page(client_of: Any, examiner: Any) -> Any:
    def read(path: str, who: Any = None) -> Any:
        return client_of(who or examiner).get(path)

    return read


def test_the_figures_are_those_of_the_papers(sat):
    stat = analysing.analyse(sat)
    assert (stat.n, stat.passed, stat.maximum, stat.is_drawn) == (6, 4, 8, False)
    assert stat.figures["mean"] == pytest.approx(4 * 8 / 6)
    assert stat.histogram == [2, *[0] * 18, 4]
    single = ItemStat.objects.get(exam_version=sat, item_version__item__kind="single")
    assert single.facility == pytest.approx(4 / 6)
    assert single.rest_r == pytest.approx(1)
    assert {choice["id"]: choice["count"] for choice in single.choices} == {"A": 2, "B": 4, "C": 0, "D": 0}
    assert [choice["id"] for choice in single.choices if choice["is_key"]] == ["B"]
    assert single.flags == []  # six answers are too few
    assert single.alpha_without == pytest.approx(stat.figures["alpha"])  # the four say the same


def test_the_database_counts_what_the_papers_say(sat, examiner, monkeypatch):
    """A mark corrected, an answer too late, and batches smaller than the room."""
    monkeypatch.setattr(tallying, "AT_ONCE", 4)
    wrong = AttemptItem.objects.get(attempt__candidate__email="c5@example.org", item_version__item__kind="single")
    right = AttemptItem.objects.get(attempt__candidate__email="c0@example.org", item_version__item__kind="single")
    first = wrong.marks.get()
    for stage, turn, marks in (("appeal", 1, 1), ("correction", 2, 2)):
        Mark.objects.create(
            attempt_item=wrong, stage=stage, round=turn, marks=marks, marker=examiner, key=first.key, marked_at=first.marked_at
        )
    last = right.responses.latest("seq")
    Response.objects.create(attempt_item=right, seq=last.seq + 1, value="D", epoch=1, late=True, received_at=last.received_at)
    told = tallying.tally(sat)
    assert told.papers == 6
    assert told.totals == {Total(8, 8, 4): 4, Total(1, 8, 0): 1, Total(0, 8, 0): 1}
    # Six papers: four right, one given half of it on appeal, one wrong. What came too late is no answer.
    assert told.items[wrong.item_version_id] == {
        Met(2, 8, 8, '"B"'): 4,
        Met(1, 1, 8, '"A"'): 1,
        Met(0, 0, 8, '"A"'): 1,
    }
    assert told.cells[Cell("S1", "single", 2)] == {Drawn(1, 2, 4, 0): 4, Drawn(1, 1, 1, 1): 1, Drawn(1, 0, 0, 0): 1}
    stat = analysing.analyse(sat)
    assert stat.figures["kr20"] is None  # one mark is neither all nor nothing
    assert stat.figures["alpha"] is not None


def test_the_stages_of_a_mark_have_the_order_they_are_declared_in():
    assert re.findall(r"WHEN '(\w+)' THEN", tallying._COUNTED) == Mark.Stage.values


def test_the_papers_are_counted_in_few_short_statements(sat, django_assert_num_queries, monkeypatch):
    with django_assert_num_queries(2):
        tallying.tally(sat)
    monkeypatch.setattr(tallying, "AT_ONCE", 3)
    with django_assert_num_queries(3):
        tallying.tally(sat)


def test_drawn_papers_have_no_plain_alpha(db):
    rules = version(["single"], items=12, count=4)
    there = sitting(rules)
    for number in range(4):
        finished(person(f"考生{'甲乙丙丁'[number]}", f"d{number}"), there, right=number % 2 == 0)
    stat = analysing.analyse(rules)
    assert stat.is_drawn
    assert "alpha" not in stat.figures
    assert stat.figures["stratified_alpha"] is None  # four candidates are too few
    assert stat.figures["binomial_sem"] is None


def test_void_and_open_papers_do_not_count(sat, learner):
    from exams import delivery

    delivery.start(candidate=learner, sitting=sat.sittings.get())
    Attempt.objects.filter(candidate__email="c0@example.org").update(state=Attempt.State.VOID)
    stat = analysing.analyse(sat)
    assert (stat.n, stat.passed) == (5, 3)


def test_working_out_twice_leaves_one_set(sat):
    analysing.analyse(sat)
    analysing.analyse(sat)
    assert ExamStat.objects.count() == 1
    assert ItemStat.objects.count() == 4


def test_only_versions_with_newer_results_are_due(sat, learner):
    assert list(analysing.due()) == [sat]
    analysing.analyse(sat)
    assert list(analysing.due()) == []
    finished(learner, sat.sittings.get())
    assert list(analysing.due()) == [sat]


def test_the_pages_say_it_in_chinese(sat, page):
    analysing.analyse(sat)
    assert "考试统计" in page("/exams/statistics/").content.decode()
    whole = page(PLACE).content.decode()
    assert "成绩分布" in whole
    assert "<svg" in whole
    assert "67%" in whole
    one = page(f"{PLACE}items/single-0/1/").content.decode()
    assert "谁选了什么" in one
    assert "选项B" in one


def test_the_figures_are_worked_out_by_a_button(sat, examiner, client_of, django_capture_on_commit_callbacks):
    browser = client_of(examiner)
    assert "尚未计算" in browser.get(PLACE).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(PLACE).status_code == 302
    assert ExamStat.objects.get().n == 6


@pytest.mark.parametrize("path", ["/exams/statistics/", PLACE, f"{PLACE}items/single-0/1/"])
def test_whoever_does_not_run_exams_finds_nothing(sat, page, learner, employer, stranger, path):
    analysing.analyse(sat)
    assert [page(path, who).status_code for who in (learner, employer, stranger)] == [404] * 3
    assert page(f"/exams/sittings/{sat.sittings.get().pk}/similarity/", learner).status_code == 404


def test_unknown_exams_and_items_are_not_found(sat, page):
    assert page("/exams/statistics/NIX/1/").status_code == 404
    assert page(f"{PLACE}items/nothing/1/").status_code == 404
    assert page(f"{PLACE}?page=nix&order=nix").status_code == 200


def test_the_list_of_items_costs_the_same_for_few_and_many(db, page):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number, items in enumerate((2, 20)):
        rules = version(["single"], items=items, count=items)
        finished(person("甲" * (number + 2), f"q{number}"), sitting(rules))
        analysing.analyse(rules)
        page(f"/exams/statistics/TST/{rules.number}/")  # fills what a process reads once
        with CaptureQueriesContext(connection) as seen:
            assert page(f"/exams/statistics/TST/{rules.number}/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_two_with_the_same_wrong_answers_are_shown(db, page):
    rules = version(["single"], items=45, count=45)
    there = sitting(rules)
    attempts = []
    for number in range(11):
        attempt = _start(person(f"考生{number}", f"s{number}"), there)
        # B is right. Everybody errs on his own; the last two err alike, on D.
        for slot, code in attempt.items.values_list("slot", "item_version__item__code"):
            place = int(code.removeprefix("single-"))
            pattern = 99 if number >= 9 else number
            wrong = (place * 7 + pattern * 5) % 3 == 0
            value = ("D" if number >= 9 else "ACD"[(place // 3 + number // 3) % 3]) if wrong else "B"
            _save(attempt, slot, value)
        hand_in(attempt)
        attempts.append(attempt)
    report = likeness.report(there)
    assert report.compared == 11
    assert [{pair.left.pk, pair.right.pk} for pair in report.pairs] == [{attempts[9].pk, attempts[10].pk}]
    text = page(f"/exams/sittings/{there.pk}/similarity/").content.decode()
    assert "考生9" in text
    assert "不是结论" in text


def _start(who: Any, there: Any) -> Attempt:
    from exams import delivery

    return delivery.start(candidate=who, sitting=there)


def _save(attempt: Attempt, slot: int, value: str) -> None:
    from exams import delivery

    delivery.save(attempt=attempt, slot=slot, value=value, seq=None, epoch=attempt.session_epoch)
