"""Reading how a package wants its units taken (学习顺序的读取): a tree, and what of it is not carried out. Pure.

Nothing here refuses a package: what is not understood is named to the author and leaves the units free.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from xml.etree.ElementTree import Element

from courses.packages import limits, prerequisites
from courses.packages.elements import attribute, child, children, local, text
from courses.packages.outline import Kind, Unit
from courses.packages.sequencing import Condition, Node, Objective, PreRule

_ACTIONS = ("skip", "disabled", "hiddenFromChoice")
_CONDITIONS = frozenset(
    {
        "always", "attempted", "attemptLimitExceeded", "completed", "activityProgressKnown", "satisfied", "objectiveStatusKnown",
        "objectiveMeasureKnown", "objectiveMeasureGreaterThan", "objectiveMeasureLessThan",
    }
)  # fmt: skip
# Rules and controls that change what a learner may open or what counts, and are not carried out here.
_NOT_CARRIED_OUT = (
    "postConditionRule", "exitConditionRule", "rollupRule", "randomizationControls", "constrainedChoiceConsiderations",
    "rollupConsiderations", "deliveryControls", "auxiliaryResources", "hideLMSUI",
)  # fmt: skip
_LIMITS = ("beginTimeLimit", "endTimeLimit")


def read(root: Element, organisation: Element | None, kind: Kind, units: Sequence[Unit]) -> dict[str, Any]:
    """What an outline keeps of it: `sequencing`, a tree, where the package has rules; `unsupported`, names with their item."""
    if organisation is None or not units:
        return {}
    reader = _Reader(root, kind, units)
    tree = reader.node(organisation, is_root=True)
    if len(units) < 2 and not reader.has_limit:
        return {}
    told: dict[str, Any] = {"sequencing": asdict(tree)} if reader.has_rules else {}
    return told | ({"unsupported": reader.unsupported} if reader.unsupported else {})


def durations(root: Element, organisation: Element | None, kind: Kind) -> dict[str, str]:
    """For how long each item may be worked on in one attempt, as SCORM 2004 writes it."""
    if organisation is None or kind != "scorm2004":
        return {}
    reader, found = _Reader(root, kind, ()), {}
    for item in organisation.iter():
        if local(item) == "item" and (most := reader.bounds(item).get("attemptabsolutedurationlimit")):
            found[attribute(item, "identifier")] = most
    return found


class _Reader:
    def __init__(self, root: Element, kind: Kind, units: Sequence[Unit]) -> None:
        self.is_2004 = kind == "scorm2004"
        self.units = {unit.id: unit for unit in units}
        self.known = frozenset(attribute(item, "identifier") for item in root.iter() if local(item).lower() == "item")
        self.shared = {attribute(one, "id"): one for one in _collected(root)}
        self.unsupported: list[list[str]] = []
        self.has_rules = self.has_limit = False

    def node(self, item: Element, *, is_root: bool = False) -> Node:
        """An item with everything below it."""
        name, title = attribute(item, "identifier"), text(item, "title")
        inside = tuple(self.node(one) for one in children(item, "item"))
        is_unit = not is_root and name in self.units and bool(attribute(item, "identifierref"))
        parts = self._parts(item) if self.is_2004 else []
        self._note(parts, title or name)
        controls = _merged(parts, "controlMode")
        node = Node(
            id=name,
            title=title,
            is_unit=is_unit,
            choice=controls.get("choice", "true").lower() != "false",
            flow=controls.get("flow", "false").lower() == "true",
            forward_only=controls.get("forwardonly", "false").lower() == "true",
            limit=limits.attempts(_merged(parts, "limitConditions").get("attemptlimit", "")),
            rules=tuple(self._rules(parts, title or name)),
            objectives=tuple(_objectives(parts)),
            needs=self._needs(item, title or name),
            children=inside,
            **_rollup(parts),
        )
        plain = Node(id=name, title=title, is_unit=is_unit, objectives=node.objectives, children=inside)
        self.has_rules, self.has_limit = self.has_rules or node != plain, self.has_limit or bool(node.limit)
        return node

    def _parts(self, item: Element) -> list[Element]:
        """An item's own sequencing, then the shared one it refers to."""
        own = child(item, "sequencing")
        if own is None:
            return []
        other = self.shared.get(attribute(own, "idref"))
        return [own] if other is None else [own, other]

    def bounds(self, item: Element) -> Mapping[str, str]:
        return _merged(self._parts(item), "limitConditions")

    def _note(self, parts: Sequence[Element], title: str) -> None:
        """Name what is there and not carried out."""
        names = {local(one) for part in parts for one in part.iter()}
        bounds = _merged(parts, "limitConditions")
        found = [name for name in _NOT_CARRIED_OUT if name in names]
        found += [name for name in _LIMITS if name.lower() in bounds]
        if _merged(parts, "controlMode").get("choiceexit", "true").lower() == "false":
            found.append("choiceExit")
        self.unsupported += [[name, title] for name in found]

    def _rules(self, parts: Sequence[Element], title: str) -> Iterator[PreRule]:
        for rule in _within(parts, "preConditionRule"):
            action = next((attribute(one, "action") for one in rule if local(one) == "ruleAction"), "")
            asked = [one for one in rule if local(one) == "ruleConditions"]
            rows = [one for group in asked for one in group if local(one) == "ruleCondition"]
            if action not in _ACTIONS or any(attribute(row, "condition") not in _CONDITIONS for row in rows) or not rows:
                self.unsupported.append([action or "preConditionRule", title])
                continue
            yield PreRule(action, tuple(map(_condition, rows)), attribute(asked[0], "conditioncombination") == "any")  # type: ignore[arg-type]  # one of _ACTIONS

    def _needs(self, item: Element, title: str) -> str:
        asked = "" if self.is_2004 else text(item, "prerequisites")
        if not asked:
            return ""
        try:
            prerequisites.formula(asked, self.known)
        except prerequisites.NotRead:
            self.unsupported.append([f"prerequisites: {asked[:60]}", title])
            return ""
        return asked


