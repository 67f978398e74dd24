"""Facets of the catalogue (分面筛选): what can be chosen, how many courses each choice leaves, and the courses that are left.

Pure. One value of each facet may be chosen. The number beside a value is how many courses there would be with it and with what
is chosen in the other facets, so no choice leads to an empty list unannounced.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key")
Traits = Mapping[str, frozenset[str]]

# Up to so many minutes a course is called short, medium; more is long.
SHORT, MEDIUM = 8 * 45, 24 * 45


def length_of(minutes: int) -> str:
    """
    >>> [length_of(n) for n in (360, 361, 1080, 1081)]
    ['short', 'medium', 'medium', 'long']
    """
    return "short" if minutes <= SHORT else "medium" if minutes <= MEDIUM else "long"


def left(rows: Iterable[tuple[Key, Traits]], chosen: Mapping[str, str], *, without: str = "") -> list[Key]:
    """What has every chosen value; `without`: as if nothing were chosen in this facet.

    >>> rows = [("A", {"kind": frozenset({"video"})}), ("B", {"kind": frozenset({"text", "video"})})]
    >>> left(rows, {"kind": "text"}), left(rows, {"kind": "text"}, without="kind")
    (['B'], ['A', 'B'])
    """
    asked = {facet: value for facet, value in chosen.items() if facet != without}
    return [key for key, traits in rows if all(value in traits.get(facet, frozenset()) for facet, value in asked.items())]


def counts(rows: Sequence[tuple[Key, Traits]], chosen: Mapping[str, str], facet: str) -> Counter[str]:
    """How many courses each value of a facet would leave.

    >>> rows = [("A", {"kind": frozenset({"video"})}), ("B", {"kind": frozenset({"text", "video"})})]
    >>> sorted(counts(rows, {}, "kind").items())
    [('text', 1), ('video', 2)]
    """
    open_to = set(left(rows, chosen, without=facet))
    return Counter(value for key, traits in rows if key in open_to for value in traits.get(facet, ()))
