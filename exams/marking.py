"""Marking (评分): what an answer is worth under its key. Exact decimals, rounded once, at the item.

No rule here knows a database. The formulas with their sources: docs/algorithms/marking.md.
"""

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import combinations
from typing import Any

from core.text import fold

Key = Mapping[str, Any]
CENT = Decimal("0.01")
HALF = Decimal("0.5")
NOUGHT = Decimal(0)
# What only a person can mark has no entry in RULES; neither has an item that was struck, or given to everybody.
MANUAL, VOID, FULL = "manual", "void", "full"

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:([ ,'])\d{3})(?:\1\d{3})*(?:\.\d*)?")
_MINUS = str.maketrans("\u2212\u2010\u2011\u2012\u2013", "-----")


def mark(rule: str, key: Key, value: Any, marks: Decimal) -> Decimal | None:
    """What `value` earns out of `marks`; None when only a person can say. No answer earns nothing.

    >>> mark("match_correct", {"correct": "B"}, "B", Decimal("1.5"))
    Decimal('1.50')
    >>> mark("manual", {}, "…", Decimal(5)) is None
    True
    >>> mark("match_correct", {"correct": "B", "also": [{"correct": "C"}]}, "C", Decimal(2)), mark("full", {}, None, Decimal(2))
    (Decimal('2.00'), Decimal('2'))
    """
    if rule == MANUAL:
        return None
    if rule in (VOID, FULL):
        return marks if rule == FULL else NOUGHT
    # `also`: further keys that are right as well; the one that earns most holds.
    keys = () if value is None else (key, *key.get("also", ()))
    earned = max((RULES[rule](one, value, marks) for one in keys), default=NOUGHT)
    return min(max(earned, NOUGHT), marks).quantize(CENT, ROUND_HALF_EVEN)


def is_automatic(rule: str) -> bool:
    """Whether a machine can mark under this rule."""
    return rule in RULES


def match_correct(key: Key, value: Any, marks: Decimal) -> Decimal:
    """Right or wrong. JSON's true is not 1: the type must agree as well.

    >>> match_correct({"correct": True}, True, Decimal(1)), match_correct({"correct": True}, 1, Decimal(1))
    (Decimal('1'), Decimal('0'))
    """
    right = key["correct"]
    return marks if type(value) is type(right) and value == right else NOUGHT


def all_or_nothing(key: Key, value: Any, marks: Decimal) -> Decimal:
    """Exactly the right set, or nothing."""
    return marks if _ticks(value) == frozenset(key["correct"]) else NOUGHT


def cn_multi(key: Key, value: Any, marks: Decimal) -> Decimal:
    """错选不得分，少选每个选项得 0.5 分: a wrong tick earns nothing, otherwise half a mark for each right one.

    >>> key = {"correct": ["A", "C", "D"]}
    >>> [str(cn_multi(key, ticks, Decimal(2))) for ticks in (["A", "C", "D"], ["A", "C"], ["A"], ["A", "B"], [])]
    ['2', '1.0', '0.5', '0', '0.0']
    """
    ticks, right = _ticks(value), frozenset(key["correct"])
    if ticks - right:
        return NOUGHT
    return marks if ticks == right else min(marks - HALF, HALF * len(ticks))


def map_response(key: Key, value: Any, marks: Decimal) -> Decimal:
    """The sum of what each tick is worth, held between nothing and full marks (QTI lowerBound, upperBound)."""
    worth = key["map"]
    return sum((Decimal(str(worth.get(tick, 0))) for tick in _ticks(value)), NOUGHT)


def pairs(key: Key, value: Any, marks: Decimal) -> Decimal:
    """Matching: the share of pairs that are right.

    >>> pairs({"pairs": {"1": "c", "2": "a"}}, {"1": "c", "2": "b"}, Decimal(2))
    Decimal('1')
    """
    right = key["pairs"]
    given = value if isinstance(value, dict) else {}
    return marks * sum(given.get(left) == match for left, match in right.items()) / len(right)


def order_pairs(key: Key, value: Any, marks: Decimal) -> Decimal:
    """Ordering: m × max(0, 2 × pairs in the right order / all pairs − 1); chance and reverse order earn nothing.

    >>> key = {"order": ["A", "B", "C"]}
    >>> [str(order_pairs(key, list(order), Decimal(3))) for order in ("ABC", "ACB", "CBA")]
    ['3', '1', '0']
    """
    order = key["order"]
    if not isinstance(value, list) or len(_ticks(value)) != len(value):
        return NOUGHT
    place = {str(choice): index for index, choice in enumerate(value)}
    couples = list(combinations(order, 2))
    right = sum(place[a] < place[b] for a, b in couples if a in place and b in place)
    return max(NOUGHT, marks * (2 * right - len(couples)) / len(couples))


def text(key: Key, value: Any, marks: Decimal) -> Decimal:
    """Fill in: each blank its share, weighted by how good the accepted words are; compared in folded form.

    >>> key = {"blanks": [[{"text": "PDCA 循环"}, {"text": "戴明环", "weight": "0.5"}]]}
    >>> text(key, ["ｐｄｃａ　循环"], Decimal(2)), text(key, ["戴明环"], Decimal(2))
    (Decimal('2'), Decimal('1.0'))
    """
    given = value if isinstance(value, list) else [value]
    blanks = key["blanks"]
    share = sum((_weight(accepted, answer) for accepted, answer in zip(blanks, given, strict=False)), NOUGHT)
    return marks * share / len(blanks)


def numeric(key: Key, value: Any, marks: Decimal) -> Decimal:
    """A number within its tolerance, edges included; `relative` widens by a share of the right value.

    >>> key = {"value": "45.8", "tolerance": "0.2", "units": ["mm"]}
    >>> [str(numeric(key, typed, Decimal(2))) for typed in ("46.0", "４６．０ mm", "46.01", "46 cm")]
    ['2', '2', '0', '0']
    """
    number = read_number(str(value), tuple(key.get("units", ())))
    if number is None:
        return NOUGHT
    right = Decimal(key["value"])
    tolerance = max(Decimal(key.get("tolerance", "0")), abs(right) * Decimal(key.get("relative", "0")))
    return marks if abs(number - right) <= tolerance else NOUGHT


def read_number(typed: str, units: tuple[str, ...] = ()) -> Decimal | None:
    """The number someone typed, or None: full-width digits, blanks or commas by thousands, and a trailing unit are fine.

    >>> read_number("１８　０００元", ("元",)), read_number("18,000"), read_number("−0.5")
    (Decimal('18000'), Decimal('18000'), Decimal('-0.5'))
    >>> read_number("5,4") is read_number("五") is read_number("18000元", ("万元",)) is None
    True
    """
    plain = fold(typed).translate(_MINUS)
    for unit in sorted(map(fold, units), key=len, reverse=True):
        if unit and plain.endswith(unit):
            plain = plain.removesuffix(unit).rstrip()
            break
    if grouped := _GROUPED.fullmatch(plain):
        plain = plain.replace(grouped[1], "")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


RULES: dict[str, Callable[[Key, Any, Decimal], Decimal]] = {
    "match_correct": match_correct,
    "all_or_nothing": all_or_nothing,
    "cn_multi": cn_multi,
    "map_response": map_response,
    "pairs": pairs,
    "order_pairs": order_pairs,
    "text": text,
    "numeric": numeric,
}


def _ticks(value: Any) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()


def _weight(accepted: list[Mapping[str, str]], answer: Any) -> Decimal:
    folded = fold(answer) if isinstance(answer, str) else ""
    weights = [Decimal(words.get("weight", "1")) for words in accepted if folded and fold(words["text"]) == folded]
    return max(weights, default=NOUGHT)
