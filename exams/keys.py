"""Keys (答案): from the answer of a shipped question to a marking rule with its data, or Unfit with the reason.

Each reader checks what its kind demands: a key that names a choice that is not there, or that makes ticking everything
pay, never reaches the bank.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from core.text import clean

# Our language codes, and how the shipped files name them.
LOCALES = {"zh-hans": "zh", "en": "en"}
BLANK = "____"
Raw = Mapping[str, Any]
# Rule, its data, and what a person marks by.
Reading = tuple[str, dict[str, Any], list[dict[str, Any]]]


class Unfit(ValueError):
    """The question cannot be used; the message says why."""


def model_answer(rule: str, key: Mapping[str, Any]) -> Any:
    """The answer that earns full marks; None where no answer is asked for any more.

    >>> model_answer("numeric", {"value": "5.4", "tolerance": "0"}), model_answer("text", {"blanks": [[{"text": "授权"}]]})
    ('5.4', ['授权'])
    """
    if rule == "text":
        return [blank[0]["text"] for blank in key["blanks"]]
    if rule == "map_response":
        return sorted(choice for choice, worth in key["map"].items() if Decimal(str(worth)) > 0)
    if rule in ("void", "full"):
        return None
    field = {"numeric": "value", "pairs": "pairs", "order_pairs": "order"}.get(rule, "correct")
    return key[field]


def text_in(line: Raw, language: str) -> str:
    """`line` in one language; an empty one is unfit."""
    text = clean(line[language])
    if not text:
        raise Unfit(f"empty text ({language})")
    return text


def texts(line: Raw) -> dict[str, str]:
    """`line` in all languages."""
    return {locale: text_in(line, short) for locale, short in LOCALES.items()}


def _ids(raw: Raw, name: str, least: int) -> list[str]:
    ids = [line["key"] for line in raw[name]]
    if len(ids) < least:
        raise Unfit(f"{len(ids)} {name}, at least {least} are needed")
    if len(set(ids)) < len(ids):
        raise Unfit(f"two {name} under one letter")
    if len({clean(line["zh"]) for line in raw[name]}) < len(ids):
        raise Unfit(f"two {name} read the same")
    return ids


def _single(raw: Raw) -> Reading:
    if raw["answer"] not in _ids(raw, "choices", 2):
        raise Unfit(f"key {raw['answer']} is no choice")
    return "match_correct", {"correct": raw["answer"]}, []


def _truefalse(raw: Raw) -> Reading:
    if not isinstance(raw["answer"], bool):
        raise Unfit("key is neither true nor false")
    return "match_correct", {"correct": raw["answer"]}, []


def _multiple(raw: Raw) -> Reading:
    """Ticking everything must never pay: the key leaves at least one choice out."""
    ids, correct = _ids(raw, "choices", 3), list(raw["answer"])
    if not set(correct) <= set(ids) or len(set(correct)) < len(correct):
        raise Unfit(f"key {correct} names something that is no choice, or names it twice")
    if not 2 <= len(correct) < len(ids):
        raise Unfit(f"{len(correct)} of {len(ids)} choices are right; two or more, not all, must be")
    return "cn_multi", {"correct": sorted(correct)}, []


def _fillin(raw: Raw) -> Reading:
    """`accept` is a list of words for one blank, or a list of such lists, one for each."""
    accept = raw["answer"]["accept"]
    blanks = accept if accept and isinstance(accept[0], list) else [accept]
    if not all(blanks) or not all(clean(words) for words in (word for blank in blanks for word in blank)):
        raise Unfit("a blank without accepted words")
    for language in LOCALES.values():
        if raw["stem"][language].count(BLANK) != len(blanks):
            raise Unfit(f"{raw['stem'][language].count(BLANK)} blanks in the stem ({language}), {len(blanks)} in the key")
    return "text", {"blanks": [[{"text": clean(word)} for word in blank] for blank in blanks]}, []


def _numeric(raw: Raw) -> Reading:
    answer = raw["answer"]
    try:
        value, tolerance = Decimal(str(answer["value"])), Decimal(str(answer["tolerance"]))
    except InvalidOperation as fault:
        raise Unfit("key is no number") from fault
    if not value.is_finite() or not tolerance.is_finite() or tolerance < 0:
        raise Unfit("key or tolerance is no number from nought up")
    units = [answer["unit"]] if answer.get("unit") else []
    return "numeric", {"value": f"{value:f}", "tolerance": f"{tolerance:f}", "units": units}, []


def _matching(raw: Raw) -> Reading:
    left, right, answer = _ids(raw, "left", 2), _ids(raw, "right", 2), dict(raw["answer"])
    if set(answer) != set(left) or not set(answer.values()) <= set(right):
        raise Unfit("key does not pair each line on the left with one on the right")
    return "pairs", {"pairs": answer}, []


def _ordering(raw: Raw) -> Reading:
    if sorted(raw["answer"]) != sorted(_ids(raw, "choices", 3)):
        raise Unfit("key does not name each line once")
    return "order_pairs", {"order": list(raw["answer"])}, []


def _manual(raw: Raw) -> Reading:
    rubric = []
    for number, part in enumerate(raw["parts"], 1):
        lines = [{"text": texts(line), "marks": str(line["points"])} for line in part["rubric"]]
        if _sum(lines) != Decimal(str(part["points"])):
            raise Unfit(f"part {number}: its lines do not add up to {part['points']}")
        rubric.append({"part": str(number), "area": part["area"], "marks": str(part["points"]), "lines": lines})
    if not rubric:
        raise Unfit("a case without parts")
    return "manual", {}, rubric


def _short(raw: Raw) -> Reading:
    if raw.get("answer") and raw["answer"].get("accept"):
        return "text", {"blanks": [[{"text": clean(word)} for word in raw["answer"]["accept"]]]}, []
    lines = [{"text": texts(line), "marks": str(line["points"])} for line in raw["rubric"]]
    return "manual", {}, [{"part": "1", "area": "", "marks": str(_sum(lines)), "lines": lines}]


def _sum(lines: Iterable[Mapping[str, Any]]) -> Decimal:
    return sum((Decimal(line["marks"]) for line in lines), Decimal(0))


READERS: dict[str, Callable[[Raw], Reading]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "fillin": _fillin,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "short": _short,
    "case": _manual,
}
