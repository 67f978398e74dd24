"""What changed between two structures of a course (版本差异). Pure: it compares plain data.

Lessons are known by their codes, activities and self-checks by their ids. `moved` names as few lessons as explain the new
order: those that stand outside the longest run of lessons that kept theirs.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses import countable

Structure = Mapping[str, Any]


@dataclass(frozen=True)
class Changed:
    """One lesson that stayed, and what is different in it."""

    code: str
    title: Mapping[str, str]
    minutes: tuple[int, int] | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    is_reworded: bool = False

    @property
    def is_textual(self) -> bool:
        """Whether words alone changed: nothing more or less is asked or counted."""
        return self.minutes is None and not (self.added or self.removed or self.moved or self.rules)


@dataclass(frozen=True)
class Difference:
    """What is new against what was; lessons as the structures keep them."""

    added: list[Mapping[str, Any]] = field(default_factory=list)
    removed: list[Mapping[str, Any]] = field(default_factory=list)
    moved: list[Mapping[str, Any]] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    minutes: tuple[int, int] = (0, 0)
    is_retitled: bool = False

    @property
    def is_empty(self) -> bool:
        return self.is_textual and not self.changed and not self.is_retitled

    @property
    def is_textual(self) -> bool:
        """Whether it may be published as a correction: everybody's goal stays what it was."""
        return not (self.added or self.removed or self.moved) and all(one.is_textual for one in self.changed)


def compare(before: Structure, after: Structure) -> Difference:
    """What differs, from the older structure to the newer.

    >>> def course(*codes): return {"modules": [{"title": {}, "lessons": [_plain(code) for code in codes]}]}
    >>> def _plain(code): return {"code": code, "minutes": 45, "title": {}, "revisions": {}, "checks": []}
    >>> found = compare(course("A", "B", "C"), course("C", "A", "D"))
    >>> [[one["code"] for one in some] for some in (found.added, found.removed, found.moved)]
    [['D'], ['B'], ['C']]
    """
    old, new = by_code(before), by_code(after)
    kept = [code for code in old if code in new]
    changed = [one for code in kept if (one := _changed(old[code], new[code])) is not None]
    return Difference(
        added=[row for code, row in new.items() if code not in old],
        removed=[row for code, row in old.items() if code not in new],
        moved=[new[code] for code in _moved(kept, [code for code in new if code in old])],
        changed=changed,
        minutes=(total(before), total(after)),
        is_retitled=[module["title"] for module in before["modules"]] != [module["title"] for module in after["modules"]],
    )


def by_code(structure: Structure) -> dict[str, Mapping[str, Any]]:
    """The lessons of a structure in their order."""
    return {lesson["code"]: lesson for module in structure["modules"] for lesson in module["lessons"]}


def total(structure: Structure) -> int:
    """Minutes of all lessons that count."""
    return countable.total([lesson for module in structure["modules"] for lesson in module["lessons"]])


def corrected(structure: Structure, before: Structure, after: Structure) -> dict[str, Any]:
    """An older structure with the corrections that lead from `before` to `after`, wherever it holds the very same text."""
    old, new = by_code(before), by_code(after)

    def row(lesson: Mapping[str, Any]) -> Mapping[str, Any]:
        code = lesson["code"]
        same_text = code in old and code in new and lesson["revisions"] == old[code]["revisions"]
        return countable.as_in(lesson, new[code]) if same_text else lesson

    return {"modules": [{**module, "lessons": [row(lesson) for lesson in module["lessons"]]} for module in structure["modules"]]}


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Changed | None:
    before, after = _parts(old), _parts(new)
    kept = [key for key in before if key in after]
    found = Changed(
        code=new["code"],
        title=new["title"],
        minutes=(old["minutes"], new["minutes"]) if old["minutes"] != new["minutes"] else None,
        added=tuple(key for key in after if key not in before),
        removed=tuple(key for key in before if key not in after),
        moved=tuple(_moved(kept, [key for key in after if key in before])),
        rules=tuple(key for key in kept if before[key] != after[key]),
        is_reworded=old["revisions"] != new["revisions"] or old["title"] != new["title"],
    )
    return found if found.is_reworded or not found.is_textual else None


def _parts(lesson: Mapping[str, Any]) -> dict[str, Any]:
    """What a lesson asks, by id: its self-checks; its activities with the rule by which each is complete, drawn, counted."""
    asked: dict[str, Any] = dict.fromkeys(lesson["checks"], "check")
    for one in lesson.get("activities", ()):
        refused = (one.get("minutes") or 0) if one.get("uncounted") else None
        asked[one["id"]] = (one["kind"], one["rule"], one.get("required", True), one.get("facts", {}).get("draw"), refused)
    if lesson.get("after"):
        asked["after"] = sorted(lesson["after"])
    return asked


def _moved(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Of the same keys in two orders, the fewest that have to be moved.

    >>> _moved("ABCDE", "BCADE"), _moved("AB", "AB")
    (['A'], [])
    """
    place = {key: n for n, key in enumerate(before)}
    ends: list[int] = []
    best: list[str] = []
    came_from: dict[str, str | None] = {}
    for key in after:
        n = bisect_left(ends, place[key])
        came_from[key] = best[n - 1] if n else None
        ends[n:] = [place[key]] if n == len(ends) else [place[key], *ends[n + 1 :]]
        best[n:] = [key] if n == len(best) else [key, *best[n + 1 :]]
    stays: set[str] = set()
    key_: str | None = best[-1] if best else None
    while key_ is not None:
        stays.add(key_)
        key_ = came_from[key_]
    return [key for key in after if key not in stays]
