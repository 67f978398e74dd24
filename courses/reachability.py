"""What nobody can ever reach (死路): courses and lessons that ask for each other in a circle, or for what there is not. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from courses.tracks import Facts, Stage, is_met, is_open_before, judge


@dataclass(frozen=True)
class Asking:
    """What comes before a course or an exam: courses to complete, and a track to follow."""

    courses: frozenset[str] = frozenset()
    track: str = ""


@dataclass(frozen=True)
class Net:
    """What opens what: courses and exams with what they ask for, the lessons of each course, the stages of each track."""

    courses: Mapping[str, Asking] = field(default_factory=dict)
    lessons: Mapping[str, frozenset[str]] = field(default_factory=dict)
    exams: Mapping[str, Asking] = field(default_factory=dict)
    tracks: Mapping[str, Sequence[Stage]] = field(default_factory=dict)


def within_reach(net: Net) -> Facts:
    """All that somebody who begins today can come to complete, one thing opening the next. A track there is not asks for nothing.

    >>> from courses.tracks import Step
    >>> way = [Stage({}, (Step("course", "A"), Step("exam", "A")))]
    >>> open_ = Net({"A": Asking(), "B": Asking(track="way")}, exams={"A": Asking(frozenset("A"))}, tracks={"way": way})
    >>> sorted(within_reach(open_).courses)
    ['A', 'B']
    >>> shut = Net({"A": Asking(), "B": Asking(track="way")}, exams={"A": Asking(frozenset("B"))}, tracks={"way": way})
    >>> sorted(within_reach(shut).courses)
    ['A']
    """
    facts = Facts()
    while (more := _one_further(net, facts)) != facts:
        facts = more
    return facts


def _one_further(net: Net, facts: Facts) -> Facts:
    rows = {slug: judge(stages, facts) for slug, stages in net.tracks.items()}
    courses = {
        code
        for code, asked in net.courses.items()
        if asked.courses <= facts.courses and (asked.track not in rows or is_met(rows[asked.track]))
    }
    exams = {
        code
        for code, asked in net.exams.items()
        if asked.courses <= facts.courses and (asked.track not in rows or is_open_before(rows[asked.track], code))
    }
    lessons = frozenset(lesson for code in courses for lesson in net.lessons.get(code, ()))
    return Facts(frozenset(courses), lessons, frozenset(exams))


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
