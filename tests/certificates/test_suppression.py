"""Small groups: no reader of a published table can work one out, whatever is added up or subtracted."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.suppression import CORNER, SMALLEST, TOTAL, publish

COUNTS = st.lists(st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 30]), min_size=3, max_size=3), min_size=1, max_size=3)


def tabled(grid):
    counts = {(row, column): count for row, line in enumerate(grid) for column, count in enumerate(line)}
    return counts, publish(counts, range(len(grid)), range(3))


def rounds(table, rows, columns):
    """What a reader can say of every withheld count: its least and its greatest value, by adding up over and over.

    Knows that a withheld count is at least 1, since a nought is told.
    """
    least = {cell: 1 if told is None else told for cell, told in table.told.items()}
    most = {cell: 10_000 if told is None else told for cell, told in table.told.items()}
    lines = [[(row, column) for column in columns] for row in rows] + [[(row, column) for row in rows] for column in columns]
    for _turn in range(40):
        for *parts, total in lines:
            least[total] = max(least[total], sum(least[part] for part in parts))
            most[total] = min(most[total], sum(most[part] for part in parts))
            for part in parts:
                others = [other for other in parts if other != part]
                most[part] = min(most[part], most[total] - sum(least[other] for other in others))
                least[part] = max(least[part], least[total] - sum(most[other] for other in others))
    return {cell: (least[cell], most[cell]) for cell in table.told}


@settings(max_examples=150)
@given(COUNTS)
def test_adding_up_never_tells_a_small_group(grid):
    counts, table = tabled(grid)
    known = rounds(table, [*range(len(grid)), TOTAL], [*range(3), TOTAL])
    for cell, told in table.told.items():
        true = counts.get(cell)
        if told is None and true is not None and 0 < true < SMALLEST and table.total is not None:
            assert known[cell][1] > known[cell][0], (grid, cell)
        assert told is None or told == 0 or told >= SMALLEST


@settings(max_examples=150)
@given(
    st.lists(st.lists(st.sampled_from([0, 1, 2, 3, 4, 5, 7]), min_size=2, max_size=3), min_size=2, max_size=2).filter(
        lambda grid: len(grid[0]) == len(grid[1])
    )
)
def test_trying_every_table_that_fits_leaves_every_small_group_open(grid):
    """The same by brute force: all tables of whole numbers that agree with what is told."""
    width = len(grid[0])
    counts = {(row, column): count for row, line in enumerate(grid) for column, count in enumerate(line)}
    table = publish(counts, range(2), range(width))
    if table.total is None:
        return
    inner = list(counts)
    open_ = [cell for cell in inner if table.told[cell] is None]
    if len(open_) > 4:
        return
    fitting = []
    for guess in itertools.product(range(1, 13), repeat=len(open_)):
        whole = {cell: table.told[cell] or 0 for cell in inner} | dict(zip(open_, guess, strict=True))
        sums: dict[object, int] = {}
        for (row, column), count in whole.items():
            for cell in ((row, TOTAL), (TOTAL, column), CORNER):
                sums[cell] = sums.get(cell, 0) + count
        if all((told is None and sums[cell] > 0) or told == sums[cell] for cell, told in table.told.items() if TOTAL in cell):
            fitting.append(whole)
    for cell in open_:
        if 0 < counts[cell] < SMALLEST:
            assert len({whole[cell] for whole in fitting}) > 1, (grid, cell)


def test_the_control_without_withholding_others_a_difference_tells():
    """Only the small cell withheld, as a simpler site would: the total less the rest is the person."""
    counts = {("a", "x"): 20, ("a", "y"): 1}
    assert publish(counts, "a", "xy").cell("a", "x") is None
    assert sum(counts.values()) - counts["a", "x"] == counts["a", "y"]


def test_large_groups_and_noughts_are_told():
    table = publish({("a", "x"): 20, ("a", "y"): 7, ("b", "x"): 9}, "ab", "xy")
    assert dict(table.told) == {
        ("a", "x"): 20,
        ("a", "y"): 7,
        ("a", TOTAL): 27,
        ("b", "x"): 9,
        ("b", "y"): 0,
        ("b", TOTAL): 9,
        (TOTAL, "x"): 29,
        (TOTAL, "y"): 7,
        CORNER: 36,
    }


def test_a_table_of_four_persons_is_not_told_at_all():
    assert set(publish({("a", "x"): 3, ("b", "y"): 1}, "ab", "xy").told.values()) == {None}
