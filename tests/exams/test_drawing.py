import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.drawing import Candidate, CannotDraw, Cell, draw, shortages, shuffled_choices

AREAS, KINDS = ["S1", "S2"], ["single", "multiple", "matching", "ordering"]
POOLS = st.lists(st.tuples(st.sampled_from(AREAS), st.sampled_from(KINDS), st.integers(1, 5)), max_size=40).map(
    lambda rows: [Candidate(f"Q{n}", 1, kind, hard, area) for n, (area, kind, hard) in enumerate(rows)]
)
CELLS = st.lists(
    st.tuples(st.sampled_from(AREAS), st.sets(st.sampled_from(KINDS), min_size=1), st.integers(1, 4), st.integers(1, 5)),
    max_size=5,
).map(lambda rows: [Cell(n, tuple(sorted(kinds)), count, area, 1, hard) for n, (area, kinds, count, hard) in enumerate(rows)])


@given(pool=POOLS, cells=CELLS, seed=st.integers(0, 2**63 - 1))
def test_a_paper_fills_every_cell_from_its_own_or_says_what_is_missing(pool, cells, seed):
    # The feasibility check knows beforehand, whatever the seed.
    if expected := sum(short.missing for short in shortages(cells, pool)):
        with pytest.raises(CannotDraw) as caught:
            draw(cells, pool, seed)
        assert sum(short.missing for short in caught.value.shortages) == expected
        return
    paper = draw(cells, pool, seed)
    assert all(cell.fits(item) for cell, item in paper)
    assert len({item.code for _, item in paper}) == len(paper)
    assert {cell: sum(drawn == cell for drawn, _ in paper) for cell in cells} == {cell: cell.count for cell in cells}


@given(pool=POOLS, cells=CELLS, seed=st.integers(0, 2**63 - 1), shuffled=st.randoms())
def test_the_same_seed_gives_the_same_paper_in_whatever_order_the_bank_comes(pool, cells, seed, shuffled):
    if shortages(cells, pool):
        return
    other = list(pool)
    shuffled.shuffle(other)
    assert draw(cells, pool, seed) == draw(cells, other, seed)


def test_a_paper_drawn_once_is_drawn_so_for_ever():
    """A fixed vector: if this changes, no stored paper can be drawn again."""
    pool = [Candidate(f"Q{n:02}", 1, "single", 3, "S1") for n in range(20)]
    drawn = [item.code for _, item in draw([Cell(1, ("single",), 5, "S1")], pool, 20261124)]
    assert drawn == ["Q00", "Q18", "Q05", "Q04", "Q10"]
    assert shuffled_choices("ABCD", 20261124, "Q01") == ["C", "B", "D", "A"]


def test_seeds_give_different_papers_and_every_item_its_turn():
    pool = [Candidate(f"Q{n}", 1, "single", 3, "S1") for n in range(20)]
    papers = [tuple(item.code for _, item in draw([Cell(0, ("single",), 5, "S1")], pool, seed)) for seed in range(200)]
    assert len(set(papers)) == 200
    times = [sum(f"Q{n}" in paper for paper in papers) for n in range(20)]
    assert min(times) > 25
    assert max(times) < 80


def test_a_short_cell_is_named_with_how_many_are_missing_and_not_filled_from_elsewhere():
    pool = [Candidate(f"Q{n}", 1, "single", 3, "S1") for n in range(9)]
    with pytest.raises(CannotDraw, match="S2 single: 2 of 2 missing") as caught:
        draw([Cell(0, ("single",), 3, "S1"), Cell(1, ("single",), 2, "S2")], pool, 1)
    assert [(short.cells[0].area, short.missing) for short in caught.value.shortages] == [("S2", 2)]


def test_overlapping_cells_never_starve_each_other():
    """The wide cell is asked first and could take the only hard item; matching gives it up again."""
    pool = [Candidate("hard", 1, "single", 5, "S1"), Candidate("easy", 1, "single", 1, "S1")]
    cells = [Cell(0, ("single",), 1, "S1"), Cell(1, ("single",), 1, "S1", difficulty_min=5)]
    for seed in range(20):
        assert {cell.position: item.code for cell, item in draw(cells, pool, seed)} == {0: "easy", 1: "hard"}


def test_a_cell_may_draw_from_either_of_two_kinds():
    pool = [Candidate("m", 1, "matching", 3, "S1"), Candidate("o", 1, "ordering", 3, "S1")]
    cell = Cell(0, ("matching", "ordering"), 1, "S1")
    assert {draw([cell], pool, seed)[0][1].code for seed in range(20)} == {"m", "o"}


def test_a_case_fits_by_the_areas_of_its_parts_in_any_order():
    cell = Cell(0, ("case",), 1, parts=("B", "E", "G"))
    assert cell.fits(Candidate("c", 1, "case", 4, "G", ("G", "B", "E")))
    assert not cell.fits(Candidate("c", 1, "case", 4, "G", ("G", "B")))


def test_choices_that_must_come_last_do():
    for seed in range(10):
        assert shuffled_choices("ABCD", seed, "Q", last=["D"])[-1] == "D"
    assert len({tuple(shuffled_choices("ABCD", seed, "Q")) for seed in range(200)}) == 24