def _collected(root: Element) -> Iterator[Element]:
    for group in children(root, "sequencingcollection"):
        yield from children(group, "sequencing")


def _within(parts: Sequence[Element], name: str) -> list[Element]:
    """Elements of this name in the first part that has any: an item's own take the place of the shared ones."""
    for part in parts:
        if found := [one for one in part.iter() if local(one) == name]:
            return found
    return []


def _merged(parts: Sequence[Element], name: str) -> Mapping[str, str]:
    """The attributes of an element, by their names in small letters."""
    return {key.rpartition("}")[2].lower(): value for one in _within(parts, name)[:1] for key, value in one.attrib.items()}


def _condition(row: Element) -> Condition:
    return Condition(
        attribute(row, "condition"),
        attribute(row, "referencedobjective"),
        attribute(row, "operator") == "not",
        attribute(row, "measurethreshold"),
    )


def _objectives(parts: Sequence[Element]) -> Iterator[Objective]:
    for one in [*_within(parts, "primaryObjective"), *_within(parts, "objective")]:
        maps = [part for part in one if local(part) == "mapInfo"]
        reads = [row for row in maps if attribute(row, "readsatisfiedstatus").lower() != "false"]
        writes = [row for row in maps if attribute(row, "writesatisfiedstatus").lower() == "true"]
        yield Objective(
            attribute(one, "objectiveid"),
            local(one) == "primaryObjective",
            attribute(reads[0], "targetobjectiveid") if reads else "",
            attribute(writes[0], "targetobjectiveid") if writes else "",
        )


def _rollup(parts: Sequence[Element]) -> dict[str, Any]:
    told = _merged(parts, "rollupRules")
    return {
        "for_success": told.get("rollupobjectivesatisfied", "true").lower() != "false",
        "for_completion": told.get("rollupprogresscompletion", "true").lower() != "false",
        "weight": told.get("objectivemeasureweight", "1"),
    }
