"""What an item's interactions make of it in our bank. A reader returns the fields of a Draft in one language."""

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from exams.exchange import schemes
from exams.exchange.drafts import Line, Part
from exams.exchange.markup import Account, Element
from exams.exchange.notation import BLANK, Unusable, number, plain
from exams.exchange.qti import body
from exams.exchange.qti.declared import Declared, Response, tolerance
from exams.exchange.qti.names import attribute, children, inside, tag

Fields = dict[str, Any]
HALF = Decimal("0.5")
_TRUE = {"true", "正确", "正確", "对", "對", "是", "√", "✓", "t", "yes"}
_FALSE = {"false", "错误", "錯誤", "错", "錯", "否", "×", "✗", "f", "no"}
_UNIT = re.compile(rf"^{BLANK}\s*(\S{{0,12}})$")
_MARKS = re.compile(r"^\((\d+(?:\.\d+)?)\)\s*")


@dataclass(frozen=True)
class Item:
    """One item file as its readers meet it."""

    root: Element
    body: Element
    declared: Declared
    account: Account
    locale: str

    def text(self, words: str) -> dict[str, str]:
        return {self.locale: words}

    def lines(self, choices: Sequence[Element], *, is_fixed: bool = False) -> tuple[Line, ...]:
        """Choices in their order; a fixed one keeps its place."""
        return tuple(
            Line(_id(choice), self.text(body.words_of(choice, self.account)), is_fixed or attribute(choice, "fixed") == "true")
            for choice in choices
        )

    def warn(self, code: str, element: Element | None = None, **params: Any) -> None:
        self.account.count("warning", self.root if element is None else element, code, **params)


def read(item: Item) -> Fields:
    """The fields of the item's kind, or Unusable."""
    found = inside(item.body, *_KNOWN)
    others = [each for each in _interactions(item.body) if tag(each) not in _KNOWN]
    if others:
        raise Unusable("interaction-unknown", name=tag(others[0]))
    if not found:
        raise Unusable("no-interaction")
    kinds = {tag(each) for each in found}
    if kinds <= body.INLINE:
        return _entries(item, found)
    if kinds == {"extended-text-interaction"}:
        return _case(item, found) if len(found) > 1 or _is_part(item, found[0]) else _extended(item, found[0])
    if len(found) > 1:
        raise Unusable("interaction-mix", names=", ".join(sorted(kinds)))
    return _KNOWN[tag(found[0])](item, found[0])


def _is_part(item: Item, interaction: Element) -> bool:
    """Whether one text alone has marks of its own beside the item's: a case of one part."""
    name = attribute(interaction, "response-identifier")
    return name.startswith("RESPONSE_") and name.replace("RESPONSE", "SCORE", 1) in item.declared.maxima


def _interactions(element: Element) -> list[Element]:
    return [each for each in element.iterdescendants() if isinstance(each.tag, str) and tag(each).endswith("-interaction")]


def _id(choice: Element) -> str:
    """The identifier; ours are written with a _ before a figure."""
    name = attribute(choice, "identifier")
    return name[1:] if re.match(r"_\d", name) else name


def _unescaped(name: str) -> str:
    return name[1:] if re.match(r"_\d", name) else name


def _choice(item: Item, interaction: Element) -> Fields:
    response = item.declared.response(interaction)
    choices = children(interaction, "simple-choice")
    if not response.right:
        raise Unusable("no-right-answer")
    if (judged := _judged(item, choices)) and len(response.right) == 1 and response.right[0] in judged:
        return {"kind": "truefalse", "rule": "match_correct", "key": {"correct": judged[response.right[0]]}}
    lines = item.lines(choices, is_fixed=attribute(interaction, "shuffle") == "false")
    fields: Fields = {"choices": lines}
    if response.cardinality == "multiple" or attribute(interaction, "max-choices", "1") != "1":
        return fields | {"kind": "multiple", **_ticks(item, response, choices)}
    best = max(response.right, key=lambda choice: response.worth.get(choice, Decimal(0)))
    if len(response.right) > 1:
        item.warn("weights-left")
    return fields | {"kind": "single", "rule": "match_correct", "key": {"correct": _unescaped(best)}}


def _judged(item: Item, choices: Sequence[Element]) -> dict[str, bool]:
    """Which of two choices says true, which false; nothing where they say anything else."""
    if len(choices) != 2:
        return {}
    names = [attribute(choice, "identifier") for choice in choices]
    for told in (names, [body.words_of(choice, item.account) for choice in choices]):
        words = {name: word.strip().casefold() for name, word in zip(names, told, strict=True)}
        said = set(words.values())
        if len(said & _TRUE) == len(said & _FALSE) == 1:
            return {name: word in _TRUE for name, word in words.items()}
    return {}


