"""Likeness of answer sheets (雷同答卷): pairs that share more of the same wrong answers than chance explains.

A prompt to look, never a verdict: neighbours may have learned from the same book. Right answers prove nothing and are left
out. For every item that both answered wrongly, the chance that two people who work alone choose the same wrong answer
is the sum of squares of how often each wrong answer is chosen; how often they agree then follows a Poisson binomial
distribution, which is computed exactly. Compare Wesolowsky 2000; Sotaridona and Meijer 2003.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

# Item -> the wrong answer given, in one canonical spelling.
Wrong = Mapping[int, str]
# Among all pairs of a sitting one in a thousand sittings shows a pair by chance alone.
LIMIT = 0.001
_FEWEST = 4


@dataclass(frozen=True)
class Pair:
    """Two candidates (by place in the sequence given): wrong on `both`, the same on `same`, where `expected` were to be."""

    left: int
    right: int
    both: int
    same: int
    expected: float
    chance: float


def pairs(sheets: Sequence[Wrong], limit: float = LIMIT) -> list[Pair]:
    """The pairs whose likeness chance hardly explains, least likely first. `limit` holds for all pairs together."""
    tally: dict[int, Counter[str]] = {}
    for sheet in sheets:
        for item, answer in sheet.items():
            tally.setdefault(item, Counter())[answer] += 1
    count = len(sheets) * (len(sheets) - 1) // 2
    known: dict[tuple[int, str, str], float] = {}

    def odd(item: int, one: str, other: str) -> float:
        """As `agreement`, worked out once: the same two answers to an item meet in many pairs."""
        if (item, one, other) not in known:
            known[item, one, other] = agreement(tally[item], one, other)
        return known[item, one, other]

    found = []
    for (left, ours), (right, theirs) in combinations(enumerate(sheets), 2):
        common = ours.keys() & theirs.keys()
        same = sum(ours[item] == theirs[item] for item in common)
        if same < _FEWEST:
            continue
        odds = sorted(odd(item, ours[item], theirs[item]) for item in common)
        # That the likeliest of them all agree is one way to agree so often: where that alone is no wonder, nothing is.
        if prod(odds[-same:]) * count >= limit:
            continue
        chance = at_least(odds, same)
        if chance * count < limit:
            found.append(Pair(left, right, len(common), same, sum(odds), chance))
    return sorted(found, key=lambda pair: pair.chance)


def agreement(tally: Counter[str], left: str, right: str) -> float:
    """The chance that two who answer this item wrongly give the same wrong answer, told by everybody else's answers.

    One imagined answer more of each wrong answer known, and one of none known: what few have met is not impossible.

    >>> agreement(Counter({"A": 12, "B": 12}), "A", "B")
    0.46...
    """
    others = Counter(tally)
    others.subtract([left, right])
    known = [others[answer] + 1 for answer in tally]
    whole = sum(known) + 1
    return sum((share / whole) ** 2 for share in known)


def at_least(odds: Sequence[float], wanted: int) -> float:
    """The chance that at least `wanted` of independent events with these odds happen.

    >>> at_least([0.5, 0.5], 2), at_least([0.2], 0)
    (0.25, 1.0)
    """
    # chance[k]: exactly k so far; the last place gathers `wanted` or more.
    chance = [1.0] + [0.0] * wanted
    for odd in odds:
        for k in range(wanted, 0, -1):
            stays = chance[k] if k == wanted else chance[k] * (1 - odd)
            chance[k] = stays + chance[k - 1] * odd
        if wanted:
            chance[0] *= 1 - odd
    return chance[wanted]
