"""What nobody can ever reach (死路): courses and lessons that ask for each other in a circle, or for what there is not. Pure."""

from collections.abc import Iterable, Mapping


def circles(needs: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Things that need each other, each circle told once, from its first name on.

    >>> circles({"A": ["B"], "B": ["C"], "C": ["A"], "D": ["A"]}), circles({"A": ["B"], "B": []})
    ([['A', 'B', 'C']], [])
    """
    found: set[tuple[str, ...]] = set()
    for start in sorted(needs):
        path: list[str] = []
        _walk(start, needs, path, set(), found)
    return [list(circle) for circle in sorted(found)]


def _walk(here: str, needs: Mapping[str, Iterable[str]], path: list[str], done: set[str], found: set[tuple[str, ...]]) -> None:
    if here in path:
        circle = path[path.index(here) :]
        first = circle.index(min(circle))
        found.add((*circle[first:], *circle[:first]))
        return
    if here in done:
        return
    path.append(here)
    for other in needs.get(here, ()):
        _walk(other, needs, path, done, found)
    path.pop()
    done.add(here)


def unreachable(needs: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """What can never be reached, with what keeps it back: something absent, or something itself out of reach.

    >>> unreachable({"A": [], "B": ["A"], "C": ["X"], "D": ["C"], "E": ["E"]})
    {'C': ['X'], 'D': ['C'], 'E': ['E']}
    """
    reached: set[str] = set()
    while more := {name for name, wanted in needs.items() if name not in reached and set(wanted) <= reached}:
        reached |= more
    return {name: sorted(set(wanted) - reached) for name, wanted in needs.items() if name not in reached}
