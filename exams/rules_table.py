"""The rules as a table (命题细目表): each cell with its marks and what the bank holds for it, area by area, with sums."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from exams import papers, weighing
from exams.drawing import shortages
from exams.judging_rules import told
from exams.mixing import MIX_LEVELS, mix
from exams.models import BlueprintRow, Exam
from exams.models.exam import Rules
from exams.overview import area_names
from exams.reporting import CellReport, of_cells
from exams.wording import plain


@dataclass(frozen=True)
class Line:
    """One cell: what it asks, and what there is."""

    row: BlueprintRow
    kinds: str
    difficulty: str
    marks_each: str
    marks: str
    bank: CellReport
    parts: str = ""


@dataclass
class Group:
    """The cells of one area (or the cases), and their sums."""

    title: str
    lines: list[Line] = field(default_factory=list)

    @property
    def items(self) -> int:
        return sum(line.row.count for line in self.lines)

    @property
    def marks(self) -> str:
        return plain(sum((line.row.count * line.row.marks_each for line in self.lines), Decimal(0)))


@dataclass(frozen=True)
class Table:
    groups: list[Group]
    items: int
    marks: str
    cut_score: str
    shortages: list[str]
    mix: list[tuple[str, int, int | None]]
    kilobytes: int
    limit_kilobytes: int = weighing.LIMIT // 1000


def table(rules: Rules, exam: Exam) -> Table:
    """Rules, published or drafted, beside the bank of today (9 queries)."""
    rows = rules.blueprint_rows()
    cells = [papers.cell(row) for row in rows]
    stock = papers.stock(exam.credential)
    names = area_names(exam.credential)
    groups: dict[str, Group] = {}
    for row, bank in zip(rows, of_cells(exam.credential, cells), strict=True):
        title = f"{row.area} {names(row.area)}" if row.area else ""
        groups.setdefault(title, Group(title)).lines.append(_line(row, bank))
    target = rules.difficulty_mix or {}
    held = mix(cells, stock)
    return Table(
        groups=list(groups.values()),
        items=sum(row.count for row in rows),
        marks=plain(sum((row.count * row.marks_each for row in rows), Decimal(0))),
        cut_score=plain(rules.cut_score),
        shortages=[told(short) for short in shortages(cells, stock.items, stock.enemies)],
        mix=[(str(label), round(held[level]), target.get(level)) for level, label in MIX_LEVELS.items()],
        kilobytes=-(-weighing.heaviest(cells, stock, weighing.weights(exam.credential)) // 1000),
    )


def _line(row: BlueprintRow, bank: CellReport) -> Line:
    hard = str(row.difficulty_min) if row.difficulty_min == row.difficulty_max else f"{row.difficulty_min}–{row.difficulty_max}"
    return Line(
        row=row,
        kinds="、".join(row.kind_names()),
        difficulty=hard,
        marks_each=plain(row.marks_each),
        marks=plain(row.count * row.marks_each),
        bank=bank,
        parts=_parts(row.parts),
    )


def _parts(parts: Iterable[dict[str, str]]) -> str:
    return "，".join(f"{part['area']} {part['marks']}" for part in parts)
