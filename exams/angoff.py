"""Modified Angoff (Angoff 法): from what a panel expects of a minimally competent person to the cut score.

cut = mean over the judges of Σ (percentage / 100) × marks of what is rated. Exact but for one division at the end; shown cut off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

HUNDRED, NOUGHT = Decimal(100), Decimal(0)
# Digits kept of a deviation, which is a root and never exact.
PLACES = Decimal("0.01")

# What one judge said: target -> per cent.
Ratings = Mapping[str, int]


@dataclass(frozen=True)
class Line:
    """What the judges said of one target."""

    target: str
    mean: Decimal
    deviation: Decimal | None
    lowest: int
    highest: int
    judges: int


@dataclass(frozen=True)
class Outcome:
    """The cut score with its parts. `deviation` is that of the judges' own cut scores."""

    cut_score: Decimal
    maximum: Decimal
    deviation: Decimal | None
    lines: tuple[Line, ...]
    judges: int


def outcome(targets: Sequence[Mapping[str, Any]], said: Sequence[Ratings]) -> Outcome | None:
    """What the ratings come to; None before anybody rated. Every judge has rated every target.

    >>> targets = [{"id": "a", "marks": "10"}, {"id": "b", "marks": "30"}]
    >>> told = outcome(targets, [{"a": 50, "b": 80}, {"a": 70, "b": 60}])
    >>> told.cut_score, told.maximum, [(line.mean, line.deviation) for line in told.lines]
    (Decimal('27'), Decimal('40'), [(Decimal('60'), Decimal('14.14')), (Decimal('70'), Decimal('14.14'))])
    >>> [own_cut(targets, ratings) for ratings in [{"a": 50, "b": 80}, {"a": 70, "b": 60}]], told.deviation
    ([Decimal('29'), Decimal('25')], Decimal('2.83'))
    >>> outcome([{"id": "a", "marks": "3"}], [{"a": 30}, {"a": 30}, {"a": 40}]).cut_score
    Decimal('1.0')
    """
    if not said:
        return None
    lines = tuple(_line(str(target["id"]), [ratings[str(target["id"])] for ratings in said]) for target in targets)
    own = [own_cut(targets, ratings) for ratings in said]
    return Outcome(
        # Divided last: a third of a mark three times is a whole one, and 33.3… per cent of three marks is not 0.99.
        cut_score=sum(own, NOUGHT) / len(own),
        maximum=sum((Decimal(target["marks"]) for target in targets), NOUGHT),
        deviation=_deviation(own),
        lines=lines,
        judges=len(said),
    )


def own_cut(targets: Sequence[Mapping[str, Any]], ratings: Ratings) -> Decimal:
    """The cut score one judge's ratings alone would make."""
    return sum((ratings[str(target["id"])] * Decimal(target["marks"]) / HUNDRED for target in targets), NOUGHT)


def _line(target: str, percents: Sequence[int]) -> Line:
    mean = sum(map(Decimal, percents), NOUGHT) / len(percents)
    return Line(target, mean, _deviation([Decimal(percent) for percent in percents]), min(percents), max(percents), len(percents))


def _deviation(values: Sequence[Decimal]) -> Decimal | None:
    """The sample's standard deviation; None for fewer than two."""
    if len(values) < 2:
        return None
    mean = sum(values, NOUGHT) / len(values)
    return (sum(((value - mean) ** 2 for value in values), NOUGHT) / (len(values) - 1)).sqrt().quantize(PLACES)
