"""The golden vector: eight candidates, five items, every figure to six digits, worked out with another program."""

import random
from dataclasses import replace

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


def of_sheets(name: str, rows: list[list[float]], same: bool) -> Stratum:
    """A stratum told by its candidates."""
    columns = [list(column) for column in zip(*rows, strict=True)] if same else None
    return Stratum(
        name=name,
        count=len(rows[0]),
        sums=[sum(row) for row in rows],
        squares=[sum(mark * mark for mark in row) for row in rows],
        counts=[1] * len(rows),
        variances=[items.variance(column) for column in columns] if columns else None,
    )


def alpha_of(rows: list[list[float]]) -> float | None:
    columns = zip(*rows, strict=True)
    return reliability.alpha([items.variance(column) for column in columns], items.variance([sum(row) for row in rows]))


def kr20_of(rows: list[list[float]]) -> float | None:
    columns = zip(*rows, strict=True)
    return reliability.kr20([items.mean(column) for column in columns], items.variance([sum(row) for row in rows]), len(rows))


def stratified(*strata: Stratum) -> float | None:
    totals = [sum(sums) for sums in zip(*(stratum.sums for stratum in strata), strict=True)]
    return reliability.stratified_alpha(strata, items.variance(totals))


def figures_of(column: list[float]) -> items.ItemFigures:
    rests = [total - mark for total, mark in zip(TOTALS, column, strict=True)]
    return items.figures(column, rests, TOTALS)


@pytest.mark.parametrize("name", GOLDEN)
def test_the_golden_items(name):
    assert [getattr(figures_of(column), name) for column in COLUMNS] == pytest.approx(GOLDEN[name], abs=1e-6)


def test_the_golden_test():
    spread = reliability.spread(TOTALS)
    assert alpha_of(ROWS) == pytest.approx(0.566406, abs=1e-6)
    assert kr20_of(ROWS) == pytest.approx(alpha_of(ROWS), abs=1e-12)
    assert spread.deviation == pytest.approx(1.511858, abs=1e-6)
    assert reliability.error_of_measurement(spread.deviation, alpha_of(ROWS)) == pytest.approx(0.995526, abs=1e-6)
    rests = [items.variance([total - mark for total, mark in zip(TOTALS, column, strict=True)]) for column in COLUMNS]
    without = reliability.alpha_without([items.variance(column) for column in COLUMNS], rests)
    assert without == pytest.approx([0.492754, 0.490421, 0.433333, 0.300469, 0.709677], abs=1e-6)


@given(st.lists(st.tuples(*[st.integers(0, 2)] * 3), min_size=2, max_size=30), st.integers(1, 4))
def test_counted_papers_come_to_the_same_as_papers_one_by_one(sheets, times):
    """Marks, rests and totals of one candidate each, and the same told once with how many there are of it."""
    single = [sheet for sheet in sheets for _time in range(times)]
    kinds = sorted(set(sheets))
    counts = [single.count(kind) for kind in kinds]
    marks, rests, totals = zip(*single, strict=True)
    told = items.figures([kind[0] for kind in kinds], [kind[1] for kind in kinds], [kind[2] for kind in kinds], counts)
    alone = items.figures(marks, rests, totals)
    for name in ("n", "facility", "deviation", "rest_r", "efficiency"):
        assert getattr(told, name) == pytest.approx(getattr(alone, name)), name
    spread = reliability.spread(totals)
    assert vars(reliability.spread([kind[2] for kind in kinds], counts)) == pytest.approx(vars(spread))


def test_where_a_cut_goes_through_equals_they_count_in_proportion():
    # Ten candidates: the best three are the one at 9 and two of the four at 5, of whom half were right.
    told = items.figures([1, 1, 0, 0], [8, 4, 5, 1], [9, 5, 5, 1], [1, 2, 2, 5])
    assert told.d27 == pytest.approx((1 + 2 * 0.5) / 3)
    assert items.by_group([["A"], ["B"]], [5, 5], "A", 2, [3, 1]) == [0.75, 0.75]


