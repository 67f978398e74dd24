"""Feasibility (可行性): whether a blueprint can be filled from a stock, by what, and if not, the proof that it cannot.

Places are matched with items by augmenting paths, so that overlapping cells never starve each other. A group of enemies
counts as one item that fits wherever one of its members does: at most one is taken, and the matching stays exact.
An item that lies in two groups (a hinge) ties them together; where that stands in the way, the paper is also tried
without the hinge. Both ways together cover every paper there is, so "cannot" is a proof and not a failure of nerve.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence

from exams.blueprint import Candidate, Cell, Shortage

# So many ways round the hinges are tried. A bank whose groups are tangled beyond that is told to be short,
# which is safe: no paper is drawn that ought not to be.
MOST_TRIALS = 2000

Filled = list[tuple[Cell, Candidate]]
Groups = Sequence[Sequence[str]]


def shortages(cells: Sequence[Cell], items: Iterable[Candidate], enemies: Groups = ()) -> list[Shortage]:
    """Why no paper can be drawn, cells by name; empty when one can."""
    return fill(cells, sorted(items, key=lambda item: item.code), enemies)[1]


def fill(
    cells: Sequence[Cell],
    items: Sequence[Candidate],
    enemies: Groups = (),
    tier: Callable[[Candidate], int] = lambda item: 0,
) -> tuple[Filled, list[Shortage]]:
    """Items for every place, the earliest in `items` first; an item of a later tier only where no earlier one will do.

    Costs places × fitting items; 70 places over 900 items take a few milliseconds.
    """
    trial = _Trial(cells, items, enemies, tier)
    if trial.is_whole or not trial.hinges:
        return trial.filled, trial.shortages
    if not _Trial(cells, items, (), tier).shortages and (found := _around(cells, items, enemies, tier)):
        return found.filled, []
    # A hinge may stand in the way of one cell while another lacks items: only what is short by itself is named.
    alone = [short for short in trial.shortages if not _around(short.cells, items, enemies, tier)]
    return trial.filled, alone or trial.shortages


def _around(
    cells: Sequence[Cell], items: Sequence[Candidate], enemies: Groups, tier: Callable[[Candidate], int]
) -> "_Trial | None":
    """The first whole paper with some hinges left out; None if there is none."""
    waiting: list[tuple[frozenset[str], frozenset[str]]] = [(frozenset(), frozenset())]
    for _trial in range(MOST_TRIALS):
        if not waiting:
            return None
        left_out, kept = waiting.pop()
        trial = _Trial(cells, [item for item in items if item.code not in left_out], enemies, tier)
        if trial.is_whole:
            return trial
        # Only a hinge that the short cells could use can help: the others leave the proof as it stands.
        open_hinges = [code for code in trial.hinges_in_the_way if code not in kept]
        if open_hinges:
            hinge = open_hinges[0]
            waiting.append((left_out, kept | {hinge}))
            waiting.append((left_out | {hinge}, kept))
    return None


class _Trial:
    """One matching of places with items, each group of enemies (groups tied by a hinge included) counting as one."""

    def __init__(
        self, cells: Sequence[Cell], items: Sequence[Candidate], enemies: Groups, tier: Callable[[Candidate], int]
    ) -> None:
        self._cells, self._items = cells, items
        self._tier = [tier(item) for item in items]
        present = {item.code for item in items}
        groups = [[code for code in group if code in present] for group in enemies]
        self._group = _tied(groups)
        self.hinges = _hinges(groups)
        self._fitting = _fitting(cells, items)
        # Group (an item without enemies is one of its own) -> the place that has it, and by which item.
        self._taken: dict[str, tuple[Cell, int, int]] = {}
        self._match()

    @property
    def is_whole(self) -> bool:
        return len(self._taken) == sum(cell.count for cell in self._cells)

    @property
    def filled(self) -> Filled:
        return [(cell, self._items[index]) for cell, _place, index in self._taken.values()]

    @property
    def shortages(self) -> list[Shortage]:
        return [self._told(cells) for cells in self._short]

    @property
    def hinges_in_the_way(self) -> list[str]:
        """Hinges whose group a short cell could use, in the order of the items."""
        reached = {self._name(index) for cells in self._short for cell in cells for index in self._fitting[cell]}
        return [item.code for item in self._items if item.code in self.hinges and self._group[item.code] in reached]

    def _match(self) -> None:
        unfilled = [(cell, place) for cell in self._cells for place in range(cell.count)]
        for limit in sorted(set(self._tier)):
            # Items come by tier, so those up to the limit stand in front.
            reach = {
                cell: fitting[: bisect_right(fitting, limit, key=lambda index: self._tier[index])]
                for cell, fitting in self._fitting.items()
            }
            unfilled = [place for place in unfilled if not self._augment(place, reach, set())]
        self._short = self._violators({cell for cell, _place in unfilled})

    def _name(self, index: int) -> str:
        code = self._items[index].code
        return self._group.get(code, code)

    def _augment(self, place: tuple[Cell, int], reach: Mapping[Cell, Sequence[int]], seen: set[str]) -> bool:
        """Give `place` an item: a free one, or one whose holder can be moved to another."""
        choices = reach[place[0]]
        free = next((index for index in choices if self._name(index) not in self._taken), None)
        if free is not None:
            self._taken[self._name(free)] = (*place, free)
            return True
        for index in choices:
            group = self._name(index)
            if group in seen:
                continue
            seen.add(group)
            cell, number, _index = self._taken[group]
            # A holder from the same cell has the same choices: moving it frees nothing.
            if cell != place[0] and self._augment((cell, number), reach, seen):
                self._taken[group] = (*place, index)
                return True
        return False

    def _violators(self, short: set[Cell]) -> list[list[Cell]]:
        """For each short cell all cells that hold what it could use, and so on (Hall): together they ask for too much."""
        found: list[set[Cell]] = []
        for cell in short:
            reached, open_cells = {cell}, [cell]
            while open_cells:
                for index in self._fitting[open_cells.pop()]:
                    holder = self._taken[self._name(index)][0]
                    if holder not in reached:
                        reached.add(holder)
                        open_cells.append(holder)
            meeting = [other for other in found if other & reached]
            found = [other for other in found if not other & reached] + [reached.union(*meeting)]
        ordered = [[cell for cell in self._cells if cell in cells] for cells in found]
        return sorted(ordered, key=lambda cells: cells[0].position)

    def _told(self, cells: Sequence[Cell]) -> Shortage:
        fitting = {index for cell in cells for index in self._fitting[cell]}
        return Shortage(tuple(cells), found=len({self._name(index) for index in fitting}), fitting=len(fitting))


def _fitting(cells: Sequence[Cell], items: Sequence[Candidate]) -> dict[Cell, list[int]]:
    """The items that fit each cell, in their order. Looked up by kind and area: this runs at every start of an exam."""
    by_place: dict[tuple[str, str], list[int]] = {}
    for index, item in enumerate(items):
        by_place.setdefault((item.kind, item.area), []).append(index)
    if any(cell.parts for cell in cells):
        for index, item in enumerate(items):
            if item.parts:
                by_place.setdefault((item.kind, "+".join(sorted(item.parts))), []).append(index)
    return {
        cell: sorted(
            index
            for kind in cell.kinds
            for index in by_place.get((kind, "+".join(sorted(cell.parts)) if cell.parts else cell.area), ())
            if cell.fits(items[index])
        )
        for cell in cells
    }


def _tied(groups: Groups) -> dict[str, str]:
    """Each enemy's group under one name; groups that share a member are one."""
    name: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for group in groups:
        if not group:
            continue
        meeting = {name[code] for code in group if code in name}
        together = list(dict.fromkeys([code for other in sorted(meeting) for code in members.pop(other)] + list(group)))
        members[together[0]] = together
        name.update(dict.fromkeys(together, together[0]))
    return name


def _hinges(groups: Groups) -> frozenset[str]:
    """The items that lie in more than one group."""
    seen: set[str] = set()
    twice: set[str] = set()
    for group in groups:
        if len(group) > 1:
            twice |= seen.intersection(group)
            seen.update(group)
    return frozenset(twice)
