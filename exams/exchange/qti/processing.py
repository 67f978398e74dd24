"""Response processing: our marking rules as QTI says them. What it cannot say exactly is named where it is written."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from lxml.builder import ElementMaker

from exams.exchange.drafts import Draft
from exams.exchange.markup import Element, written
from exams.exchange.notation import plain
from exams.exchange.qti.names import ITEM, identifier

q = ElementMaker(namespace=ITEM, nsmap={None: ITEM})
# Whatever is ticked beside it, a wrong tick leaves nothing.
_RUIN = Decimal(-1000)


def declaration(name: str, cardinality: str, base: str, correct: Sequence[str] = (), mapping: Element | None = None) -> Element:
    """A response declaration."""
    element = q("qti-response-declaration", identifier=name, cardinality=cardinality)
    element.set("base-type", base)
    if correct:
        element.append(q("qti-correct-response", *(q("qti-value", written(value)) for value in correct)))
    if mapping is not None:
        element.append(mapping)
    return element


def mapping(worth: Mapping[str, Decimal], *, otherwise: Decimal = Decimal(0), upper: Decimal | None = None) -> Element:
    """What each answer is worth, the sum held between nought and `upper`."""
    element = q("qti-mapping")
    element.set("default-value", plain(otherwise))
    if upper is not None:
        element.set("lower-bound", "0")
        element.set("upper-bound", plain(upper))
    for key, value in worth.items():
        element.append(q("qti-map-entry", **{"map-key": written(key), "mapped-value": plain(value)}))
    return element


def word_mapping(words: Sequence[Mapping[str, str]]) -> Element:
    """Accepted words of one blank with their weights."""
    element = mapping({word["text"]: Decimal(word.get("weight", "1")) for word in words})
    for entry in element:
        entry.set("case-sensitive", "false")
    return element


def ticks(draft: Draft) -> Element:
    """The declaration for several ticks under the draft's rule."""
    if draft.rule == "map_response":
        worth = {identifier(choice): Decimal(str(value)) for choice, value in draft.key["map"].items()}
        right = [choice for choice, value in worth.items() if value > 0]
        return declaration("RESPONSE", "multiple", "identifier", right, mapping(worth, upper=draft.marks))
    correct = [identifier(choice) for choice in draft.key["correct"]]
    if draft.rule != "cn_multi":
        return declaration("RESPONSE", "multiple", "identifier", correct)
    half = dict.fromkeys(correct, Decimal("0.5"))
    most = max(Decimal(0), draft.marks - Decimal("0.5"))
    return declaration("RESPONSE", "multiple", "identifier", correct, mapping(half, otherwise=_RUIN, upper=most))


def outcome(name: str, base: str, value: str = "", *, highest: Decimal | None = None, is_human: bool = False) -> Element:
    """An outcome declaration."""
    element = q("qti-outcome-declaration", identifier=name, cardinality="single")
    element.set("base-type", base)
    if highest is not None:
        element.set("normal-minimum", "0")
        element.set("normal-maximum", plain(highest))
    if is_human:
        element.set("external-scored", "human")
    if value:
        element.append(q("qti-default-value", q("qti-value", value)))
    return element


def processing(draft: Draft, *, has_feedback: bool) -> Element | None:
    """How the responses become SCORE; none where a person marks and there is nothing to show."""
    deeds = [] if draft.rule == "manual" else [_score(draft)]
    if has_feedback:
        deeds.append(_set("FEEDBACK", _value("identifier", "explanation")))
    return q("qti-response-processing", *deeds) if deeds else None


def _score(draft: Draft) -> Element:
    if draft.rule == "text":
        names = ["RESPONSE"] if draft.blanks == 1 else [f"RESPONSE_{place}" for place in range(1, draft.blanks + 1)]
        return _set("SCORE", _share(names, draft.blanks))
    if draft.rule == "pairs":
        return _set("SCORE", _share(["RESPONSE"], len(draft.key["pairs"])))
    if draft.rule == "map_response":
        return _set("SCORE", _mapped("RESPONSE"))
    right = _equal(draft) if draft.rule == "numeric" else q("qti-match", _variable("RESPONSE"), _correct("RESPONSE"))
    given = q("qti-response-if", right, _set("SCORE", _variable("MAXSCORE")))
    condition = q("qti-response-condition", given)
    if draft.rule == "cn_multi":
        condition.append(q("qti-response-else", _set("SCORE", _mapped("RESPONSE"))))
    return condition


def _share(names: Sequence[str], of: int) -> Element:
    """MAXSCORE × right / all."""
    total = q("qti-sum", *(_mapped(name) for name in names))
    return q("qti-product", _variable("MAXSCORE"), q("qti-divide", total, _value("float", str(of))))


def _equal(draft: Draft) -> Element:
    """Within the tolerance, edges included."""
    key = draft.key
    tolerance = max(Decimal(key.get("tolerance", "0")), abs(Decimal(key["value"])) * Decimal(key.get("relative", "0")))
    element = q("qti-equal", _variable("RESPONSE"), _correct("RESPONSE"))
    if tolerance == 0:
        element.set("tolerance-mode", "exact")
        return element
    element.set("tolerance-mode", "absolute")
    element.set("tolerance", f"{plain(tolerance)} {plain(tolerance)}")
    element.set("include-lower-bound", "true")
    element.set("include-upper-bound", "true")
    return element


def _set(name: str, value: Element) -> Element:
    return q("qti-set-outcome-value", value, identifier=name)


def _value(base: str, value: str) -> Element:
    return q("qti-base-value", value, **{"base-type": base})


def _variable(name: str) -> Element:
    return q("qti-variable", identifier=name)


def _correct(name: str) -> Element:
    return q("qti-correct", identifier=name)


def _mapped(name: str) -> Element:
    return q("qti-map-response", identifier=name)
