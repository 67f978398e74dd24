"""What H5P tells (xAPI 陈述): which statements may be kept, and what the last word of the whole content amounts to. Pure."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from courses.packages.outcome import Completion, Outcome, Success, number

VERB = re.compile(
    r"http://adlnet\.gov/expapi/verbs/(answered|asked|attempted|attended|commented|completed|exited|experienced|failed|"
    r"initialized|interacted|mastered|passed|progressed|terminated)|http://activitystrea\.ms/schema/1\.0/(consume|start)"
)
_CLOSING = ("completed", "answered", "passed", "failed", "mastered", "consume")


def is_statement(told: Any) -> bool:
    """Whether this has the shape of a statement: a known verb, an object, and nothing that is no JSON object."""
    if not isinstance(told, Mapping):
        return False
    verb, of = told.get("verb"), told.get("object")
    return isinstance(verb, Mapping) and VERB.fullmatch(str(verb.get("id"))) is not None and isinstance(of, Mapping)


def outcome(statements: Iterable[Mapping[str, Any]], before: Outcome) -> Outcome:
    """Where the content stands after these, in order. Parts of it (a question within a presentation) do not speak for it."""
    for told in statements:
        before = _after(told, before)
    return before


def _after(told: Mapping[str, Any], before: Outcome) -> Outcome:
    if _is_part(told):
        return Outcome("incomplete", before.success, before.score) if before.completion == "unknown" else before
    result = _mapping(told.get("result"))
    verb = str(told["verb"]["id"]).rpartition("/")[2]
    closes = verb in _CLOSING and result.get("completion", verb != "answered") is not False
    completion: Completion = "completed" if closes or before.completion == "completed" else "incomplete"
    score = _score(result.get("score"))
    if not closes:
        return Outcome(completion, before.success, before.score)
    return Outcome(completion, _success(verb, result, before.success), score if score is not None else before.score)


def _success(verb: str, result: Mapping[str, Any], before: Success) -> Success:
    if verb in ("passed", "mastered"):
        return "passed"
    if verb == "failed":
        return "failed"
    said = result.get("success")
    return ("passed" if said else "failed") if isinstance(said, bool) else before


def _score(told: Any) -> Decimal | None:
    """The scaled score, else raw within max."""
    if not isinstance(told, Mapping):
        return None
    share, raw, most = (number(str(told.get(key, ""))) for key in ("scaled", "raw", "max"))
    if share is None and raw is not None and most:
        share = raw / most
    return None if share is None else min(max(share, Decimal(0)), Decimal(1)).quantize(Decimal("0.0001"))


def _is_part(told: Mapping[str, Any]) -> bool:
    return bool(_mapping(_mapping(told.get("context")).get("contextActivities")).get("parent"))


def _mapping(told: Any) -> Mapping[str, Any]:
    return told if isinstance(told, Mapping) else {}
