"""Sequencing of several units (学习顺序): which can be opened now, what comes next, what they amount to. Pure.

The practical core of SCORM 2004: control modes choice, flow and forwardOnly; skip, disabled and hiddenFromChoice before an
activity; limits of attempts and of time; objectives shared over the package; rollup with weights. And prerequisites of SCORM 1.2.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

from courses.packages import prerequisites
from courses.packages.outcome import Outcome, number, of_package

State = Literal["open", "disabled", "hidden", "skipped", "past", "later", "spent", "over"]


@dataclass(frozen=True)
class Condition:
    """One condition of a rule, about an objective of the activity (its primary one if none is named)."""

    name: str
    objective: str = ""
    is_negated: bool = False
    measure: str = ""


@dataclass(frozen=True)
class PreRule:
    """What happens before an activity when its conditions hold."""

    action: Literal["skip", "disabled", "hiddenFromChoice"]
    conditions: tuple[Condition, ...]
    any_is_enough: bool = False


@dataclass(frozen=True)
class Objective:
    """An objective of an activity, and the shared ones it reads and writes."""

    id: str
    is_primary: bool = False
    reads: str = ""
    writes: str = ""


@dataclass(frozen=True)
class Node:
    """An activity: a unit to open, or a cluster of others."""

    id: str
    title: str = ""
    is_unit: bool = False
    choice: bool = True
    flow: bool = False
    forward_only: bool = False
    limit: int = 0  # how often it may be taken; 0: as often as one likes
    rules: tuple[PreRule, ...] = ()
    objectives: tuple[Objective, ...] = ()
    for_success: bool = True
    for_completion: bool = True
    weight: str = "1"
    needs: str = ""
    children: tuple["Node", ...] = ()

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Node":
        """A tree as an outline keeps it."""
        rules = [
            PreRule(row["action"], tuple(Condition(**one) for one in row["conditions"]), row["any_is_enough"])
            for row in told["rules"]
        ]
        plain = {name: value for name, value in told.items() if name not in ("rules", "objectives", "children", "once")}
        if told.get("once"):  # outlines read before a limit could be more than one
            plain["limit"] = 1
        objectives = tuple(Objective(**one) for one in told["objectives"])
        return cls(**plain, rules=tuple(rules), objectives=objectives, children=tuple(map(cls.of, told["children"])))

    def leaves(self) -> Iterator["Node"]:
        """The units in their order."""
        if self.is_unit:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(frozen=True)
class Done:
    """What one unit has come to. `objectives`: what it says of its objectives by their ids."""

    outcome: Outcome = field(default_factory=Outcome)
    is_begun: bool = False
    is_over: bool = False  # its time is up: it is not opened any more in this attempt
    objectives: Mapping[str, Outcome] = field(default_factory=dict)


class Course:
    """A tree of activities before one learner."""

    def __init__(self, root: Node, done: Mapping[str, Done], taken: Mapping[str, int] | None = None) -> None:
        """`taken`: how often each activity was taken in earlier attempts."""
        self.root, self.done, self.earlier = root, done, taken or {}
        self.units = list(root.leaves())
        self._parents = {child.id: node for node in _all(root) for child in node.children}
        self._shared = self._written()
        self.states: dict[str, State] = {unit.id: self._state(place, unit) for place, unit in enumerate(self.units)}

    def first(self) -> int:
        """The place of the unit to open when none is asked for: the first open one not completed, else the first open one."""
        places = [place for place, unit in enumerate(self.units) if self.states[unit.id] in ("open", "hidden")]
        undone = [place for place in places if self._of(self.units[place]).completion != "completed"]
        return next(iter([*undone, *places]), 0)

    def after(self, place: int) -> int | None:
        """The unit that follows in the order, once this one has been opened; None at the end."""
        begun = {**self.done, self.units[place].id: replace(self.done.get(self.units[place].id, Done()), is_begun=True)}
        states = Course(self.root, begun, self.earlier).states
        return next((n for n in range(place + 1, len(self.units)) if states[self.units[n].id] in ("open", "hidden")), None)

    def before(self, place: int) -> int | None:
        """The unit before it; None at the start, and where one only goes forward."""
        return next((n for n in range(place - 1, -1, -1) if self.states[self.units[n].id] in ("open", "hidden")), None)

    def outcome(self) -> Outcome:
        """What the whole has come to. A unit that is skipped holds nobody back."""
        return self._rolled_up(self.root)

    def waits_for(self, unit: Node) -> Node | None:
        """The first unit whose completion could open this one: the first one open and not completed before it."""
        before = self.units[: self.units.index(unit)]
        undone = [one for one in before if self.states[one.id] in ("open", "hidden") and self._of(one).completion != "completed"]
        return next(iter(undone), None)

    def _of(self, node: Node) -> Outcome:
        return self.done.get(node.id, Done()).outcome if node.is_unit else self._rolled_up(node)

    def _is_begun(self, node: Node) -> bool:
        """What was closed by a limit has been begun, even if it never said anything."""
        told = ((leaf, self.done.get(leaf.id, Done())) for leaf in node.leaves())
        return any(
            one.is_begun or one.is_over or (leaf.limit and self.earlier.get(leaf.id, 0) >= leaf.limit) for leaf, one in told
        )

    def taken(self) -> dict[str, int]:
        """How often each activity with a limit has been taken by now, this attempt included."""
        return {node.id: self._taken(node) for node in _all(self.root) if node.limit}

    # --- what can be opened ---------------------------------------------------------------------------------------

    def _state(self, place: int, unit: Node) -> State:
        path = self._path(unit)
        if self._acts("skip", path):
            return "skipped"
        if limit := self._limit(unit, path):
            return limit
        if self._acts("disabled", path) or not self._is_allowed(path):
            return "disabled"
        if self._is_past(path):
            return "past"
        if not self._is_begun(unit) and not self._is_reached(place, path):
            return "later"
        return "hidden" if self._acts("hiddenFromChoice", path) else "open"

    def _limit(self, unit: Node, path: Sequence[Node]) -> Literal["spent", "over", ""]:
        if self._is_used_up(path):
            return "spent"
        return "over" if self.done.get(unit.id, Done()).is_over else ""

    def _path(self, node: Node) -> list[Node]:
        """The activity and the clusters it stands in, the root last."""
        found = [node]
        while found[-1].id in self._parents:
            found.append(self._parents[found[-1].id])
        return found

    def _acts(self, action: str, path: Sequence[Node]) -> bool:
        return any(rule.action == action and self._holds(rule, node) for node in path for rule in node.rules)

    def _is_used_up(self, path: Sequence[Node]) -> bool:
        return any(node.limit and self._taken(node) >= node.limit for node in path)

    def _taken(self, node: Node) -> int:
        """An attempt is one once it is completed or its time is up. What was used up before does not count on."""
        leaves = [self.done.get(leaf.id, Done()) for leaf in node.leaves()]
        is_ended = self._of(node).completion == "completed" or (bool(leaves) and all(one.is_over for one in leaves))
        return min(node.limit, self.earlier.get(node.id, 0) + is_ended)

    def _is_allowed(self, path: Sequence[Node]) -> bool:
        known = frozenset(node.id for node in _all(self.root))
        statuses = {node.id: self._status(node) for node in _all(self.root)} if any(node.needs for node in path) else {}
        return all(prerequisites.formula(node.needs, known)(statuses) for node in path if node.needs)

    def _status(self, node: Node) -> str:
        """In the one word that SCORM 1.2 has."""
        told = self._of(node)
        if told.success != "unknown":
            return told.success
        return told.completion if told.completion != "unknown" else "not attempted"

    def _is_past(self, path: Sequence[Node]) -> bool:
        """One only goes forward, and a later sibling has been begun."""
        for node, parent in pairwise(path):
            later = parent.children[parent.children.index(node) + 1 :]
            if parent.forward_only and any(self._is_begun(one) for one in later):
                return True
        return False

    def _is_reached(self, place: int, path: Sequence[Node]) -> bool:
        """Whether it may be chosen from the list, or comes next in the order."""
        if all(parent.choice or not parent.flow for parent in path[1:]):
            return True
        before = [unit for unit in self.units[:place] if not self._passes(self._path(unit))]
        return not before or self._is_begun(before[-1])

    def _passes(self, path: Sequence[Node]) -> bool:
        return self._acts("skip", path) or self._acts("disabled", path)

    # --- conditions and objectives --------------------------------------------------------------------------------

    def _written(self) -> dict[str, Outcome]:
        """What the units have written into the objectives they share."""
        found: dict[str, Outcome] = {}
        for unit in self.units:
            said = self.done.get(unit.id, Done())
            for one in unit.objectives:
                told = said.objectives.get(one.id) or (said.outcome if one.is_primary else Outcome())
                if one.writes and (told.success != "unknown" or told.score is not None):
                    found[one.writes] = told
        return found

    def _holds(self, rule: PreRule, node: Node) -> bool:
        told = [self._is_true(one, node) is not one.is_negated for one in rule.conditions]
        return any(told) if rule.any_is_enough else bool(told) and all(told)

    def _is_true(self, one: Condition, node: Node) -> bool:
        told, mine = self._objective(one.objective, node), self._of(node)
        score, bound = told.score, number(one.measure) or Decimal(0)
        facts = {
            "always": True,
            "completed": mine.completion == "completed",
            "activityProgressKnown": mine.completion != "unknown",
            "attempted": self._is_begun(node),
            "attemptLimitExceeded": self._is_used_up([node]),
            "satisfied": told.success == "passed",
            "objectiveStatusKnown": told.success != "unknown",
            "objectiveMeasureKnown": score is not None,
            "objectiveMeasureGreaterThan": score is not None and score > bound,
            "objectiveMeasureLessThan": score is not None and score < bound,
        }
        return facts[one.name]

    def _objective(self, name: str, node: Node) -> Outcome:
        mine = next((one for one in node.objectives if (one.id == name if name else one.is_primary)), None)
        if mine is not None and mine.reads in self._shared:
            return self._shared[mine.reads]
        if mine is None or mine.is_primary:
            return self._of(node)
        return self.done.get(node.id, Done()).objectives.get(name, Outcome())

    # --- rollup ---------------------------------------------------------------------------------------------------

    def _rolled_up(self, node: Node) -> Outcome:
        if node.is_unit and not node.children:
            return self.done.get(node.id, Done()).outcome
        told = [(one, self._of(one)) for one in node.children if not self._is_left_out(one)]
        completion = of_package([outcome for one, outcome in told if one.for_completion]).completion if told else "unknown"
        if not told and self._is_begun(self.root):
            completion = "completed"
        success = of_package([replace(outcome, completion="completed") for one, outcome in told if one.for_success]).success
        if success == "passed" and completion != "completed":
            success = "unknown"
        return Outcome(completion, success, _mean(told))

    def _is_left_out(self, node: Node) -> bool:
        """Nothing to open in it, or skipped before anything was done there."""
        if not any(True for _leaf in node.leaves()):
            return True
        is_skipped = any(rule.action == "skip" and self._holds(rule, node) for rule in node.rules)
        return is_skipped and not self._is_begun(node)


def _mean(told: Sequence[tuple[Node, Outcome]]) -> Decimal | None:
    """The mean of the scores by their weights; what weighs nothing does not count."""
    rows = [(outcome.score, number(node.weight) or Decimal(0)) for node, outcome in told if outcome.score is not None]
    whole = sum((weight for _score, weight in rows), Decimal(0))
    if not whole:
        return None
    return (sum((score * weight for score, weight in rows), Decimal(0)) / whole).quantize(Decimal("0.0001"))


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)
