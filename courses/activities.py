"""Activities of a lesson (学习活动): what completes one, and how far a person is. Rules are data; no framework.

A rule is kept as {"by": name, "at_least": figure}. What a person has reached only ever grows, so what is complete stays so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Unit = Literal["", "percent", "minutes"]
State = Literal["not_started", "in_progress", "completed"]

# Every rule there is, and what its figure counts.
RULES: Mapping[str, Unit] = {
    "viewed": "",
    "read": "",
    "watched": "percent",
    "answered": "",
    "scored": "percent",
    "time": "minutes",
    "teacher": "",
    "attended": "",
    "self": "",
    "finished": "",
    "passed": "",
}
# The deed that fulfils a rule which counts nothing.
_DEEDS = {
    "viewed": "viewed", "read": "read", "answered": "answered", "teacher": "marked", "attended": "attended", "self": "said",
    "finished": "finished", "passed": "passed",
}  # fmt: skip
DEEDS = frozenset({*_DEEDS.values(), "watched", "scored", "waived", "taken_back"})
# Another deed that is worth as much: who cannot watch reads the transcript and answers the checkpoints; who cannot run a
# package reads what the author wrote instead of it.
_EQUAL = {"watched": "read", "finished": "read"}


@dataclass(frozen=True)
class Rule:
    """What completes an activity (完成规则)."""

    by: str
    at_least: int = 0

    @property
    def unit(self) -> Unit:
        return RULES[self.by]

    @property
    def data(self) -> dict[str, Any]:
        """As a course version keeps it."""
        return {"by": self.by, "at_least": self.at_least} if self.unit else {"by": self.by}


@dataclass(frozen=True)
class Reached:
    """What a person has reached in one activity: deeds done, best percent and score, seconds counted."""

    deeds: frozenset[str] = frozenset()
    percent: int = 0
    score: int | None = None
    seconds: int = 0


@dataclass(frozen=True)
class Activity:
    """An activity as a course version froze it. `id` is that of its block in the Chinese text; `blocks` names its twins.

    `minutes`: how many of the lesson's minutes are its own, where the author says so; `uncounted`: none of them counts.
    """

    id: str
    kind: str
    rule: Rule
    required: bool
    titles: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    minutes: int = 0
    uncounted: bool = False

    @property
    def anchor(self) -> str:
        return f"activity-{self.id}"


@dataclass(frozen=True)
class Figures:
    """How far one is by the rule: 72 of 90, 18 to go. A rule that counts nothing has 0 or 1 of 1."""

    done: int
    needed: int

    @property
    def left(self) -> int:
        return max(0, self.needed - self.done)


def of(lesson: Mapping[str, Any]) -> list[Activity]:
    """The activities of a lesson in a course version; versions from before there were any have none.

    >>> [one.kind for one in of({"activities": [{"id": "a", "kind": "video", "rule": {"by": "watched", "at_least": 90}}]})]
    ['video']
    >>> of({"code": "OFF-01"})
    []
    """
    return [told(row) for row in lesson.get("activities", ())]


def told(row: Mapping[str, Any]) -> Activity:
    """One activity from what a version keeps of it."""
    rule = Rule(row["rule"]["by"], row["rule"].get("at_least", 0))
    return Activity(
        id=row["id"],
        kind=row["kind"],
        rule=rule,
        required=row.get("required", True),
        titles=row.get("title", {}),
        blocks=row.get("blocks", {}),
        facts=row.get("facts", {}),
        minutes=row.get("minutes") or 0,
        uncounted=row.get("uncounted", False),
    )


def figures(rule: Rule, reached: Reached) -> Figures:
    """How far a person is.

    >>> figures(Rule("watched", 90), Reached(percent=72)).left, figures(Rule("time", 10), Reached(seconds=130)).done
    (18, 2)
    """
    match rule.by:
        case "watched":
            return Figures(reached.percent, rule.at_least)
        case "scored":
            return Figures(reached.score or 0, rule.at_least)
        case "time":
            return Figures(reached.seconds // 60, rule.at_least)
        case _:
            return Figures(int(_DEEDS[rule.by] in reached.deeds), 1)


def is_fulfilled(rule: Rule, reached: Reached) -> bool:
    """Whether the rule is met.

    >>> is_fulfilled(Rule("scored", 60), Reached(score=59)), is_fulfilled(Rule("scored", 60), Reached(score=60))
    (False, True)
    >>> is_fulfilled(Rule("watched", 90), Reached(deeds=frozenset({"read"}))), is_fulfilled(Rule("self"), Reached())
    (True, False)
    """
    if "waived" in reached.deeds or _EQUAL.get(rule.by) in reached.deeds:
        return True
    if rule.by == "scored" and reached.score is None:
        return False
    return not figures(rule, reached).left


def added(before: Reached, more: Reached) -> Reached:
    """Both together. Nothing reached is ever lost: a worse second try changes nothing.

    >>> added(Reached(percent=50, score=80), Reached(percent=30, score=20)).score
    80
    """
    scores = [score for score in (before.score, more.score) if score is not None]
    return Reached(
        deeds=before.deeds | more.deeds,
        percent=max(before.percent, more.percent),
        score=max(scores, default=None),
        seconds=max(before.seconds, more.seconds),
    )


def state(rule: Rule, reached: Reached) -> State:
    """Where a person is by the rule, never having completed it before."""
    if is_fulfilled(rule, reached):
        return "completed"
    return "in_progress" if reached != Reached() else "not_started"