def test_a_symmetrical_group_is_not_skewed_and_a_long_tail_is():
    assert reliability.spread([1, 2, 3, 4, 5]).skewness == pytest.approx(0)
    assert reliability.spread([1, 2, 3, 4, 5]).kurtosis == pytest.approx(-1.2)
    assert (reliability.spread([1, 1, 1, 1, 9]).skewness or 0) > 2


def test_what_does_not_vary_has_no_correlation():
    same = items.figures([1.0] * 5, [1, 2, 3, 4, 5])
    assert same.rest_r is None
    assert same.efficiency is None
    assert alpha_of([[1, 1]] * 5) is None


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


def drawn(people: int, bank: int, drawn_items: int, seed: int) -> list[list[float]]:
    """A bank of items of different difficulty, people of different ability, and for each his own draw."""
    chance = random.Random(seed)
    hard = [chance.uniform(-0.3, 0.3) for _item in range(bank)]
    rows = []
    for _person in range(people):
        ability = chance.uniform(0.2, 0.8)
        met = chance.sample(range(bank), drawn_items)
        rows.append([float(chance.random() < ability - hard[item]) for item in met])
    return rows


def test_drawn_papers_are_judged_by_what_each_candidate_met():
    rows = drawn(400, 100, 20, seed=1)
    told = stratified(of_sheets("S1", rows, same=False))
    assert told is not None
    assert 0.5 < told < 0.9
    # The same rows read as one paper give another figure: slots mix different items.
    assert told != pytest.approx(alpha_of(rows), abs=1e-6)


def test_items_within_persons_by_hand():
    # Two candidates with two items each: means 1 and 0.5, so MS persons = 2 × 0.125; within: 0 and 0.5, their mean 0.25.
    assert of_sheets("S1", [[1, 1], [1, 0]], same=False).reliability() == 0.0
    # Means 1 and 0: MS persons = 2 × 0.5 = 1, nothing within.
    assert of_sheets("S1", [[1, 1], [0, 0]], same=False).reliability() == 1.0


def test_below_thirty_candidates_nothing_is_said_of_drawn_papers():
    assert stratified(of_sheets("S1", drawn(29, 100, 20, seed=2), same=False)) is None
    assert stratified(of_sheets("S1", drawn(30, 100, 20, seed=2), same=False)) is not None


def test_one_stratum_of_the_same_items_is_plain_alpha():
    rows = drawn(60, 20, 20, seed=3)
    assert stratified(of_sheets("S1", rows, same=True)) == pytest.approx(alpha_of(rows))


def test_the_binomial_error_by_hand():
    strata = [of_sheets("a", [[2, 2, 0, 0]], same=False), of_sheets("b", [[1, 0]], same=False)]
    # 2² × 2 × 2 / 3 + 1² × 1 × 1 / 1
    assert reliability.binomial_error(strata, {"a": 2, "b": 1}) == pytest.approx((16 / 3 + 1) ** 0.5)
    # Of a group the root of the mean square: 0 for all right, 1 for one of two.
    assert reliability.binomial_error([of_sheets("b", [[1, 1], [1, 0]], same=False)], {"b": 1}) == pytest.approx(0.5**0.5)


def test_the_binomial_error_says_nothing_of_partial_marks_or_single_items():
    partial = replace(of_sheets("a", [[2, 1]], same=False), partial=True)
    assert reliability.binomial_error([partial], {"a": 2}) is None
    assert reliability.binomial_error([of_sheets("a", [[2]], same=False)], {"a": 2}) is None
    assert reliability.binomial_error([], {}) is None


@given(st.lists(st.lists(st.sampled_from([0.0, 1.0]), min_size=4, max_size=4), min_size=2, max_size=30))
def test_kr20_is_alpha_for_right_or_wrong_items(rows):
    alpha, kr20 = alpha_of(rows), kr20_of(rows)
    assert (alpha is None) == (kr20 is None)
    if alpha is not None:
        assert kr20 == pytest.approx(alpha)
