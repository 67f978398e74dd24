"""Results for other systems: one person's result as xAPI statements (JSON), for a learning record store.

Statement ids are made of the attempt, so that a store which gets them twice keeps them once.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from exams.exchange.qti.names import TAGS
from exams.exchange.results import Answered, Outcome

_VERBS = "http://adlnet.gov/expapi/verbs/"
_ACTIVITIES = "http://adlnet.gov/expapi/activities/"
_KINDS = {
    "single": "choice",
    "multiple": "choice",
    "truefalse": "true-false",
    "fillin": "fill-in",
    "numeric": "numeric",
    "matching": "matching",
    "ordering": "sequencing",
    "short": "long-fill-in",
    "case": "long-fill-in",
}
Statement = dict[str, Any]


def statements(outcome: Outcome) -> list[Statement]:
    """What was answered, one by one where it may be seen, and what came of the whole."""
    answered = [_answered(item, outcome) for item in outcome.items]
    return [*answered, _completed(outcome), _judged(outcome)]


def _completed(outcome: Outcome) -> Statement:
    took = outcome.submitted_at - outcome.started_at
    result = {"completion": True, "duration": _duration(took)}
    return _statement(outcome, "completed", _exam(outcome), result, outcome.submitted_at)


def _judged(outcome: Outcome) -> Statement:
    """Passed or failed, said when the result was released."""
    result = {"score": _score(outcome.total, outcome.maximum), "success": outcome.passed, "completion": True}
    verb = "passed" if outcome.passed else "failed"
    statement = _statement(outcome, verb, _exam(outcome), result, outcome.released_at)
    sections = {area: {"raw": float(marks), "max": float(most)} for area, marks, most in outcome.sections}
    statement["result"]["extensions"] = {
        f"{outcome.home}/xapi/pass-mark": float(outcome.cut_score),
        f"{outcome.home}/xapi/areas": sections,
    }
    return statement


def _answered(item: Answered, outcome: Outcome) -> Statement:
    activity = {
        "objectType": "Activity",
        "id": f"{outcome.home}/exams/items/{item.code}/{item.version}",
        "definition": {"type": f"{_ACTIVITIES}cmi.interaction", "interactionType": _KINDS[item.kind]},
    }
    result: dict[str, Any] = {"response": _RESPONSES.get(item.kind, _text)(item.value)}
    if item.marks is not None:
        result["score"] = _score(item.marks, item.maximum)
        result["success"] = item.marks == item.maximum
    statement = _statement(outcome, "answered", activity, result, item.at or outcome.submitted_at)
    statement["context"]["contextActivities"] = {"parent": [{"objectType": "Activity", "id": _exam(outcome)["id"]}]}
    return statement


def _statement(outcome: Outcome, verb: str, activity: Mapping[str, Any], result: dict[str, Any], at: dt.datetime) -> Statement:
    return {
        "id": str(uuid.uuid5(uuid.UUID(outcome.attempt), f"{verb} {activity['id']} {at.isoformat()}")),
        "actor": {
            "objectType": "Agent",
            "name": outcome.name,
            "account": {"homePage": outcome.home, "name": outcome.person},
        },
        "verb": {"id": _VERBS + verb, "display": {"en": verb}},
        "object": dict(activity),
        "result": result,
        "context": {"registration": outcome.attempt},
        "timestamp": at.isoformat(),
    }


def _exam(outcome: Outcome) -> dict[str, Any]:
    return {
        "objectType": "Activity",
        "id": f"{outcome.home}/exams/{outcome.exam}/{outcome.version}",
        "definition": {
            "type": f"{_ACTIVITIES}assessment",
            "name": {TAGS.get(locale, locale): title for locale, title in outcome.title.items()},
        },
    }


def _score(marks: Decimal, maximum: Decimal) -> dict[str, float]:
    return {"scaled": round(float(marks / maximum), 4), "raw": float(marks), "min": 0, "max": float(maximum)}


def _duration(took: dt.timedelta) -> str:
    """ISO 8601, to the hundredth of a second as xAPI compares it.

    >>> _duration(dt.timedelta(hours=1, seconds=5.5))
    'PT3605.50S'
    """
    return f"PT{took.total_seconds():.2f}S"


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}. {said}" for name, said in value.items())
    return "" if value is None else str(value)


# The response as SCORM writes it: [,] between several, [.] within a pair.
_RESPONSES: dict[str, Callable[[Any], str]] = {
    "multiple": lambda value: "[,]".join(value or []),
    "ordering": lambda value: "[,]".join(value or []),
    "fillin": lambda value: "[,]".join(map(str, value or [])),
    "matching": lambda value: "[,]".join(f"{left}[.]{right}" for left, right in (value or {}).items()),
    "truefalse": lambda value: "" if value is None else str(value).lower(),
}
