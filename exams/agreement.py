"""Agreement (评分一致): when two markers agree, what their marks come to, and how well they agree over many answers."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

CENT = Decimal("0.01")
NOUGHT = Decimal(0)
# Scheme 3.4: a third marker when two are more than this share of the marks apart.
SHARE = Decimal("0.2")
FIRST, SECOND, THIRD = "first", "second", "adjudication"


def limit(tolerance: Decimal, maximum: Decimal) -> Decimal:
    """How far two markers may lie apart: the exam's own tolerance, or a fifth of the marks where it sets none.

    >>> limit(Decimal("1.5"), Decimal(10)), limit(Decimal(0), Decimal(10))
    (Decimal('1.5'), Decimal('2.0'))
    """
    return tolerance if tolerance > 0 else maximum * SHARE


def agree(first: Decimal, second: Decimal, apart: Decimal) -> bool:
    """Whether two marks lie no further apart than allowed, the edge included."""
    return abs(first - second) <= apart


def wanted(given: Mapping[str, Decimal], *, is_double: bool, apart: Decimal) -> tuple[str, ...]:
    """The stages at which an answer still waits for a marker.

    >>> wanted({}, is_double=True, apart=Decimal(1)), wanted({"first": Decimal(3)}, is_double=False, apart=Decimal(1))
    (('first', 'second'), ())
    >>> wanted({"first": Decimal(5), "second": Decimal(3)}, is_double=True, apart=Decimal(1))
    ('adjudication',)
    """
    stages = (FIRST, SECOND) if is_double else (FIRST,)
    missing = tuple(stage for stage in stages if stage not in given)
    if missing or not is_double or THIRD in given or agree(given[FIRST], given[SECOND], apart):
        return missing
    return (THIRD,)


def mean(first: Decimal, second: Decimal) -> Decimal:
    """
    >>> mean(Decimal("3"), Decimal("4.25"))
    Decimal('3.62')
    """
    return ((first + second) / 2).quantize(CENT, ROUND_HALF_EVEN)


def mean_of_parts(first: Sequence[Mapping[str, Any]], second: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Two markers' marks part by part, each at its mean."""
    others = {part["part"]: part["marks"] for part in second}
    return [{"part": part["part"], "marks": f"{mean(Decimal(part['marks']), Decimal(others[part['part']])):f}"} for part in first]


def kappa(pairs: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Quadratic weighted kappa of two markers' marks; None when it cannot be told (fewer than two, or all marks alike).

    1 − Σ w·o / Σ w·e with w = (i − j)² / (K − 1)². K cancels, so no classes are needed: observed is the mean of
    (x − y)², expected the mean over every pair of a first and a second mark.

    >>> marks = [(1, 1), (2, 2), (3, 4), (4, 4)]
    >>> round(kappa((Decimal(x), Decimal(y)) for x, y in marks), 4)
    Decimal('0.9167')
    >>> kappa([(Decimal(2), Decimal(2))] * 5) is None
    True
    """
    both = list(pairs)
    if len(both) < 2:
        return None
    observed = sum(((x - y) ** 2 for x, y in both), NOUGHT) / len(both)
    xs, ys = [x for x, _y in both], [y for _x, y in both]
    expected = _variance(xs) + _variance(ys) + (_average(xs) - _average(ys)) ** 2
    return 1 - observed / expected if expected else None


def _average(marks: Sequence[Decimal]) -> Decimal:
    return sum(marks, NOUGHT) / len(marks)


def _variance(marks: Sequence[Decimal]) -> Decimal:
    middle = _average(marks)
    return sum(((mark - middle) ** 2 for mark in marks), NOUGHT) / len(marks)
