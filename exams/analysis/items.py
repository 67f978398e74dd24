"""What an item was worth (试题分析): how hard it was, and whether those who knew more got it right.

Marks are shares of the item's maximum, 0 to 1. A rest is what the same candidate earned on all other items; on drawn papers,
where candidates met different items, it is the percentage of their own remaining marks. None means: not to be said, because
a variance is nought or too few answered. Nothing here rounds.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil, sqrt

# How many candidates each place of a sequence stands for; None: one each.
Counts = Sequence[int] | None

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


def figures(
    marks: Sequence[float], rests: Sequence[float], totals: Sequence[float] | None = None, counts: Counts = None
) -> ItemFigures:
    """The figures of one item; `marks`, `rests` and `totals` are one value per candidate, in the same order.

    `totals` rank the candidates for D27; left out, mark and rest together do. `counts` says how many candidates each place
    stands for; left out, one.

    >>> figures([1, 1, 0, 0], [3, 2, 2, 0]).facility
    0.5
    >>> figures([1, 0], [2, 1], counts=[3, 1]).facility
    0.75
    """
    n = sum(each(marks, counts))
    shared, best = covariance(marks, rests, counts), covariance(*_abreast(marks, rests, each(marks, counts)))
    ranks = totals if totals is not None else [mark + rest for mark, rest in zip(marks, rests, strict=True)]
    return ItemFigures(
        n=n,
        facility=mean(marks, counts),
        deviation=sqrt(variance(marks, counts)) if n > 1 else None,
        rest_r=correlation(marks, rests, counts),
        efficiency=shared / best if n > 1 and best else None,
        d27=_d27(marks, ranks, counts),
    )


def _abreast(left: Sequence[float], right: Sequence[float], counts: Sequence[int]) -> tuple[list[float], list[float], list[int]]:
    """Each side sorted by itself and laid beside the other again, with how many stand for each pair.

    >>> _abreast([1, 0], [5, 7], [1, 2])
    ([0, 0, 1], [5, 7, 7], [1, 1, 1])
    """
    ours, theirs = sorted(zip(left, counts, strict=True)), sorted(zip(right, counts, strict=True))
    cuts = sorted({*accumulate(count for _value, count in ours), *accumulate(count for _value, count in theirs)})
    sizes = [cut - before for before, cut in pairwise([0, *cuts])]
    return _laid(ours, cuts), _laid(theirs, cuts), sizes


def _laid(side: Sequence[tuple[float, int]], cuts: Sequence[int]) -> list[float]:
    """The value at each cut of a sorted side."""
    told, ends = [], list(accumulate(count for _value, count in side))
    place = 0
    for cut in cuts:
        while ends[place] < cut:
            place += 1
        told.append(side[place][0])
    return told


def _d27(marks: Sequence[float], totals: Sequence[float], counts: Counts) -> float | None:
    """Mean of the best 27 % less mean of the last 27 %; ties stay in the order given, or count in proportion (`_level`)."""
    n = sum(each(marks, counts))
    if n < 2:
        return None
    size = max(1, ceil(_TAIL * n))
    line = _line(marks, [-total for total in totals], counts)
    return (_stretch(line, 0, size) - _stretch(line, n - size, n)) / size


def _line(values: Sequence[float], keys: Sequence[float], counts: Counts) -> list[tuple[float, int]]:
    """Values in the order of their keys, each with how many stand for it."""
    told = _level(values, keys, counts) if counts is not None else values
    many = each(values, counts)
    return [(told[place], many[place]) for place in sorted(range(len(values)), key=lambda place: keys[place])]


def _level(values: Sequence[float], keys: Sequence[float], counts: Sequence[int]) -> list[float]:
    """Each value made the mean of those with its key: where a cut goes through equals, they count in proportion."""
    sums: dict[float, float] = defaultdict(float)
    many: dict[float, int] = defaultdict(int)
    for value, key, count in zip(values, keys, counts, strict=True):
        sums[key] += value * count
        many[key] += count
    return [sums[key] / many[key] for key in keys]


def _stretch(line: Sequence[tuple[float, int]], start: int, end: int) -> float:
    """The sum over the candidates from place `start` up to `end`."""
    total, place = 0.0, 0
    for value, count in line:
        total += value * max(0, min(end, place + count) - max(start, place))
        place += count
    return total


@dataclass(frozen=True)
class ChoiceFigures:
    """One choice of an item: how many took it, and how choosing it goes with the rest."""

    choice: str
    count: int
    share: float
    rest_r: float | None
    is_key: bool


def choices(
    chosen: Sequence[Sequence[str]], rests: Sequence[float], offered: Sequence[str], key: set[str], counts: Counts = None
) -> list[ChoiceFigures]:
    """The choices of an item in the order offered; `chosen` holds what each candidate ticked."""
    n = sum(each(chosen, counts))
    told = []
    for choice in offered:
        ticked = [float(choice in ticks) for ticks in chosen]
        count = round(mean(ticked, counts) * n)
        told.append(ChoiceFigures(choice, count, count / n if n else 0.0, correlation(ticked, rests, counts), choice in key))
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


def by_group(
    chosen: Sequence[Sequence[str]], totals: Sequence[float], choice: str, groups: int = 5, counts: Counts = None
) -> list[float | None]:
    """The share of each group of candidates, from the lowest totals to the highest, that took `choice`.

    None for a group without anyone.
    """
    n = sum(each(chosen, counts))
    line = _line([float(choice in ticks) for ticks in chosen], totals, counts)
    ends = [(n * group // groups, n * (group + 1) // groups) for group in range(groups)]
    return [_stretch(line, start, end) / (end - start) if end > start else None for start, end in ends]


def each(values: Sequence[object], counts: Counts) -> Sequence[int]:
    """How many candidates each place stands for: one, where nothing is said."""
    return counts if counts is not None else [1] * len(values)


def mean(values: Sequence[float], counts: Counts = None) -> float:
    many = each(values, counts)
    return sum(value * count for value, count in zip(values, many, strict=True)) / sum(many) if values else 0.0


def covariance(left: Sequence[float], right: Sequence[float], counts: Counts = None) -> float:
    """Over n − 1; nought for fewer than two pairs."""
    many = each(left, counts)
    n = sum(many)
    if n < 2:
        return 0.0
    here, there = mean(left, many), mean(right, many)
    return sum(count * (x - here) * (y - there) for x, y, count in zip(left, right, many, strict=True)) / (n - 1)


def variance(values: Sequence[float], counts: Counts = None) -> float:
    """Over n − 1."""
    return covariance(values, values, counts)


def correlation(left: Sequence[float], right: Sequence[float], counts: Counts = None) -> float | None:
    """Pearson's r; None where one side does not vary."""
    spread = variance(left, counts) * variance(right, counts)
    return covariance(left, right, counts) / sqrt(spread) if spread > 1e-18 else None
