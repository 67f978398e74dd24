"""Where one stands in a package (学习进度): each unit's outcome and, where the package has an order, what it allows now. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from courses.packages import limits
from courses.packages.outcome import Outcome, number, of_package, of_unit
from courses.packages.outline import Kind, Outline, Unit
from courses.packages.sequencing import Course, Done, Node, State

Elements = Mapping[str, str]
_OBJECTIVE = re.compile(r"cmi\.objectives\.(\d+)\.id")


@dataclass(frozen=True)
class Place:
    """A unit in the list: whether it can be opened, and which one comes first where it cannot."""

    number: int
    unit: Unit
    outcome: Outcome
    state: State = "open"
    first: str = ""


class Progress:
    """A package before one learner. `elements` answers what was kept of a unit.

    `seconds`: for how long each unit was worked on in this attempt; `taken`: how often each was taken in earlier ones.
    """

    def __init__(
        self,
        outline: Outline,
        elements: Callable[[str], Elements],
        seconds: Mapping[str, int] | None = None,
        taken: Mapping[str, int] | None = None,
    ) -> None:
        self.outline, self._elements, used = outline, elements, seconds or {}
        self.over = {unit.id for unit in outline.units if limits.is_over(outline.kind, unit, used.get(unit.id, 0))}
        kept = {unit.id: elements(unit.id) for unit in outline.units}
        self.outcomes = {unit.id: of_unit(outline.kind, unit, kept[unit.id]) for unit in outline.units}
        told = outline.extra.get("sequencing")
        done = {
            unit.id: Done(
                self.outcomes[unit.id], bool(kept[unit.id]), unit.id in self.over, _objectives(outline.kind, kept[unit.id])
            )
            for unit in outline.units
        }
        self.course = Course(Node.of(told), done, taken) if told else None

    def outcome(self) -> Outcome:
        """What the whole has come to."""
        return self.course.outcome() if self.course else of_package([self.outcomes[unit.id] for unit in self.outline.units])

    def places(self) -> list[Place]:
        """Every unit with what can be done about it now."""
        rows = [
            Place(number, unit, self.outcomes[unit.id], "over" if unit.id in self.over else "open")
            for number, unit in enumerate(self.outline.units)
        ]
        if self.course is None:
            return rows
        course, nodes = self.course, {node.id: node for node in self.course.units}
        first = {name: course.waits_for(node) for name, node in nodes.items()}
        return [
            Place(row.number, row.unit, row.outcome, course.states[row.unit.id], one.title if (one := first[row.unit.id]) else "")
            for row in rows
        ]

    def opened(self, asked: int | None, after: int | None = None) -> int:
        """Which unit to open: the one asked for if it can be, the one after another, else the first not completed."""
        if self.course is None:
            return self._freely(asked, after)
        if after is not None and 0 <= after < len(self.outline.units):
            asked = self.course.after(after)
        allowed = [place.number for place in self.places() if place.state in ("open", "hidden")]
        return asked if asked in allowed and asked is not None else self.course.first()

    def beside(self, here: int) -> tuple[int | None, int | None]:
        """The units before and after; None where there is none to go to."""
        last = len(self.outline.units) - 1
        if self.course is None:
            return (here - 1 if here else None), (here + 1 if here < last else None)
        return self.course.before(here), self.course.after(here)

    def closed(self) -> dict[str, State]:
        """The units that may not be opened any more in this attempt: taken as often as may be, or their time is up."""
        return {place.unit.id: place.state for place in self.places() if place.state in ("spent", "over")}

    def left(self) -> dict[str, Elements]:
        """What goes over into a new attempt: what was reached in the units that are taken as often as may be."""
        return {unit: self._elements(unit) for unit, state in self.closed().items() if state == "spent"}

    def may_be_taken_anew(self) -> bool:
        """Whether a new attempt would open anything."""
        left = self.left()
        fresh = Progress(self.outline, lambda unit: left.get(unit, {}), taken=self.spent())
        return any(place.state in ("open", "hidden") for place in fresh.places())

    def is_at_its_end(self) -> bool:
        """Whether limits have left nothing to open in this attempt."""
        return bool(self.closed()) and not any(place.state in ("open", "hidden") for place in self.places())

    def spent(self) -> dict[str, int]:
        """How often each unit, or cluster of units, with a limit has been taken by now."""
        return self.course.taken() if self.course else {}

    def _freely(self, asked: int | None, after: int | None) -> int:
        wanted = after + 1 if after is not None else asked
        if wanted is not None and 0 <= wanted < len(self.outline.units):
            return wanted
        units = [(n, unit) for n, unit in enumerate(self.outline.units) if unit.id not in self.over]
        return next((n for n, unit in units if self.outcomes[unit.id].completion != "completed"), units[0][0] if units else 0)


def _objectives(kind: Kind, elements: Elements) -> dict[str, Outcome]:
    """What a unit says of its objectives, by their ids."""
    found = {}
    for name, value in elements.items():
        if _OBJECTIVE.fullmatch(name):
            row = name.removesuffix("id")
            said = elements.get(row + ("status" if kind == "scorm12" else "success_status"), "")
            score = number(elements.get(row + "score.scaled"))
            found[_name(value)] = Outcome(
                success="passed" if said == "passed" else "failed" if said == "failed" else "unknown", score=score
            )
    return found


def _name(kept: str) -> str:
    """An objective's name as its package gave it: what is not ASCII is kept escaped, as SCORM asks (static/package/scorm.js).

    >>> _name("goal-1"), _name("utf8:%E7%9B%AE%E6%A0%87")
    ('goal-1', '目标')
    """
    return unquote(kept.removeprefix("utf8:")) if kept.startswith("utf8:") else kept
