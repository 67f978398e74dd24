"""The golden vector: eight candidates, five items, every figure to six digits, worked out with another program."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.analysis import items, reliability
from exams.analysis.reliability import Stratum

SHEETS = ["11111", "11110", "11100", "11010", "10100", "01000", "10000", "00001"]
ROWS = [[float(mark) for mark in sheet] for sheet in SHEETS]
TOTALS = [sum(row) for row in ROWS]
COLUMNS = [list(column) for column in zip(*ROWS, strict=True)]
GOLDEN = {
    "facility": [0.75, 0.625, 0.5, 0.375, 0.25],
    "rest_r": [0.361158, 0.359864, 0.447214, 0.643494, -0.103695],
    "efficiency": [0.6, 0.448276, 0.5, 0.724138, -0.142857],
    "d27": [2 / 3, 2 / 3, 1.0, 2 / 3, 0.0],
}


def figures_of(column: list[float]) -> items.ItemFigures:
    rests = [total - mark for total, mark in zip(TOTALS, column, strict=True)]
    return items.figures(column, rests, TOTALS)


@pytest.mark.parametrize("name", GOLDEN)
def test_the_golden_items(name):
    assert [getattr(figures_of(column), name) for column in COLUMNS] == pytest.approx(GOLDEN[name], abs=1e-6)


def test_the_golden_test():
    alpha = reliability.alpha(ROWS)
    spread = reliability.spread(TOTALS)
    assert alpha == pytest.approx(0.566406, abs=1e-6)
    assert reliability.kr20(ROWS) == pytest.approx(alpha, abs=1e-12)
    assert spread.deviation == pytest.approx(1.511858, abs=1e-6)
    assert reliability.error_of_measurement(spread.deviation, alpha) == pytest.approx(0.995526, abs=1e-6)
    assert reliability.alpha_without(ROWS) == pytest.approx([0.492754, 0.490421, 0.433333, 0.300469, 0.709677], abs=1e-6)
    # By hand: M = 2.5, s² = 16/7.
    assert reliability.kr21(TOTALS, 5) == pytest.approx(5 / 4 * (1 - 2.5 * 2.5 / (5 * 16 / 7)), abs=1e-12)


def test_effective_weights_add_up_to_one():
    told = items.weights({str(place): column for place, column in enumerate(COLUMNS)}, TOTALS)
    assert sum(weight for weight in told.values() if weight is not None) == pytest.approx(1)


def test_a_symmetrical_group_is_not_skewed_and_a_long_tail_is():
    assert reliability.spread([1, 2, 3, 4, 5]).skewness == pytest.approx(0)
    assert reliability.spread([1, 2, 3, 4, 5]).kurtosis == pytest.approx(-1.2)
    assert (reliability.spread([1, 1, 1, 1, 9]).skewness or 0) > 2


def test_what_does_not_vary_has_no_correlation():
    same = items.figures([1.0] * 5, [1, 2, 3, 4, 5])
    assert same.rest_r is None
    assert same.efficiency is None
    assert reliability.alpha([[1, 1]] * 5) is None


def test_a_partial_mark_has_no_kr20():
    assert reliability.kr20([[0.5, 1], [0, 1]]) is None


def test_choices_are_counted_with_the_key_marked():
    told = items.choices([["A"], ["B"], ["A"], []], [3, 1, 2, 0], ["A", "B", "C"], {"A"})
    assert [(choice.count, choice.share, choice.is_key) for choice in told] == [(2, 0.5, True), (1, 0.25, False), (0, 0.0, False)]
    assert (told[0].rest_r or 0) > 0 > (told[1].rest_r or 0)
    assert told[2].rest_r is None


def test_flags_name_what_to_look_at_and_keep_silent_about_few_answers():
    poor = items.ItemFigures(n=30, facility=0.1, deviation=0.3, rest_r=-0.2, efficiency=-0.3, d27=0)
    offered = [
        items.ChoiceFigures("A", 3, 0.1, -0.2, True),
        items.ChoiceFigures("B", 1, 0.03, -0.1, False),
        items.ChoiceFigures("C", 26, 0.87, 0.2, False),
    ]
    assert items.flags(poor, offered) == ["hard", "negative", "idle_choice", "luring_choice"]
    few = items.ItemFigures(n=29, facility=0.1, deviation=0.3, rest_r=-0.2, efficiency=-0.3, d27=0)
    assert items.flags(few, offered) == []


def test_a_choice_is_told_by_groups_from_low_to_high():
    chosen = [["B"], ["B"], ["A"], ["A"]]
    assert items.by_group(chosen, [1, 2, 3, 4], "A", groups=2) == [0.0, 1.0]
    assert items.by_group([], [], "A", groups=2) == [None, None]


def drawn(people: int, bank: int, drawn_items: int, seed: int, same: bool) -> Stratum:
    """A bank of items of different difficulty, people of different ability, and for each his own draw."""
    chance = random.Random(seed)
    hard = [chance.uniform(-0.3, 0.3) for _item in range(bank)]
    rows = []
    for _person in range(people):
        ability = chance.uniform(0.2, 0.8)
        met = list(range(drawn_items)) if same else chance.sample(range(bank), drawn_items)
        rows.append([float(chance.random() < ability - hard[item]) for item in met])
    return Stratum("S1", rows, same)


def test_drawn_papers_are_judged_by_what_each_candidate_met():
    stratum = drawn(400, 100, 20, seed=1, same=False)
    told = reliability.stratified_alpha([stratum])
    assert told is not None
    assert 0.5 < told < 0.9
    # The same rows read as one paper give another figure: slots mix different items.
    assert told != pytest.approx(reliability.alpha(stratum.rows), abs=1e-6)


def test_below_thirty_candidates_nothing_is_said_of_drawn_papers():
    assert reliability.stratified_alpha([drawn(29, 100, 20, seed=2, same=False)]) is None
    assert reliability.stratified_alpha([drawn(30, 100, 20, seed=2, same=False)]) is not None


def test_one_stratum_of_the_same_items_is_plain_alpha():
    stratum = drawn(60, 20, 20, seed=3, same=True)
    assert reliability.stratified_alpha([stratum]) == pytest.approx(reliability.alpha(stratum.rows))


def test_the_binomial_error_by_hand():
    strata = [Stratum("a", [[2, 2, 0, 0]], False), Stratum("b", [[1, 0]], False)]
    # 2² × 2 × 2 / 3 + 1² × 1 × 1 / 1
    assert reliability.binomial_errors(strata, {"a": 2, "b": 1}) == pytest.approx([(16 / 3 + 1) ** 0.5])
    assert reliability.typical_error([3.0, 4.0]) == pytest.approx(12.5**0.5)


def test_the_binomial_error_says_nothing_of_partial_marks_or_single_items():
    assert reliability.binomial_errors([Stratum("a", [[2, 1]], False)], {"a": 2}) is None
    assert reliability.binomial_errors([Stratum("a", [[2]], False)], {"a": 2}) is None


@given(st.lists(st.lists(st.sampled_from([0.0, 1.0]), min_size=4, max_size=4), min_size=2, max_size=30))
def test_kr20_is_alpha_for_right_or_wrong_items(rows):
    alpha, kr20 = reliability.alpha(rows), reliability.kr20(rows)
    assert (alpha is None) == (kr20 is None)
    if alpha is not None:
        assert kr20 == pytest.approx(alpha)
