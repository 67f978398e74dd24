"""What an item was worth (试题分析): how hard it was, and whether those who knew more got it right.

Marks are shares of the item's maximum, 0 to 1. A rest is what the same candidate earned on all other items; on drawn papers,
where candidates met different items, it is the percentage of their own remaining marks. None means: not to be said, because
a variance is nought or too few answered. Nothing here rounds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

# Below this many answers a figure says more about chance than about the item.
REPORTABLE = 30
_TAIL = 0.27


@dataclass(frozen=True)
class ItemFigures:
    """`n` answers; `facility` and `d27` are shares of the item's marks, `rest_r` and `efficiency` run from −1 to 1."""

    n: int
    facility: float
    deviation: float | None
    rest_r: float | None
    efficiency: float | None
    d27: float | None


def figures(marks: Sequence[float], rests: Sequence[float], totals: Sequence[float] | None = None) -> ItemFigures:
    """The figures of one item; `marks`, `rests` and `totals` are one value per candidate, in the same order.

    `totals` rank the candidates for D27; left out, mark and rest together do.

    >>> figures([1, 1, 0, 0], [3, 2, 2, 0]).facility
    0.5
    """
    n = len(marks)
    shared, best = covariance(marks, rests), covariance(sorted(marks), sorted(rests))
    ranks = totals if totals is not None else [mark + rest for mark, rest in zip(marks, rests, strict=True)]
    return ItemFigures(
        n=n,
        facility=mean(marks),
        deviation=sqrt(variance(marks)) if n > 1 else None,
        rest_r=correlation(marks, rests),
        efficiency=shared / best if n > 1 and best else None,
        d27=_d27(marks, ranks),
    )


def _d27(marks: Sequence[float], totals: Sequence[float]) -> float | None:
    """Mean of the best 27 % less mean of the last 27 %; ties stay in the order given."""
    if len(marks) < 2:
        return None
    size = max(1, ceil(_TAIL * len(marks)))
    order = sorted(range(len(marks)), key=lambda person: -totals[person])
    return mean([marks[person] for person in order[:size]]) - mean([marks[person] for person in order[-size:]])


@dataclass(frozen=True)
class ChoiceFigures:
    """One choice of an item: how many took it, and how choosing it goes with the rest."""

    choice: str
    count: int
    share: float
    rest_r: float | None
    is_key: bool


def choices(
    chosen: Sequence[Sequence[str]], rests: Sequence[float], offered: Sequence[str], key: set[str]
) -> list[ChoiceFigures]:
    """The choices of an item in the order offered; `chosen` holds what each candidate ticked."""
    n = len(chosen)
    told = []
    for choice in offered:
        ticked = [float(choice in ticks) for ticks in chosen]
        count = int(sum(ticked))
        told.append(ChoiceFigures(choice, count, count / n if n else 0.0, correlation(ticked, rests), choice in key))
    return told


# What a flag says is worded where it is shown (exams/analysing.py).
FLAGS = ("hard", "easy", "weak", "negative", "idle_choice", "luring_choice")


def flags(item: ItemFigures, offered: Sequence[ChoiceFigures] = ()) -> list[str]:
    """What an editor should look at; empty below REPORTABLE answers.

    Hard: facility below .2. Easy: above .9. Weak: rest correlation below .15; negative: below 0. Idle choice: a distractor
    taken by fewer than 5 %. Luring choice: a distractor that goes with a high rest.
    """
    if item.n < REPORTABLE:
        return []
    distractors = [choice for choice in offered if not choice.is_key]
    r = item.rest_r
    found = {
        "hard": item.facility < 0.2,
        "easy": item.facility > 0.9,
        "negative": r is not None and r < 0,
        "weak": r is not None and 0 <= r < 0.15,
        "idle_choice": any(choice.share < 0.05 for choice in distractors),
        "luring_choice": any(choice.rest_r is not None and choice.rest_r > 0 for choice in distractors),
    }
    return [name for name in FLAGS if found[name]]


def by_group(chosen: Sequence[Sequence[str]], totals: Sequence[float], choice: str, groups: int = 5) -> list[float | None]:
    """The share of each group of candidates, from the lowest totals to the highest, that took `choice`.

    None for a group without anyone.
    """
    order = sorted(range(len(chosen)), key=lambda person: totals[person])
    shares: list[float | None] = []
    for group in range(groups):
        people = order[len(order) * group // groups : len(order) * (group + 1) // groups]
        shares.append(sum(choice in chosen[person] for person in people) / len(people) if people else None)
    return shares


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def covariance(left: Sequence[float], right: Sequence[float]) -> float:
    """Over n − 1; nought for fewer than two pairs."""
    if len(left) < 2:
        return 0.0
    here, there = mean(left), mean(right)
    return sum((x - here) * (y - there) for x, y in zip(left, right, strict=True)) / (len(left) - 1)


def variance(values: Sequence[float]) -> float:
    """Over n − 1."""
    return covariance(values, values)


def correlation(left: Sequence[float], right: Sequence[float]) -> float | None:
    """Pearson's r; None where one side does not vary."""
    spread = variance(left) * variance(right)
    return covariance(left, right) / sqrt(spread) if spread > 1e-18 else None


def weights(columns: Mapping[str, Sequence[float]], totals: Sequence[float]) -> dict[str, float | None]:
    """The effective weight of each item: its share of what makes totals differ; None where that is negative.

    >>> weights({"a": [0, 1], "b": [0, 1]}, [0, 2])
    {'a': 0.5, 'b': 0.5}
    """
    roots = {name: sqrt(shared) if (shared := covariance(column, totals)) >= 0 else None for name, column in columns.items()}
    whole = sum(root for root in roots.values() if root is not None)
    return {name: root / whole if root is not None and whole else None for name, root in roots.items()}
