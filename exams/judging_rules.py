"""Judging rules before they are published (规则检查): what would make them impossible is an error, what is odd a warning."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from exams import papers, weighing
from exams.blueprint import Cell, Shortage, Stock
from exams.drawing import shortages
from exams.mixing import MIX_LEVELS, TOLERANCE, mix
from exams.models import Area, BlueprintRow, Exam, Kind
from exams.models.exam import Rules
from exams.reporting import PER_DRAWN
from exams.wording import plain


@dataclass(frozen=True)
class Finding:
    """Something to know before publishing, in one sentence."""

    is_error: bool
    sentence: str


def judge(rules: Rules, exam: Exam) -> list[Finding]:
    """Everything to be said about these rules, errors first (6 queries)."""
    rows = rules.blueprint_rows()
    areas = set(Area.objects.filter(credential=exam.credential).values_list("code", flat=True))
    stock = papers.stock(exam.credential)
    cells = [papers.cell(row) for row in rows]
    return [
        *_errors(_sums(rules, rows)),
        *_errors(_places(rows, areas)),
        *_errors(_floors(rules, rows)),
        *_errors(told(short) for short in shortages(cells, stock.items, stock.enemies)),
        *_warnings(_oddities(rules, rows)),
        *_warnings(_coverage(rules, cells, stock)),
        *_warnings(_weight(exam, cells, stock)),
    ]


def told(short: Shortage) -> str:
    """Which cells are short, and of how many, for people to read."""
    cells = _("; ").join(name(cell) for cell in short.cells)
    words = {"cells": cells, "needed": short.needed, "missing": short.missing, "fitting": short.fitting, "found": short.found}
    if short.fitting <= short.found:
        return _("%(cells)s: %(needed)s items are needed, %(missing)s are missing in the bank.") % words
    sentence = _(
        "%(cells)s: %(needed)s items are needed; %(fitting)s fit, but only %(found)s of them may stand on one paper, "
        "because some give others away."
    )
    return sentence % words


def name(cell: Cell) -> str:
    """A cell in words: S1 单选、多选 难度4–5."""
    kinds = _(", ").join(str(Kind(kind).label) for kind in cell.kinds)
    place = cell.area or "+".join(cell.parts)
    if (cell.difficulty_min, cell.difficulty_max) == (1, 5):
        return f"{place} {kinds}"
    return _("%(place)s %(kinds)s, difficulty %(low)s–%(high)s") % {
        "place": place,
        "kinds": kinds,
        "low": cell.difficulty_min,
        "high": cell.difficulty_max,
    }


def _errors(sentences: Iterable[str]) -> list[Finding]:
    return [Finding(True, sentence) for sentence in sentences]


def _warnings(sentences: Iterable[str]) -> list[Finding]:
    return [Finding(False, sentence) for sentence in sentences]


def full_marks(rows: Iterable[BlueprintRow]) -> Decimal:
    return sum((row.count * row.marks_each for row in rows), Decimal(0))


def _sums(rules: Rules, rows: list[BlueprintRow]) -> Iterator[str]:
    if not rows:
        yield _("The blueprint has no cell: a paper would be empty.")
    full = full_marks(rows)
    if rules.cut_score > full:
        words = {"cut": plain(rules.cut_score), "full": plain(full)}
        yield _("The pass mark %(cut)s is above the full marks %(full)s: nobody could pass.") % words
    if not rules.cut_score:
        yield _("The pass mark is nought: everybody would pass.")


def _places(rows: list[BlueprintRow], areas: set[str]) -> Iterator[str]:
    for row in rows:
        named = [part["area"] for part in row.parts] or [row.area]
        if unknown := [area for area in named if area not in areas]:
            yield _("Row %(row)s: this credential has no area “%(area)s”.") % {"row": row.position, "area": unknown[0]}
        if row.parts and sum(Decimal(part["marks"]) for part in row.parts) != row.marks_each:
            words = {"row": row.position, "marks": plain(row.marks_each)}
            yield _("Row %(row)s: the marks of the parts do not add up to %(marks)s.") % words
        if row.parts and row.item_kinds != [Kind.CASE]:
            yield _("Row %(row)s: only a case has parts.") % {"row": row.position}


def _floors(rules: Rules, rows: list[BlueprintRow]) -> Iterator[str]:
    examined = {row.area for row in rows if row.area} | {part["area"] for row in rows for part in row.parts}
    for area, percent in sorted(rules.floors.items()):
        if area not in examined:
            yield _("Area “%(area)s” has a floor, but the blueprint asks nothing of it.") % {"area": area}
        if not 0 < percent <= 100:
            yield _("The floor of area “%(area)s” is not between 1 and 100 per cent.") % {"area": area}
    if rules.case_floor_percent and not any(row.parts for row in rows):
        yield _("The cases have a floor, but the blueprint holds no case.")
    for percent in (rules.area_floor_percent, rules.case_floor_percent):
        if percent and percent > 100:
            yield _("A floor of more than 100 per cent cannot be reached.")


def _oddities(rules: Rules, rows: list[BlueprintRow]) -> Iterator[str]:
    full = full_marks(rows)
    if full not in (0, 100) and any(row.parts for row in rows):
        yield _("Full marks are %(full)s, not 100.") % {"full": plain(full)}
    if rules.marking == Rules.Marking.DOUBLE_BLIND and rules.is_machine_marked:
        yield _("Two markers are asked for, but nothing on this paper is marked by a person.")
    if rules.is_machine_marked is False and rules.marking == Rules.Marking.SINGLE:
        yield _("Cases and short answers are marked by one person only.")


def _coverage(rules: Rules, cells: list[Cell], stock: Stock) -> Iterator[str]:
    for cell in cells:
        usable = sum(map(cell.fits, stock.items))
        if cell.count <= usable < cell.count * PER_DRAWN:
            words = {"cell": name(cell), "usable": usable, "wanted": cell.count * PER_DRAWN}
            yield _("%(cell)s: %(usable)s items in the bank; %(wanted)s would be sound.") % words
    if rules.difficulty_mix:
        drawn = mix(cells, stock)
        for level, label in MIX_LEVELS.items():
            target = rules.difficulty_mix.get(level, 0)
            if abs(drawn[level] - target) > TOLERANCE:
                words = {"level": str(label), "drawn": round(drawn[level]), "target": target}
                yield _("%(level)s: papers hold %(drawn)s %% on average, the target is %(target)s %%.") % words


def _weight(exam: Exam, cells: list[Cell], stock: Stock) -> Iterator[str]:
    bytes_at_most = weighing.heaviest(cells, stock, weighing.weights(exam.credential))
    if bytes_at_most > weighing.LIMIT:
        words = {"size": f"{bytes_at_most / 1e6:.1f}", "limit": f"{weighing.LIMIT / 1e6:.0f}"}
        yield _("A paper may weigh up to %(size)s MB with its pictures; %(limit)s MB is the limit for a poor line.") % words
