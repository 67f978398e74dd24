"""Passing (合格判定): the total, what each area came to, and whether it is enough. Decided on exact decimals.

A figure that is shown is cut off, never rounded up: nobody reads 80.0 and has failed with 79.96.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal

NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Line:
    """The marks of one item, or of one part of a case, in the area they count for."""

    area: str
    marks: Decimal
    maximum: Decimal
    is_case: bool = False


@dataclass(frozen=True)
class Standard:
    """What is asked for: a total, and least percentages by area, of every area, and of the cases together."""

    cut_score: Decimal
    floors: Mapping[str, Decimal] = field(default_factory=dict)
    area_floor: Decimal | None = None
    case_floor: Decimal | None = None

    def floor(self, area: str) -> Decimal | None:
        """The higher of the area's own floor and the floor of every area."""
        floors = [floor for floor in (self.floors.get(area), self.area_floor) if floor is not None]
        return max(floors, default=None)


@dataclass(frozen=True)
class Section:
    """What one area (or the cases) came to."""

    area: str
    marks: Decimal
    maximum: Decimal
    floor: Decimal | None

    @property
    def reached(self) -> bool:
        """Whether the floor was met, compared without a division."""
        return self.floor is None or self.marks * 100 >= self.floor * self.maximum

    @property
    def percent(self) -> Decimal:
        """For showing: cut off to a tenth."""
        return cut_off(self.marks * 100 / self.maximum, 1) if self.maximum else NOUGHT

    def as_json(self) -> dict[str, str | bool | None]:
        """As it is kept with the result: decimals as text."""
        return {
            "area": self.area,
            "marks": f"{self.marks:f}",
            "maximum": f"{self.maximum:f}",
            "percent": f"{self.percent:f}",
            "floor": None if self.floor is None else f"{self.floor:f}",
            "reached": self.reached,
        }


@dataclass(frozen=True)
class Outcome:
    """The total and its parts, and whether they suffice."""

    total: Decimal
    maximum: Decimal
    sections: tuple[Section, ...]
    cases: Section | None
    cut_score: Decimal

    @property
    def passed(self) -> bool:
        return self.total >= self.cut_score and all(section.reached for section in self.judged)

    @property
    def judged(self) -> tuple[Section, ...]:
        """Every section with a floor of its own: the areas, and the cases if there are any."""
        return self.sections + ((self.cases,) if self.cases else ())


def decide(lines: Iterable[Line], standard: Standard) -> Outcome:
    """Add up and judge. Areas come in the order of their codes.

    >>> lines = [Line("S1", Decimal("14"), Decimal(24)), Line("S2", Decimal("70"), Decimal(76))]
    >>> outcome = decide(lines, Standard(Decimal(80), floors={"S1": Decimal(60)}))
    >>> outcome.total, outcome.passed, [section.reached for section in outcome.sections]
    (Decimal('84'), False, [False, True])
    """
    marked = list(lines)
    areas = sorted({line.area for line in marked})
    sections = tuple(_section(area, [line for line in marked if line.area == area], standard.floor(area)) for area in areas)
    cases = [line for line in marked if line.is_case]
    return Outcome(
        total=sum((line.marks for line in marked), NOUGHT),
        maximum=sum((line.maximum for line in marked), NOUGHT),
        sections=sections,
        cases=_section("case", cases, standard.case_floor) if cases else None,
        cut_score=standard.cut_score,
    )


def lowered(cut: Decimal, counted: Decimal, full: Decimal) -> Decimal:
    """The pass mark when items of a paper do not count: in proportion to the marks that do, cut off in the candidate's favour.

    >>> lowered(Decimal(80), Decimal(99), Decimal(100)), lowered(Decimal(80), Decimal(100), Decimal(100))
    (Decimal('79.20'), Decimal('80'))
    """
    return cut if counted == full else cut_off(cut * counted / full, 2)


def cut_off(value: Decimal, places: int) -> Decimal:
    """`value` for showing, cut off after so many places.

    >>> cut_off(Decimal("79.96"), 1)
    Decimal('79.9')
    """
    return value.quantize(Decimal(1).scaleb(-places), ROUND_FLOOR)


def _section(area: str, lines: list[Line], floor: Decimal | None) -> Section:
    marks = sum((line.marks for line in lines), NOUGHT)
    return Section(area, marks, sum((line.maximum for line in lines), NOUGHT), floor)
