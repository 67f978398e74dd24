"""Which groups of a culture pulse may be shown (小组不公布): pure rules.

A department with fewer than five replies is not shown. The others are not either where a difference would give it away:
what is left over is joined by the smallest shown department until it has five replies too. So whatever is added up or
taken away from what is shown, the rest is about five people or more.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

SMALLEST = 5
Group = TypeVar("Group", bound=Hashable)


def shown(replies: Mapping[Group, int]) -> list[Group]:
    """The departments that may be shown, the largest first; none when fewer than five replied at all.

    >>> shown({"a": 9, "b": 6, "c": 2})
    ['a']
    >>> shown({"a": 9, "b": 6, "c": 3, "d": 2})
    ['a', 'b']
    >>> shown({"a": 4})
    []
    """
    ordered = sorted((group for group, number in replies.items() if number), key=lambda group: (-replies[group], str(group)))
    kept = [group for group in ordered if replies[group] >= SMALLEST]
    left = sum(replies[group] for group in ordered if group not in kept)
    while kept and 0 < left < SMALLEST:
        left += replies[kept.pop()]
    return kept


def season(year: int, month: int) -> tuple[int, int]:
    """The season a month lies in.

    >>> season(2026, 11)
    (2026, 4)
    """
    return year, (month + 2) // 3
