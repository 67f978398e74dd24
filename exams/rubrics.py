"""Marking schemes (评分标准): the lines a person gives marks for, and what they come to.

A scheme is written for the question; a paper may give the question other marks. What is given line by line is brought to
the marks of the paper in proportion, rounded once, half to even, part by part.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

CENT = Decimal("0.01")
NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Line:
    """Something to look for in an answer, and what it is worth at most. `name` is that of its field in a form."""

    name: str
    text: Mapping[str, str]
    marks: Decimal


@dataclass(frozen=True)
class Part:
    """One part of a question, or all of one without parts, with the marks this paper gives it."""

    id: str
    marks: Decimal
    lines: tuple[Line, ...]

    def earned(self, given: Mapping[str, Decimal]) -> Decimal:
        """What the marks given line by line are worth on this paper."""
        possible = sum((line.marks for line in self.lines), NOUGHT)
        got = sum((given[line.name] for line in self.lines), NOUGHT)
        return (self.marks * got / possible).quantize(CENT, ROUND_HALF_EVEN)


def parts(rubric: Sequence[Mapping[str, Any]], on_paper: Sequence[Mapping[str, Any]], marks: Decimal) -> list[Part]:
    """The parts to mark: those of the paper (`on_paper`), or the one question with its `marks`.

    A part without a scheme is one line.

    >>> [one] = parts([{"part": "1", "lines": [{"text": {}, "marks": "2"}, {"text": {}, "marks": "1"}]}], [], Decimal(6))
    >>> one.earned({"1-1": Decimal(1), "1-2": Decimal(1)})
    Decimal('4.00')
    >>> [(part.id, [line.marks for line in part.lines]) for part in parts([], [{"id": "2", "marks": "5"}], Decimal(5))]
    [('2', [Decimal('5')])]
    """
    schemes: dict[str, Sequence[Mapping[str, Any]]] = {str(scheme["part"]): scheme["lines"] for scheme in rubric}
    if on_paper:
        return [_part(str(part["id"]), Decimal(part["marks"]), schemes.get(str(part["id"]), ())) for part in on_paper]
    return [_part("1", marks, schemes.get("1", ()))]


def award(asked: Iterable[Part], given: Mapping[str, Decimal]) -> tuple[Decimal, list[dict[str, Any]]]:
    """The marks in all, and part by part as a Mark keeps them."""
    told: list[dict[str, Any]] = [
        {"part": part.id, "marks": f"{part.earned(given):f}", "lines": [f"{given[line.name]:f}" for line in part.lines]}
        for part in asked
    ]
    return sum((Decimal(part["marks"]) for part in told), NOUGHT), told


def flat(on_paper: Sequence[Mapping[str, Any]], *, full: bool) -> list[dict[str, str]]:
    """Every part with all its marks, or with none.

    >>> flat([{"id": "1", "marks": "5"}], full=True), flat([{"id": "1", "marks": "5"}], full=False)
    ([{'part': '1', 'marks': '5'}], [{'part': '1', 'marks': '0'}])
    """
    return [{"part": str(part["id"]), "marks": str(part["marks"]) if full else "0"} for part in on_paper]


def _part(name: str, marks: Decimal, lines: Iterable[Mapping[str, Any]]) -> Part:
    asked = [Line(f"{name}-{place}", line["text"], Decimal(line["marks"])) for place, line in enumerate(lines, 1)]
    return Part(name, marks, tuple(asked) or (Line(f"{name}-1", {}, marks),))
