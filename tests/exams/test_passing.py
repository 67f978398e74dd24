from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from exams.passing import Line, Standard, cut_off, decide

D = Decimal
MARKS = st.decimals(0, 50, places=2)


def lines(*rows: tuple[str, str, int]) -> list[Line]:
    return [Line(area, D(marks), D(maximum)) for area, marks, maximum in rows]


def test_the_pass_mark_itself_passes_and_a_hundredth_less_fails():
    assert decide(lines(("S1", "30", 50), ("S2", "50", 50)), Standard(D(80))).passed
    assert not decide(lines(("S1", "30", 50), ("S2", "49.99", 50)), Standard(D(80))).passed


def test_a_floor_missed_by_a_hundredth_fails_whatever_the_total():
    standard = Standard(D(80), floors={"S1": D(60)})
    assert decide(lines(("S1", "14.40", 24), ("S2", "76", 76)), standard).passed
    outcome = decide(lines(("S1", "14.39", 24), ("S2", "76", 76)), standard)
    assert not outcome.passed
    assert [section.reached for section in outcome.sections] == [False, True]


def test_the_higher_of_two_floors_holds_and_cases_have_their_own():
    standard = Standard(D(0), floors={"A": D(60)}, area_floor=D(40), case_floor=D(50))
    marked = [Line("A", D(12), D(20)), Line("B", D(5), D(5)), Line("B", D(2), D(5), is_case=True)]
    outcome = decide(marked, standard)
    assert [(section.area, section.floor) for section in outcome.judged] == [("A", D(60)), ("B", D(40)), ("case", D(50))]
    assert not outcome.passed
    assert outcome.cases is not None
    assert not outcome.cases.reached


def test_a_shown_percentage_never_rounds_up_to_a_floor():
    outcome = decide(lines(("S1", "59.99", 100)), Standard(D(0), floors={"S1": D(60)}))
    assert outcome.sections[0].as_json() | {"percent": "59.9", "reached": False} == outcome.sections[0].as_json()
    assert cut_off(D("79.999"), 1) == D("79.9")


@given(st.lists(st.tuples(st.sampled_from(["S1", "S2", "S3"]), MARKS), min_size=1), st.decimals(0, 200, places=2))
def test_areas_add_up_and_the_decision_is_the_exact_comparison(rows, cut):
    marked = [Line(area, marks, D(50)) for area, marks in rows]
    outcome = decide(marked, Standard(cut))
    assert sum(section.marks for section in outcome.sections) == outcome.total == sum(marks for _, marks in rows)
    assert outcome.passed == (outcome.total >= cut)