def _ticks(item: Item, response: Response, choices: Sequence[Element]) -> Fields:
    """Several ticks under the rule that the item's processing comes to."""
    correct = sorted(map(_unescaped, response.right))
    wrong = [value for name, value in response.worth.items() if name not in response.right] + [response.otherwise]
    is_ours = set(response.worth.values()) >= {HALF} and all(value in (HALF, *wrong) for value in response.worth.values())
    if item.declared.is_mapped and response.worth:
        if item.declared.is_matched and is_ours and response.otherwise < 0:
            return {"rule": "cn_multi", "key": {"correct": correct}}
        names = [attribute(choice, "identifier") for choice in choices]
        values = {name: response.worth.get(name, response.otherwise) for name in names}
        worth = {_unescaped(name): plain(value) for name, value in values.items() if value}
        return {"rule": "map_response", "key": {"map": worth}}
    if item.declared.is_matched:
        return {"rule": "all_or_nothing", "key": {"correct": correct}}
    item.warn("rule-ours")
    return {"rule": "cn_multi", "key": {"correct": correct}, "untold": frozenset({"rule"})}


def _order(item: Item, interaction: Element) -> Fields:
    response = item.declared.response(interaction)
    lines = item.lines(children(interaction, "simple-choice"))
    order = [_unescaped(name) for name in response.correct]
    if sorted(order) != sorted(line.id for line in lines):
        raise Unusable("no-right-answer")
    return {"kind": "ordering", "rule": "order_pairs", "choices": lines, "key": {"order": order}}


def _match(item: Item, interaction: Element) -> Fields:
    sets = children(interaction, "simple-match-set")
    if len(sets) != 2:
        raise Unusable("match-sets")
    sides = [children(each, "simple-associable-choice") for each in sets]
    return _paired(item, item.declared.response(interaction), sides[0], sides[1])


def _associate(item: Item, interaction: Element) -> Fields:
    """Pairs out of one pool: whoever stands first in a pair goes left."""
    response = item.declared.response(interaction)
    firsts = {pair.split()[0] for pair in response.right if pair.split()}
    choices = children(interaction, "simple-associable-choice")
    left = [choice for choice in choices if attribute(choice, "identifier") in firsts]
    item.warn("associate-as-matching")
    return _paired(item, response, left, [choice for choice in choices if choice not in left])


def _paired(item: Item, response: Response, left: Sequence[Element], right: Sequence[Element]) -> Fields:
    pairs = [tuple(pair.split()) for pair in response.right]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise Unusable("no-right-answer")
    lefts = {attribute(choice, "identifier") for choice in left}
    if {pair[0] for pair in pairs} != lefts or len(pairs) != len(lefts):
        # Some systems put the many on the left: the other way about each has one partner.
        left, right, pairs = right, left, [(pair[1], pair[0]) for pair in pairs]
        lefts = {attribute(choice, "identifier") for choice in left}
    if {pair[0] for pair in pairs} != lefts or len(pairs) != len(lefts):
        raise Unusable("match-many")
    names = _short(left, "L-"), _short(right, "R-")
    key = {names[0][pair[0]]: names[1].get(pair[1], "") for pair in pairs}
    if not all(key.values()):
        raise Unusable("no-right-answer")
    lines = tuple(
        tuple(Line(name[attribute(choice, "identifier")], item.text(body.words_of(choice, item.account))) for choice in side)
        for name, side in zip(names, (left, right), strict=True)
    )
    return {"kind": "matching", "rule": "pairs", "left": lines[0], "right": lines[1], "key": {"pairs": key}}


def _short(choices: Sequence[Element], mark: str) -> dict[str, str]:
    """The identifiers of one side, without the mark our own export puts before them."""
    names = [attribute(choice, "identifier") for choice in choices]
    is_ours = all(name.startswith(mark) for name in names)
    return {name: name.removeprefix(mark) if is_ours else name for name in names}


def _entries(item: Item, found: Sequence[Element]) -> Fields:
    """Blanks to be typed into, or chosen for from a list; a single number is a calculation."""
    responses = [item.declared.response(each) for each in found]
    if len(found) == 1 and responses[0].base in ("float", "integer") and tag(found[0]) == "text-entry-interaction":
        return _numeric(item, found[0], responses[0])
    blanks = [_words(item, each, response) for each, response in zip(found, responses, strict=True)]
    return {"kind": "fillin", "rule": "text", "key": {"blanks": blanks}}


