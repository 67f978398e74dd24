"""A key in plain words, for those who decide about it: “B 选项文本”, accepted words, pairs, an order, a number."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exams.marking import FULL, MANUAL, VOID
from exams.models import ItemVersion


def lines(version: ItemVersion, rule: str, data: Mapping[str, Any]) -> list[str]:
    """The key, one line for each answer that is right."""
    plain = {VOID: _("The item does not count."), FULL: _("Everybody has full marks."), MANUAL: _("A person marks it.")}
    if rule in plain:
        return [plain[rule]]
    body = version.body_in(get_language() or "")
    return [line for one in (data, *data.get("also", ())) for line in _one(rule, one, body)]


def _one(rule: str, data: Mapping[str, Any], body: Mapping[str, Any]) -> list[str]:
    if rule == "text":
        return [" / ".join(word["text"] for word in words) for words in data["blanks"]]
    if rule == "numeric":
        spread = data.get("tolerance", "0")
        return [f"{data['value']} ± {spread}" if spread != "0" else str(data["value"])]
    if rule == "pairs":
        left, right = _texts(body.get("left", ())), _texts(body.get("right", ()))
        return [f"{left.get(one, one)} → {right.get(other, other)}" for one, other in data["pairs"].items()]
    texts = _texts(body.get("choices") or ())
    if rule == "map_response":
        return [f"{texts.get(choice, choice)}: {worth}" for choice, worth in data["map"].items()]
    return (
        [" → ".join(texts.get(one, one) for one in data["order"])] if rule == "order_pairs" else _choices(data["correct"], texts)
    )


def _choices(correct: Any, texts: Mapping[str, str]) -> list[str]:
    if isinstance(correct, bool):
        return [_("Right") if correct else _("Wrong")]
    return [texts.get(one, one) for one in (correct if isinstance(correct, list) else [correct])]


def _texts(lines: Any) -> dict[str, str]:
    return {str(line["id"]): f"{line['id']} {line['text']}" for line in lines}
