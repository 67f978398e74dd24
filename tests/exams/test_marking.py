"""Each kind scored both ways, and what must hold for every answer whatsoever."""

from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.answers import Malformed, check
from exams.keys import model_answer
from exams.marking import RULES, mark, read_number
from exams.models import Kind
from tests.exams.making import KINDS

D = Decimal
LETTERS = st.sampled_from("ABCDE")
KEYS: dict[str, dict[str, Any]] = {
    "match_correct": {"correct": "B"},
    "all_or_nothing": {"correct": ["A", "C"]},
    "cn_multi": {"correct": ["A", "C", "D"]},
    "map_response": {"map": {"A": "1", "C": "1", "B": "-1"}},
    "pairs": {"pairs": {"1": "c", "2": "a", "3": "b"}},
    "order_pairs": {"order": ["A", "B", "C", "D"]},
    "text": {"blanks": [[{"text": "授权"}], [{"text": "PDCA 循环"}]]},
    "numeric": {"value": "45.8", "tolerance": "0.2", "units": ["mm"]},
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | LETTERS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        ("match_correct", "B", "A"),
        ("all_or_nothing", ["C", "A"], ["A"]),
        ("cn_multi", ["A", "C", "D"], ["A", "B"]),
        ("map_response", ["A", "C"], ["B"]),
        ("pairs", {"1": "c", "2": "a", "3": "b"}, {"1": "a", "2": "b", "3": "c"}),
        ("order_pairs", ["A", "B", "C", "D"], ["D", "C", "B", "A"]),
        ("text", ["授权", "ＰＤＣＡ　循环"], ["备案", "循环"]),
        ("numeric", "46.0", "46.01"),
    ],
)
def test_every_rule_gives_full_marks_and_none(rule, right, wrong):
    assert mark(rule, KEYS[rule], right, D(2)) == 2
    assert mark(rule, KEYS[rule], wrong, D(2)) == 0
    assert mark(rule, KEYS[rule], None, D(2)) == 0


@pytest.mark.parametrize("kind", Kind.values)
def test_each_of_the_nine_kinds_is_scored_both_ways_or_left_to_a_person(kind):
    _body, rule, key, right, wrong = KINDS[kind]
    check(kind, right)
    earned = (D(2), D(0)) if rule != "manual" else (None, None)
    assert (mark(rule, key, right, D(2)), mark(rule, key, wrong, D(2))) == earned


@given(rule=st.sampled_from(sorted(RULES)), value=VALUES, marks=st.decimals("0.5", "20", places=2))
def test_no_answer_earns_less_than_nothing_or_more_than_everything(rule, value, marks):
    earned = mark(rule, KEYS[rule], value, marks)
    assert earned is not None
    assert 0 <= earned <= marks
    assert earned == earned.quantize(D("0.01"))


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_key_itself_earns_full_marks(rule):
    assert mark(rule, KEYS[rule], model_answer(rule, KEYS[rule]), D("1.5")) == D("1.5")


@given(ticks=st.sets(LETTERS), correct=st.sets(LETTERS, min_size=2, max_size=4))
def test_ticking_never_pays_beyond_the_right_ones(ticks, correct):
    """cn_multi: any wrong tick earns nothing; fewer right ticks never earn more; ticking everything earns nothing."""
    key = {"correct": sorted(correct)}
    earned = mark("cn_multi", key, sorted(ticks), D(2))
    assert earned is not None
    assert (earned > 0) <= (bool(ticks) and ticks <= correct)
    assert (earned == 2) == (ticks == correct)
    assert mark("cn_multi", key, list("ABCDE"), D(2)) == 0


def test_half_a_mark_per_right_tick_stays_below_full_marks():
    key = {"correct": ["A", "B", "C", "D", "E"]}
    assert [mark("cn_multi", key, list("ABCDE")[:n], D(2)) for n in range(6)] == [0, D("0.5"), 1, D("1.5"), D("1.5"), 2]
    assert mark("cn_multi", {"correct": ["A", "B"]}, ["A"], D("0.4")) == 0


def test_ordering_counts_pairs_and_guessing_earns_nothing_on_average():
    orders = [mark("order_pairs", KEYS["order_pairs"], list(order), D(3)) for order in permutations("ABCD")]
    assert max(orders) == 3  # type: ignore[type-var]  # every rule of the machine gives a mark
    assert orders.count(D(0)) >= len(orders) // 2


@given(number=st.decimals(-(10**9), 10**9, places=3, allow_nan=False))
def test_a_number_reads_the_same_however_it_is_typed(number):
    plain = f"{number:f}"
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign in "0123456789.-" else sign for sign in plain)
    grouped = f"{number:,}"
    for typed in (plain, wide, grouped, grouped.replace(",", " "), grouped.replace(",", "　"), f" {plain} mm ", f"{wide}ＭＭ"):
        assert read_number(typed, ("mm",)) == number, typed


@pytest.mark.parametrize(
    "typed", ["", "五", "1,2", "1,2345", "0,123", "12 mm 3", "1.2.3", "1e3", "NaN", "inf", "12 kg", "--1", "+"]
)
def test_what_is_no_number_earns_nothing(typed):
    assert read_number(typed, ("mm",)) is None


@pytest.mark.parametrize(("typed", "earned"), [("45.6", 2), ("46.0", 2), ("46.000", 2), ("45.59", 0), ("46.0001", 0)])
def test_the_edges_of_a_tolerance_are_inside(typed, earned):
    assert mark("numeric", KEYS["numeric"], typed, D(2)) == earned


def test_a_relative_tolerance_widens_with_the_value():
    key = {"value": "200", "relative": "0.01"}
    assert [mark("numeric", key, typed, D(1)) for typed in ("198", "202", "202.1")] == [1, 1, 0]


@given(
    kind=st.sampled_from(["single", "multiple", "truefalse", "fillin", "numeric", "matching", "ordering", "short", "case"]),
    value=VALUES,
)
def test_what_passes_the_gate_can_be_stored_and_marked(kind, value):
    """No answer a client can send breaks the marking or the database's JSON."""
    try:
        check(kind, value)
    except Malformed:
        return
    assert "\\u0000" not in repr(value)
    for rule in RULES:
        mark(rule, KEYS[rule], value, D(2))
