"""Fitness (合用): whether a draft can stand in the bank, asked of every format alike.

An error refuses the file. What a reviewer may still put right (no area, a key that names every choice) is a warning: an
import ends in review, never on a paper.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from core.text import fold
from exams import marking
from exams.exchange.drafts import Draft, Finding, Level, Line, said
from exams.keys import BLANK, READERS, model_answer
from exams.languages import SOURCE

MOST_CHOICES = 26
LONGEST_CODE = 40
RULES = {
    "single": ("match_correct",),
    "multiple": ("cn_multi", "all_or_nothing", "map_response"),
    "truefalse": ("match_correct",),
    "fillin": ("text",),
    "numeric": ("numeric",),
    "matching": ("pairs",),
    "ordering": ("order_pairs",),
    "short": ("manual", "text"),
    "case": ("manual",),
}
Said = tuple[Level, str, dict[str, Any]]


def check(draft: Draft, areas: Mapping[str, set[str]]) -> list[Finding]:
    """What is to be said of one draft; `areas` are the known areas of each credential."""
    if draft.kind not in READERS:
        return [_finding(draft, ("error", "unknown-kind", {"kind": draft.kind}))]
    said_of = [*_wording(draft), *_use(draft, areas)]
    if not any(level == "error" for level, _code, _params in said_of):
        said_of += [*_KEYS[draft.kind](draft), *_rule(draft)]
    if not any(level == "error" for level, _code, _params in said_of):
        said_of += _earns(draft)
    return [_finding(draft, one) for one in said_of]


def _finding(draft: Draft, one: Said) -> Finding:
    level, code, params = one
    return Finding(level, draft.place, code, params)


def _wording(draft: Draft) -> Iterator[Said]:
    if not any(draft.stem.values()):
        yield "error", "no-stem", {}
    for locale, stem in draft.stem.items():
        if not stem:
            yield "error", "no-stem-in", {"locale": locale}
    for name, lines in (("choices", draft.choices), ("left", draft.left), ("right", draft.right)):
        yield from _lines(draft, name, lines)
    if draft.marks <= 0 or draft.marks >= 10_000 or draft.marks != round(draft.marks, 2):
        yield "error", "bad-marks", {"marks": str(draft.marks)}


def _lines(draft: Draft, name: str, lines: tuple[Line, ...]) -> Iterator[Said]:
    if len(lines) > MOST_CHOICES:
        yield "error", "too-many-choices", {"number": len(lines), "most": MOST_CHOICES}
    if len({line.id for line in lines}) < len(lines):
        yield "error", "same-letter", {}
    for locale in draft.locales:
        texts = [line.text.get(locale, "") for line in lines]
        empty = [line.id for line, text in zip(lines, texts, strict=True) if not text]
        if empty:
            yield "error", "empty-choice", {"choice": ", ".join(empty), "locale": locale}
        twice = [text for text in texts if text and texts.count(text) > 1]
        if twice and name != "left":
            yield "error", "same-choice", {"text": twice[0][:40]}


def _use(draft: Draft, areas: Mapping[str, set[str]]) -> Iterator[Said]:
    if not 1 <= draft.difficulty <= 5:
        yield "error", "bad-difficulty", {"difficulty": draft.difficulty}
    if len(draft.code) > LONGEST_CODE:
        yield "error", "long-code", {"code": draft.code[:60], "most": LONGEST_CODE}
    named = [*draft.areas.items(), *((of, part.area) for of in draft.areas for part in draft.parts if part.area)]
    for credential, area in named:
        if area not in areas.get(credential, set()):
            yield "error", "unknown-area", {"area": f"{credential}:{area}"}
    if not draft.areas and draft.purpose != "contest":
        yield "warning", "no-area", {}
    if len(draft.source) > 300 or len(draft.objective) > 20:
        yield "error", "long-field", {"text": (draft.source if len(draft.source) > 300 else draft.objective)[:40]}


def _rule(draft: Draft) -> Iterator[Said]:
    if draft.rule not in RULES[draft.kind]:
        yield "error", "rule-of-another-kind", {"rule": draft.rule}


def _single(draft: Draft) -> Iterator[Said]:
    yield from _enough(draft.choices, 2)
    if draft.key.get("correct") not in {line.id for line in draft.choices}:
        yield _no_choice(draft.key.get("correct"))


def _multiple(draft: Draft) -> Iterator[Said]:
    yield from _enough(draft.choices, 2)
    ids = [line.id for line in draft.choices]
    if draft.rule == "map_response":
        worth = draft.key.get("map", {})
        yield from (_no_choice(name) for name in worth if name not in ids)
        if not any(Decimal(str(share)) > 0 for share in worth.values()):
            yield "error", "no-key", {}
        return
    right = list(draft.key.get("correct", ()))
    yield from (_no_choice(name) for name in right if name not in ids)
    if not right:
        yield "error", "no-key", {}
    elif len(right) == len(ids):
        yield "warning", "all-right", {}
    elif len(right) == 1:
        yield "warning", "one-right", {}


def _truefalse(draft: Draft) -> Iterator[Said]:
    if not isinstance(draft.key.get("correct"), bool):
        yield "error", "no-key", {}


def _fillin(draft: Draft) -> Iterator[Said]:
    yield from _words(draft)
    for stem in draft.stem.values():
        if stem.count(BLANK) != draft.blanks:
            yield "error", "blanks-differ", {"stem": stem.count(BLANK), "key": draft.blanks}


def _words(draft: Draft) -> Iterator[Said]:
    blanks = draft.key.get("blanks", ())
    if not blanks or not all(blank and all(fold(words["text"]) for words in blank) for blank in blanks):
        yield "error", "no-key", {}


def _numeric(draft: Draft) -> Iterator[Said]:
    if not draft.key.get("value"):
        yield "error", "no-key", {}


def _matching(draft: Draft) -> Iterator[Said]:
    yield from _enough(draft.left, 2)
    yield from _enough(draft.right, 2)
    pairs = draft.key.get("pairs", {})
    if set(pairs) != {line.id for line in draft.left} or not set(pairs.values()) <= {line.id for line in draft.right}:
        yield "error", "bad-pairs", {}


def _ordering(draft: Draft) -> Iterator[Said]:
    yield from _enough(draft.choices, 2)
    if sorted(draft.key.get("order", ())) != sorted(line.id for line in draft.choices):
        yield "error", "bad-order", {}


def _manual(draft: Draft) -> Iterator[Said]:
    if draft.rule == "text":
        yield from _words(draft)
        return
    if draft.kind == "case" and not draft.parts:
        yield "error", "no-parts", {}
    if not draft.rubric:
        yield "warning", "no-rubric", {}
    for part in draft.rubric:
        total = sum((Decimal(line["marks"]) for line in part["lines"]), Decimal(0))
        if total != Decimal(part["marks"]):
            yield "error", "rubric-sum", {"part": part["part"], "sum": str(total), "marks": part["marks"]}
    if draft.kind == "case" and {part["part"] for part in draft.rubric} - {part.id for part in draft.parts}:
        yield "error", "rubric-part", {}


_KEYS: dict[str, Callable[[Draft], Iterator[Said]]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "fillin": _fillin,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "short": _manual,
    "case": _manual,
}


def _enough(lines: tuple[Line, ...], least: int) -> Iterator[Said]:
    if len(lines) < least:
        yield "error", "too-few-choices", {"number": len(lines), "least": least}


def _no_choice(name: Any) -> Said:
    return ("error", "key-is-no-choice", {"key": str(name)}) if name else ("error", "no-key", {})


def _earns(draft: Draft) -> Iterator[Said]:
    """The key itself must earn full marks under its own rule."""
    if marking.is_automatic(draft.rule):
        full = marking.mark(draft.rule, draft.key, model_answer(draft.rule, draft.key), draft.marks)
        if full != draft.marks:
            yield "error", "key-earns-less", {"earned": str(full), "marks": str(draft.marks)}


def shown(draft: Draft, length: int = 60) -> str:
    """The beginning of its stem, to recognise it by."""
    stem = " ".join(said(draft.stem, SOURCE).split())
    return stem if len(stem) <= length else stem[: length - 1] + "…"
