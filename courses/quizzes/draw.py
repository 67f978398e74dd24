"""The rule by which a quiz is drawn from the bank (测验抽题规则): from where, how many, how often, and what is shown afterwards.

Pure: a course version freezes the rule as JSON, and an attempt keeps the one it was begun by.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

MOST_QUESTIONS, MOST_ATTEMPTS, MOST_DAYS = 50, 20, 90
# When what is right is told: after each attempt, once the quiz is passed, or not at all.
EXPLAINS = ("each", "passed", "never")


@dataclass(frozen=True)
class Draw:
    """Which questions fit and how many are drawn. No `kinds`: every kind; no `attempts`: as often as one likes.

    After `attempts` failed ones a wait of `wait_days` opens as many again; without it they are all there is.
    """

    sources: tuple[str, ...]
    count: int
    kinds: tuple[str, ...] = ()
    easiest: int = 1
    hardest: int = 5
    attempts: int = 0
    wait_days: int = 0
    explain: str = "each"

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Draw":
        """From what a course version or an attempt keeps.

        >>> draw = Draw(("LAW-01",), 5, kinds=("single",), attempts=3, wait_days=1)
        >>> Draw.of(draw.data) == draw, Draw.of({"sources": ["LAW-01"], "count": 2}).explain
        (True, 'each')
        """
        return cls(**{**kept, "sources": tuple(kept["sources"]), "kinds": tuple(kept.get("kinds", ()))})

    @property
    def data(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self) | {"sources": list(self.sources), "kinds": list(self.kinds)}

    def explains(self, *, is_passed: bool) -> bool:
        """Whether right answers and explanations are shown now.

        >>> [Draw((), 1, explain=told).explains(is_passed=False) for told in EXPLAINS]
        [True, False, False]
        >>> [Draw((), 1, explain=told).explains(is_passed=True) for told in EXPLAINS]
        [True, True, False]
        """
        return self.explain == "each" or (self.explain == "passed" and is_passed)


@dataclass(frozen=True)
class Turn:
    """Whether one may begin now: `left` attempts (None: no limit), or none before `again_at` (None: never)."""

    left: int | None
    again_at: dt.datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.left is None or self.left > 0


def turn(draw: Draw, handed_in: Sequence[dt.datetime], at: dt.datetime) -> Turn:
    """Where one stands after these attempts, the earliest first.

    >>> noon, day = dt.datetime(2026, 9, 1, 12), dt.timedelta(days=1)
    >>> twice = Draw((), 1, attempts=2, wait_days=1)
    >>> turn(Draw((), 1), [noon] * 9, noon).left, turn(twice, [noon], noon).left
    (None, 1)
    >>> turn(twice, [noon, noon], noon + day / 2) == Turn(0, noon + day), turn(twice, [noon, noon], noon + day).left
    (True, 2)
    >>> turn(Draw((), 1, attempts=1), [noon], noon + 99 * day).is_open
    False
    """
    if not draw.attempts:
        return Turn(None)
    used = len(handed_in) % draw.attempts
    if used or not handed_in:
        return Turn(draw.attempts - used)
    if not draw.wait_days:
        return Turn(0)
    again = handed_in[-1] + dt.timedelta(days=draw.wait_days)
    return Turn(0, again) if at < again else Turn(draw.attempts)


def percent(earned: Decimal, most: Decimal) -> int:
    """Marks as whole per cent, rounded down: who has 79.9 has not reached 80.

    >>> percent(Decimal("7.99"), Decimal(10)), percent(Decimal(8), Decimal(10)), percent(Decimal(0), Decimal(0))
    (79, 80, 0)
    """
    return int(earned * 100 // most) if most else 0
