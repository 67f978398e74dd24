"""Whether a paper can be drawn at all, against trying everything."""

from itertools import combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from exams.blueprint import Candidate, Cell, Stock
from exams.drawing import draw
from exams.feasibility import fill, shortages

AREAS, KINDS = ["S1", "S2"], ["single", "multiple"]
POOLS = st.lists(st.tuples(st.sampled_from(AREAS), st.sampled_from(KINDS), st.integers(1, 3)), max_size=7).map(
    lambda rows: [Candidate(f"Q{n}", 1, kind, hard, area) for n, (area, kind, hard) in enumerate(rows)]
)
CELLS = st.lists(
    st.tuples(st.sampled_from(AREAS), st.sets(st.sampled_from(KINDS), min_size=1), st.integers(1, 2), st.integers(1, 3)),
    min_size=1,
    max_size=3,
).map(lambda rows: [Cell(n, tuple(sorted(kinds)), count, area, 1, hard) for n, (area, kinds, count, hard) in enumerate(rows)])
GROUPS = st.lists(st.sets(st.sampled_from([f"Q{n}" for n in range(7)]), min_size=2, max_size=4).map(sorted), max_size=4)


def most(cells, pool, groups) -> int:
    """How many places of the cells can be filled by one paper: every way is tried."""

    def go(cells_left, used) -> int:
        if not cells_left:
            return 0
        (cell, count), rest = cells_left[0], cells_left[1:]
        fitting = [item.code for item in pool if cell.fits(item) and item.code not in used]
        return max(
            size + go(rest, used | set(chosen))
            for size in range(min(count, len(fitting)) + 1)
            for chosen in combinations(fitting, size)
            if all(len(set(group) & (used | set(chosen))) < 2 for group in groups)
        )

    return go([(cell, cell.count) for cell in cells], frozenset())


@settings(max_examples=300, deadline=None)
@given(pool=POOLS, cells=CELLS, groups=GROUPS)
def test_the_verdict_is_that_of_trying_every_paper(pool, cells, groups):
    wanted = sum(cell.count for cell in cells)
    assert (shortages(cells, pool, groups) == []) == (most(cells, pool, groups) == wanted)


@settings(max_examples=200, deadline=None)
@given(pool=POOLS, cells=CELLS)
def test_how_many_are_missing_is_exact(pool, cells):
    wanted = sum(cell.count for cell in cells)
    assert sum(short.missing for short in shortages(cells, pool)) == wanted - most(cells, pool, [])


@settings(max_examples=200, deadline=None)
@given(pool=POOLS, cells=CELLS, groups=GROUPS)
@example(
    # The first cell can be filled once the hinge Q0 is left out; the second cannot at all, and it alone is named.
    pool=[Candidate(f"Q{n}", 1, "single", 1, "S1") for n in range(3)],
    cells=[Cell(0, ("single",), 2, "S1", 1, 1), Cell(1, ("multiple",), 1, "S1", 1, 1)],
    groups=[["Q0", "Q1"], ["Q0", "Q2"]],
)
def test_the_cells_that_are_named_prove_it_by_themselves(pool, cells, groups):
    """Whoever doubts a refusal counts what fits the named cells alone: it is too little."""
    for short in shortages(cells, pool, groups):
        assert short.missing > 0
        assert most(short.cells, pool, groups) < short.needed
        assert short.fitting == sum(any(cell.fits(item) for cell in short.cells) for item in pool)


@settings(max_examples=200, deadline=None)
@given(pool=POOLS, cells=CELLS, groups=GROUPS, seed=st.integers(0, 2**63 - 1), shuffled=st.randoms())
def test_a_drawn_paper_fills_every_cell_and_holds_no_two_enemies(pool, cells, groups, seed, shuffled):
    if shortages(cells, pool, groups):
        return
    paper = draw(cells, pool, seed, enemies=groups)
    codes = [item.code for _cell, item in paper]
    assert len(set(codes)) == len(codes)
    assert all(cell.fits(item) for cell, item in paper)
    assert all(len(set(group).intersection(codes)) < 2 for group in groups)
    other = list(pool)
    shuffled.shuffle(other)
    assert draw(cells, other, seed, enemies=groups) == paper


@settings(max_examples=200, deadline=None)
@given(pool=POOLS, cells=CELLS, earlier=st.sets(st.sampled_from([f"Q{n}" for n in range(7)])), seed=st.integers(0, 99))
def test_an_earlier_item_stands_on_a_paper_only_where_no_other_will_do(pool, cells, earlier, seed):
    if shortages(cells, pool):
        return
    wanted = sum(cell.count for cell in cells)
    met = sum(item.code in earlier for _cell, item in draw(cells, pool, seed, earlier=earlier))
    assert met == wanted - most(cells, [item for item in pool if item.code not in earlier], [])


def test_cells_that_starve_each_other_are_named_together():
    """Each cell alone has enough; both together have not."""
    pool = [Candidate(f"Q{n}", 1, "single", 5, "S1") for n in range(3)]
    cells = [Cell(0, ("single",), 2, "S1"), Cell(1, ("single",), 2, "S1", 4, 5), Cell(2, ("single",), 0, "S2")]
    assert [str(short) for short in shortages(cells, pool)] == ["S1 single + S1 single 4–5: 1 of 4 missing"]


def test_enemies_that_leave_too_few_are_said_to_be_the_reason():
    pool = [Candidate(f"Q{n}", 1, "single", 3, "S1") for n in range(4)]
    (short,) = shortages([Cell(0, ("single",), 3, "S1")], pool, [["Q0", "Q1", "Q2"]])
    assert (short.missing, short.found, short.fitting) == (1, 2, 4)
    assert str(short) == "S1 single: 1 of 3 missing (4 items fit, but only 2 may stand on one paper)"


def test_a_hinge_between_two_groups_is_left_out_when_it_stands_in_the_way():
    """Q1 gives away Q0 and Q2, which do not give away each other: the paper is Q0 and Q2."""
    pool = [Candidate(f"Q{n}", 1, "single", 3, "S1") for n in range(3)]
    filled, short = fill([Cell(0, ("single",), 2, "S1")], pool, [["Q0", "Q1"], ["Q1", "Q2"]])
    assert not short
    assert sorted(item.code for _cell, item in filled) == ["Q0", "Q2"]


def test_the_less_used_come_first_and_the_met_before_last():
    pool = [Candidate(f"Q{n}", 1, "single", 3, "S1", band=n // 2) for n in range(6)]
    cells = [Cell(0, ("single",), 3, "S1")]
    for seed in range(30):
        drawn = {item.code for _cell, item in draw(cells, pool, seed)}
        assert drawn >= {"Q0", "Q1"}
        assert drawn <= {"Q0", "Q1", "Q2", "Q3"}
        again = {item.code for _cell, item in draw(cells, pool, seed, earlier=drawn)}
        assert not again & drawn


def test_a_stock_reads_the_pools_of_the_first_papers():
    rows = [["A", 1, "single", 3, "S1", []], ["B", 2, "case", 4, "", ["B", "E"]]]
    stock = Stock.from_json(rows)
    assert (stock.as_json(), stock.enemies, stock.items[1].parts) == (rows, (), ("B", "E"))
