"""The bank is fair (题库): nothing betrays a key, nothing is asked twice, every number comes out again."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from core.text import fold
from exams.keys import Unfit
from exams.linting import errors, lint
from exams.nearness import Shelf
from exams.questions import read
from pages.linting.reading import Finding, Shipped
from pages.linting.reckoning import Unreckonable, agrees, figures

Item = dict[str, Any]
# Rule 9 of the style of questions: with four choices a quarter is chance.
MOST_LONGEST, MOST_LETTER = 0.35, 0.35
MOST_TRUE = 0.6
FEW = 12
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"(?<=\d)[ ,](?=\d{3}(?!\d))")
# Figures a formula may hold that no stem gives: of the method itself, and of units.
_COMMON = {1, 2, 3, 4, 6, 10, 60, 100, 1_000, 10_000, 1_000_000, 0.000001, 5, 0.5, 0.01}


def unfit(shipped: Shipped) -> Iterator[Finding]:
    """What the loader would refuse, and what the linter of keys calls an error."""
    areas = {code: set(told["areas"]) for code, told in shipped.blueprints.items()}
    seen: set[str] = set()
    for item in shipped.items:
        if item["id"] in seen:
            yield Finding("item", item["id"], "its code is taken")
        seen.add(item["id"])
        try:
            question = read(item, areas)
        except Unfit as fault:
            yield Finding("item", item["id"], str(fault))
            continue
        for finding in errors(lint(question.content, source=question.source)):
            yield Finding("item", item["id"], f"{finding.code} {finding.place} {finding.figure}".strip())


def betrayed(shipped: Shipped) -> Iterator[Finding]:
    """Keys told by their length, their letter, or by true standing oftener than false; file by file and in all."""
    shelves = {**shipped.questions, "all": [item for items in shipped.questions.values() for item in items]}
    for name, items in shelves.items():
        singles = [item for item in items if item["kind"] == "single"]
        truths = [item["answer"] for item in items if item["kind"] == "truefalse"]
        if len(singles) >= FEW:
            yield from _told_by_length(name, singles)
            letter, often = Counter(item["answer"] for item in singles).most_common(1)[0]
            if often > MOST_LETTER * len(singles):
                yield Finding("balance", name, f"{letter} is the key in {often} of {len(singles)}")
        if len(truths) >= FEW and not 1 - MOST_TRUE <= sum(truths) / len(truths) <= MOST_TRUE:
            yield Finding("balance", name, f"{sum(truths)} of {len(truths)} statements are true")


def _told_by_length(name: str, singles: Sequence[Item]) -> Iterator[Finding]:
    for language in ("zh", "en"):
        for word, end in (("longest", max), ("shortest", min)):
            told = sum(_stands_out(item, language, end) for item in singles)
            if told > MOST_LONGEST * len(singles):
                yield Finding("balance", name, f"the key is the {word} choice in {told} of {len(singles)} ({language})")


def _stands_out(item: Item, language: str, end: Any) -> bool:
    sizes = {choice["key"]: len(choice[language]) for choice in item["choices"]}
    most = end(sizes.values())
    return sizes[item["answer"]] == most and list(sizes.values()).count(most) == 1


def alike(shipped: Shipped) -> Iterator[Finding]:
    """Two questions that ask the same, in the bank or between the bank and a lesson's self-check."""
    wordings = {item["id"]: _wording(item) for item in shipped.items}
    for pair in Shelf(wordings).pairs():
        yield Finding("alike", pair.one, f"{pair.percent} % like {pair.other}")
    sums: dict[tuple[float, frozenset[str]], str] = {}
    for item in shipped.items:
        if item["kind"] == "numeric":
            same = float(item["answer"]["value"]), frozenset(_NUMBER.findall(_closed(item["stem"]["zh"])))
            if sums.setdefault(same, item["id"]) != item["id"]:
                yield Finding("alike", item["id"], f"the same sum as {sums[same]}")


def _wording(item: Item) -> str:
    """The stem with its choices; of a case its stem and its questions."""
    lines = [line["zh"] for name in ("choices", "left", "right", "parts") for line in item.get(name) or ()]
    return "\n".join([item["stem"]["zh"], *sorted(lines, key=fold)])


def reckoned(shipped: Shipped) -> Iterator[Finding]:
    """Every numeric key follows from a formula whose figures the stem gives."""
    numeric = {item["id"]: item for item in shipped.items if item["kind"] == "numeric"}
    for code in sorted(numeric.keys() ^ shipped.reckoned.keys()):
        yield Finding("number", code, "no formula in reckoned.json" if code in numeric else "a formula for no question")
    for code, told in shipped.reckoned.items():
        if code in numeric and not (isinstance(told, dict) and "read" in told):
            formula, given = (told["formula"], told["given"]) if isinstance(told, dict) else (told, [])
            for words in _misreckoned(numeric[code], formula, set(given)):
                yield Finding("number", code, words)


def _misreckoned(item: Item, formula: str, given: set[float]) -> Iterator[str]:
    value = float(item["answer"]["value"])
    try:
        if not agrees(formula, value):
            yield f"{formula} is not {value:g}"
    except Unreckonable as fault:
        yield str(fault)
        return
    for language in ("zh", "en"):
        stem = {float(number) for number in _NUMBER.findall(_closed(item["stem"][language]))}
        lost = [n for n in figures(formula) if n not in _COMMON | given | stem and round(100 * n, 6) not in stem]
        if language == "zh" and lost:
            yield f"the stem does not give {lost[0]:g}"


def _closed(words: str) -> str:
    return _THOUSANDS.sub("", words)
