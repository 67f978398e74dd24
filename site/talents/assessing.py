"""Self-assessment by the seven categories of GB/T 19580 (自评). Pure.

A level from 0 to 5 for each; no weights: those of the standard's guide are for assessors, and a sum would look like a score.
"""

from collections.abc import Mapping
from dataclasses import dataclass

CATEGORIES = ("leadership", "strategy", "customers", "resources", "processes", "measurement", "results")
LEVELS = range(6)


class Incomplete(ValueError):
    """A category without a level, or a level that is none; `category` says which."""

    def __init__(self, category: str) -> None:
        super().__init__(category)
        self.category = category


@dataclass(frozen=True)
class Profile:
    """How far each category is, in hundredths; which stand out, and which to begin with."""

    shares: tuple[tuple[str, int], ...]
    strongest: tuple[str, ...]
    weakest: tuple[str, ...]


def profile(levels: Mapping[str, int]) -> Profile:
    """What the levels say. The two lowest are where to begin; when all are equal, none stands out.

    >>> profile(dict(zip(CATEGORIES, (5, 3, 3, 3, 1, 2, 3)))).weakest
    ('processes', 'measurement')
    """
    for category in CATEGORIES:
        if levels.get(category) not in LEVELS:
            raise Incomplete(category)
    lowest, highest = min(levels[one] for one in CATEGORIES), max(levels[one] for one in CATEGORIES)
    rising = sorted(CATEGORIES, key=lambda one: (levels[one], CATEGORIES.index(one)))
    weakest = tuple(one for one in rising[:2] if levels[one] < highest)
    strongest = tuple(one for one in CATEGORIES if levels[one] == highest and highest > lowest)
    return Profile(tuple((one, levels[one] * 20) for one in CATEGORIES), strongest, weakest)
