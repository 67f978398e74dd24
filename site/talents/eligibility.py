"""Conditions of a policy as data (扶持条件), held against what is known here. Pure.

A policy keeps {"match": "all" | "any", "rules": [{"field", "op", "value", "label_zh", "label_en"}]}. What is not known (None) is
neither met nor unmet: it is left to the reader. Nothing here promises anything: an office decides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["may", "ask", "not"]
# What the site can know; anything else in a rule is a slip of the pen, or asks for what nobody tells us.
KNOWN = frozenset(
    {
        "org.industry",
        "org.size",
        "org.cqo.active",
        "org.cqo.months_in_post",
        "org.duty_log.entries",
        "person.post",
        "person.credit_hours.CQO",
        "person.credit_hours.QSD",
        "person.credit_hours.QSO",
        "person.certificate.status",
        "base.review_state",
        "base.free_visits_per_year",
        "base.safety_officer",
        "base.accessible",
    }
)
# What only the person can say: such a rule is always left to the reader.
TOLD_BY_THE_READER = frozenset({"person.years_quality", "person.work_region", "person.dishonesty_record"})


class Malformed(ValueError):
    """A rule that cannot be held against anything; `place` is its number (1…), 0 for the whole."""

    def __init__(self, place: int, what: str) -> None:
        super().__init__(what)
        self.place, self.what = place, what


@dataclass(frozen=True)
class Rule:
    field: str
    op: str
    value: Any
    label_zh: str
    label_en: str = ""


@dataclass(frozen=True)
class Held:
    """A rule before somebody: met, unmet, or None when nothing is known of it here."""

    rule: Rule
    met: bool | None


@dataclass(frozen=True)
class Outcome:
    verdict: Verdict
    lines: tuple[Held, ...]


def _is_in(fact: Any, value: Any) -> bool:
    return bool(set(fact) & set(value)) if isinstance(fact, list | tuple | set | frozenset) else fact in value


_OPS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda fact, value: bool(fact == value),
    "ne": lambda fact, value: bool(fact != value),
    "in": _is_in,
    "gte": lambda fact, value: bool(fact >= value),
    "lte": lambda fact, value: bool(fact <= value),
}


def read(data: Any) -> tuple[str, tuple[Rule, ...]]:
    """`match` and the rules. Raises Malformed.

    >>> read({"match": "all", "rules": [{"field": "org.size", "op": "in", "value": ["small"], "label_zh": "小型"}]})[1][0].op
    'in'
    """
    if not isinstance(data, dict) or data.get("match") not in ("all", "any") or not isinstance(data.get("rules"), list):
        raise Malformed(0, "match")
    return data["match"], tuple(_rule(place, given) for place, given in enumerate(data["rules"], 1))


def _rule(place: int, given: Any) -> Rule:
    if not isinstance(given, dict) or not str(given.get("label_zh") or "").strip():
        raise Malformed(place, "label_zh")
    if given.get("field") not in KNOWN | TOLD_BY_THE_READER:
        raise Malformed(place, "field")
    op, value = given.get("op"), given.get("value")
    if op not in _OPS:
        raise Malformed(place, "op")
    numbers = isinstance(value, int | float) and not isinstance(value, bool)
    if (op == "in" and not isinstance(value, list)) or (op in ("gte", "lte") and not numbers) or value is None:
        raise Malformed(place, "value")
    return Rule(given["field"], op, value, given["label_zh"], str(given.get("label_en") or ""))


def judge(data: Any, facts: Mapping[str, Any]) -> Outcome:
    """What the rules say of these facts: `may` (可能符合), `ask` (something is not known here), `not`.

    >>> rules = {"match": "all", "rules": [{"field": "org.size", "op": "in", "value": ["small"], "label_zh": "小型"}]}
    >>> judge(rules, {"org.size": "small"}).verdict, judge(rules, {}).verdict, judge(rules, {"org.size": "large"}).verdict
    ('may', 'ask', 'not')
    """
    match, rules = read(data)
    lines = tuple(Held(rule, _met(rule, facts.get(rule.field))) for rule in rules)
    return Outcome(_verdict(match, [line.met for line in lines]), lines)


def _met(rule: Rule, fact: Any) -> bool | None:
    return None if fact is None else _OPS[rule.op](fact, rule.value)


def _verdict(match: str, met: list[bool | None]) -> Verdict:
    if match == "any":
        return "may" if True in met else "ask" if None in met or not met else "not"
    return "not" if False in met else "ask" if None in met or not met else "may"
