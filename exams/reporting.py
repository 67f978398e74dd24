"""The state of the bank (题库报告): for each cell of a blueprint, what there is and what it should be."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from exams import papers
from exams.drawing import Candidate, Cell
from exams.models import ExamVersion, Item

# So many items in the bank for each one drawn, or candidates meet each other's questions too often.
PER_DRAWN = 5


@dataclass(frozen=True)
class CellReport:
    """One cell: items that may be drawn, items an editor must clear first, how many a paper takes, how many there should be.

    `worn` counts those of the usable that stand on more papers than exams.exposure allows.
    """

    area: str
    kinds: list[str]
    usable: int
    awaiting: int
    needed: int
    wanted: int
    worn: int = 0

    @property
    def short(self) -> int:
        """How many are missing for a paper at all."""
        return max(0, self.needed - self.usable)

    @property
    def thin(self) -> int:
        """How many are missing for a sound bank."""
        return max(0, self.wanted - self.usable)

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "short": self.short, "thin": self.thin}


def by_cell(version: ExamVersion) -> list[CellReport]:
    """The state of the bank for one blueprint (4 queries)."""
    return of_cells(version.exam.credential, [papers.cell(row) for row in version.blueprint.all()])


def of_cells(credential: str, cells: Sequence[Cell]) -> list[CellReport]:
    """The state of the bank for these cells (3 queries)."""
    usable, awaiting = papers.candidates(credential), papers.candidates(credential, cleared=False)
    worn = frozenset(Item.objects.worn().values_list("code", flat=True))
    return [_report(cell, usable, awaiting, worn) for cell in cells]


def _report(cell: Cell, usable: Sequence[Candidate], awaiting: Sequence[Candidate], worn: frozenset[str]) -> CellReport:
    return CellReport(
        area=cell.area or "+".join(cell.parts),
        kinds=list(cell.kinds),
        usable=sum(map(cell.fits, usable)),
        awaiting=sum(map(cell.fits, awaiting)),
        needed=cell.count,
        wanted=cell.count * PER_DRAWN,
        worn=sum(item.code in worn and cell.fits(item) for item in usable),
    )
