"""Nearness (近似题): items that ask nearly the same. Jaccard over groups of three characters of the normalised wording.

Two wordings with n and m groups can only be alike to a share t when t·n ≤ m ≤ n/t, and when they share at least one of
any ⌊(1 − t)·n⌋ + 1 groups of the first. Both are asked before anything is counted, the second of the rarest groups:
docs/algorithms/bank.md says how quick that is at 10,000 items.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.text import fold

ALIKE = 0.8
_NOISE = re.compile(r"[\W_]+")
_SIZE = 3


@dataclass(frozen=True, order=True)
class Near:
    """Another item, and how like it is: 1.0 is the same."""

    likeness: float
    code: str

    @property
    def percent(self) -> int:
        return math.floor(self.likeness * 100)


@dataclass(frozen=True)
class Pair:
    """Two items of the bank that are nearly the same."""

    likeness: float
    one: str
    other: str

    @property
    def percent(self) -> int:
        return math.floor(self.likeness * 100)


def wording(body: Mapping[str, Any]) -> str:
    """What is compared of one language's body: stem, choices and parts. The order of choices must not hide a copy."""
    lines = [line["text"] for name in ("choices", "left", "right", "parts") for line in body.get(name) or ()]
    return "\n".join([body["stem"], *sorted(lines, key=normal)])


def normal(text: str) -> str:
    """Letters, digits and characters alone, in one form.

    >>> normal("ＰＤＣＡ 循环，包括（    ）。")
    'pdca循环包括'
    """
    return _NOISE.sub("", fold(text))


def groups(text: str) -> frozenset[str]:
    """The groups of three characters of a text; a shorter one is a group of its own.

    >>> sorted(groups("首席质量官")), groups("质")
    (['席质量', '质量官', '首席质'], frozenset({'质'}))
    """
    plain = normal(text)
    return frozenset(plain[at : at + _SIZE] for at in range(max(1, len(plain) - _SIZE + 1))) if plain else frozenset()


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of groups in common (Jaccard)."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def near(text: str, known: Mapping[str, str], *, at_least: float = ALIKE) -> list[Near]:
    """Which of `known` ({code: wording}) are nearly `text`, the nearest first.

    >>> near("首席质量官由企业聘任。", {"A": "首席质量官由企业聘任", "B": "质量月在每年九月"})
    [Near(likeness=1.0, code='A')]
    """
    return Shelf(known).near(text, at_least=at_least) if len(known) <= _FEW else _sweep(text, known, at_least)


_FEW = 50


def _sweep(text: str, known: Mapping[str, str], at_least: float) -> list[Near]:
    """Without an index, which would cost more than it saves for one question."""
    mine = groups(text)
    probes = sorted(mine)[: _prefix(len(mine), at_least)]
    found = []
    for code, other in known.items():
        plain = normal(other)
        if max(1, len(plain) - _SIZE + 1) >= at_least * len(mine) and any(probe in plain for probe in probes):
            share = likeness(mine, groups(plain))
            if share >= at_least:
                found.append(Near(share, code))
    return sorted(found, reverse=True)


class Shelf:
    """Wordings set up for many questions: what an import of a thousand rows, or a look over the whole bank, needs."""

    def __init__(self, known: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        self.groups = {code: groups(text) for code, text in dict(known).items()}
        self.rarity = Counter(group for held in self.groups.values() for group in held)
        self.holders: dict[str, list[str]] = defaultdict(list)
        for code, held in self.groups.items():
            for group in held:
                self.holders[group].append(code)

    def near(self, text: str, *, at_least: float = ALIKE) -> list[Near]:
        """As the function `near`."""
        mine = groups(text)
        found = [Near(likeness(mine, self.groups[code]), code) for code in self._candidates(mine, at_least)]
        return sorted((one for one in found if one.likeness >= at_least), reverse=True)

    def pairs(self, *, at_least: float = ALIKE) -> list[Pair]:
        """Every two wordings that are nearly the same, the nearest first."""
        found = []
        for code, mine in self.groups.items():
            for other in self._candidates(mine, at_least):
                if code < other and (share := likeness(mine, self.groups[other])) >= at_least:
                    found.append(Pair(share, code, other))
        return sorted(found, key=lambda pair: (-pair.likeness, pair.one, pair.other))

    def _candidates(self, mine: frozenset[str], at_least: float) -> set[str]:
        rarest = sorted(mine, key=lambda group: (self.rarity[group], group))[: _prefix(len(mine), at_least)]
        least, most = at_least * len(mine), len(mine) / at_least
        return {code for group in rarest for code in self.holders.get(group, ()) if least <= len(self.groups[code]) <= most}


def _prefix(size: int, at_least: float) -> int:
    """Of how many groups at least one must be shared."""
    return math.floor((1 - at_least) * size + 1e-9) + 1