def _words(item: Item, interaction: Element, response: Response) -> list[dict[str, str]]:
    if not response.right:
        raise Unusable("no-right-answer")
    if tag(interaction) == "inline-choice-interaction":
        offered = {_name(choice): body.words_of(choice, item.account) for choice in inside(interaction, "inline-choice")}
        left = [words for name, words in offered.items() if name not in response.right]
        item.account.say("warning", interaction, "gaps-as-blanks", left="、".join(left)[:120] or "—")
        return [{"text": offered[name]} for name in response.right if offered.get(name)]
    return _accepted(item, response)


def _name(choice: Element) -> str:
    return attribute(choice, "identifier")


def _accepted(item: Item, response: Response) -> list[dict[str, str]]:
    """Accepted words with their weights: the best counts as full."""
    if response.is_case_sensitive:
        item.warn("case-folded")
    best = max(response.worth.values(), default=Decimal(1))
    words = {word: Decimal(1) for word in response.correct}
    words |= {word: value / best for word, value in response.worth.items() if value > 0}
    return [{"text": word} if worth == 1 else {"text": word, "weight": plain(worth)} for word, worth in words.items()]


def _numeric(item: Item, interaction: Element, response: Response) -> Fields:
    if len(response.right) != 1:
        raise Unusable("no-right-answer")
    mode, figures = tolerance(item.root, attribute(interaction, "response-identifier"))
    key: dict[str, Any] = {"value": number(response.right[0]), "tolerance": "0"}
    widths = [number(word) for word in figures.split()]
    if mode == "rounded" or (len(set(widths)) > 1):
        item.warn("tolerance-left")
    elif widths and mode == "absolute":
        key["tolerance"] = widths[0]
    elif widths and mode == "relative":
        key["relative"] = plain(Decimal(widths[0]) / 100)
    lines = body.text_of(item.body, item.account).split("\n")
    unit = match[1] if (match := _UNIT.match(lines[-1])) else ""
    stem = "\n".join(lines[:-1]) if match and len(lines) > 1 else "\n".join(lines)
    key["units"] = [unit] if unit else []
    return {"kind": "numeric", "rule": "numeric", "unit": unit, "key": key, "stem": item.text(stem)}


def _extended(item: Item, interaction: Element) -> Fields:
    response = item.declared.response(interaction)
    if response.worth or (response.correct and item.declared.is_matched):
        return {"kind": "short", "rule": "text", "key": {"blanks": [_accepted(item, response)]}}
    return {"kind": "short", "rule": "manual", "rubric": _scheme(item, item.declared.marks, ())}


def _case(item: Item, found: Sequence[Element]) -> Fields:
    """A part for each text that is asked for."""
    names = [attribute(each, "response-identifier").removeprefix("RESPONSE_").removeprefix("RESPONSE") for each in found]
    ids = names if all(names) and len(set(names)) == len(names) else [str(place) for place in range(1, len(found) + 1)]
    worth = [item.declared.maxima.get(f"SCORE_{name}") for name in ids]
    if not all(worth):
        item.warn("part-marks-shared")
        share = (item.declared.marks / len(found)).quantize(Decimal("0.01"))
        worth = [share if share > 0 else Decimal(1)] * len(found)
    parts = tuple(
        Part(name, item.text(body.prompt_of(each, item.account) or BLANK), marks or Decimal(1))
        for name, each, marks in zip(ids, found, worth, strict=True)
    )
    marks = sum((part.marks for part in parts), Decimal(0))
    stem = item.text(body.text_of(_without_prompts(item.body), item.account))
    return {"kind": "case", "rule": "manual", "parts": parts, "marks": marks, "stem": stem, "rubric": _scheme(item, marks, parts)}


def _without_prompts(element: Element) -> Element:
    bare = deepcopy(element)
    for prompt in inside(bare, "prompt"):
        parent = prompt.getparent()
        if parent is not None:
            parent.remove(prompt)
    return bare


def _scheme(item: Item, marks: Decimal, parts: Sequence[Part]) -> schemes.Rubric:
    """The marking scheme out of the rubric for scorers; where it is no list with marks, one line for each part."""
    _shown, said = body.rubric(item.body, item.account)
    if rubric := schemes.read(item.text(said), marks, parts):
        return rubric
    item.warn("no-scheme" if not said else "scheme-whole")
    if not parts:
        return schemes.whole(item.text(said), marks)
    return tuple({**schemes.whole(item.text(said), part.marks)[0], "part": part.id} for part in parts)


_KNOWN: dict[str, Callable[[Item, Element], Fields]] = {
    "choice-interaction": _choice,
    "order-interaction": _order,
    "match-interaction": _match,
    "associate-interaction": _associate,
    "text-entry-interaction": lambda item, each: _entries(item, [each]),
    "inline-choice-interaction": lambda item, each: _entries(item, [each]),
    "extended-text-interaction": _extended,
}
