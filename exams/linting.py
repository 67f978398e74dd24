"""The key linter (答案校验): what is wrong, or looks wrong, with an item before a second person is asked to approve it.

Errors refuse; warnings are shown to author and reviewer and kept. Each finding is a code with its place and figures;
the words are in exams/office/findings.py. Pure.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import chain, combinations, permutations
from typing import Any, Literal

from core.text import fold
from exams import marking
from exams.content import Content
from exams.keys import BLANK, model_answer
from exams.languages import SOURCE
from exams.phrases import is_catch_all, negations

CENT = Decimal("0.01")
# Beyond these an exact figure costs more than it tells: 2¹² subsets, 6! orders.
_MOST_CHOICES, _MOST_STEPS = 12, 6
_LEAST = {"single": ("choices", 2), "multiple": ("choices", 3), "ordering": ("choices", 3), "matching": ("left", 2)}
_LINES = ("choices", "left", "right", "parts")


@dataclass(frozen=True)
class Finding:
    """Something to mend (error) or to look at (warning). `place`: a choice, a part or a language; may be empty."""

    level: Literal["error", "warning"]
    code: str
    place: str = ""
    figure: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Scores:
    """What the key gives to four candidates: who knows it, who says nothing, who ticks all, who guesses."""

    key: Decimal
    nothing: Decimal
    everything: Decimal | None
    guess: Decimal | None


def lint(content: Content, *, source: str = "") -> list[Finding]:
    """All findings, errors first. The key is tried only once the wording holds together."""
    found = list(chain(_wording(content), _key(content)))
    if not found:
        found = list(_tried(content))
    found += chain(_style(content), _papers(content, source))
    return sorted(found, key=lambda finding: finding.level)


def errors(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level == "error"]


def scores(content: Content) -> Scores | None:
    """What the key gives to each; None where a person marks."""
    if not marking.is_automatic(content.rule):
        return None

    def worth(value: Any) -> Decimal:
        return marking.mark(content.rule, content.key, value, content.marks) or Decimal(0)

    everything = worth(_ids(content, "choices")) if content.kind == "multiple" else None
    return Scores(worth(model_answer(content.rule, content.key)), worth(None), everything, _guess(content, worth))


def _guess(content: Content, worth: Callable[[Any], Decimal]) -> Decimal | None:
    """What blind guessing earns on average; None where nobody can guess (words, numbers) or it is too long to count."""
    ids = _ids(content, "choices")
    if content.kind == "truefalse":
        tries: list[Any] = [True, False]
    elif content.kind == "single":
        tries = list(ids)
    elif content.kind == "multiple" and len(ids) <= _MOST_CHOICES:
        tries = [list(ticks) for size in range(1, len(ids) + 1) for ticks in combinations(ids, size)]
    elif content.kind == "ordering" and len(ids) <= _MOST_STEPS:
        tries = [list(order) for order in permutations(ids)]
    elif content.kind == "matching":
        return (content.marks / len(_ids(content, "right"))).quantize(CENT)
    else:
        return None
    return (sum(map(worth, tries), Decimal(0)) / len(tries)).quantize(CENT) if tries else None


def _ids(content: Content, name: str) -> list[str]:
    return [str(line["id"]) for line in content.body[SOURCE].get(name) or ()]


def _error(code: str, place: str = "", figure: object = "") -> Finding:
    return Finding("error", code, place, str(figure))


def _warning(code: str, place: str = "", figure: object = "") -> Finding:
    return Finding("warning", code, place, str(figure))


# --- the wording ------------------------------------------------------------------------------------------


def _wording(content: Content) -> Iterator[Finding]:
    if content.marks <= 0:
        yield _error("no_marks")
    for language, body in content.body.items():
        if not body["stem"].strip():
            yield _error("stem_empty", language)
        yield from _lines(body, language)
        if content.kind in ("single", "multiple"):
            yield from _catch_alls(body)
        blanks = len(content.key.get("blanks") or ())
        if content.kind == "fillin" and not body["stem"].count(BLANK) == body.get("blanks") == blanks:
            yield _error("blanks_differ", language, f"{body['stem'].count(BLANK)}/{blanks}")
        if body.get("picture") and not str(body["picture"].get("alt", "")).strip():
            yield _error("picture_without_words", language)
    name, least = _LEAST.get(content.kind, ("", 0))
    if name and len(_ids(content, name)) < least:
        yield _error("too_few", name, least)


def _lines(body: Mapping[str, Any], language: str) -> Iterator[Finding]:
    for name in _LINES:
        seen: dict[str, str] = {}
        for line in body.get(name) or ():
            words = fold(line["text"])
            if not words:
                yield _error("line_empty", str(line["id"]), language)
            elif words in seen:
                yield _error("lines_alike", f"{seen[words]}, {line['id']}", language)
            seen.setdefault(words, str(line["id"]))


def _catch_alls(body: Mapping[str, Any]) -> Iterator[Finding]:
    """A choice that speaks of “the above” means nothing once the choices are shuffled."""
    for line in body.get("choices") or ():
        if is_catch_all(line["text"]) and not line.get("last"):
            yield _error("catch_all_not_last", str(line["id"]))


# --- the key ----------------------------------------------------------------------------------------------


def _key(content: Content) -> Iterator[Finding]:
    check = _KEYS.get("manual" if content.rule == marking.MANUAL else content.rule)
    if check:
        yield from check(content)


def _correct(content: Content) -> Iterator[Finding]:
    right = content.key.get("correct")
    if content.kind == "truefalse":
        if not isinstance(right, bool):
            yield _error("no_key")
        return
    named = right if isinstance(right, list) else [right] if right else []
    if not named:
        yield _error("no_key")
    elif not set(named) <= set(_ids(content, "choices")):
        yield _error("key_unknown", ", ".join(map(str, named)))
    if content.kind == "multiple" and len(named) == 1:
        yield _warning("one_right")


def _map(content: Content) -> Iterator[Finding]:
    worth = content.key.get("map") or {}
    if not any(Decimal(str(value)) > 0 for value in worth.values()):
        yield _error("no_key")
    if not set(worth) <= set(_ids(content, "choices")):
        yield _error("key_unknown", ", ".join(worth))


def _blanks(content: Content) -> Iterator[Finding]:
    blanks = content.key.get("blanks") or []
    if not blanks:
        yield _error("no_key")
    for number, words in enumerate(blanks, 1):
        if not any(fold(word["text"]) for word in words):
            yield _error("blank_without_words", str(number))


def _number(content: Content) -> Iterator[Finding]:
    if not content.key.get("value"):
        yield _error("no_key")
    elif Decimal(content.key.get("tolerance") or 0) < 0 or Decimal(content.key.get("relative") or 0) < 0:
        yield _error("tolerance_negative")


def _pairs(content: Content) -> Iterator[Finding]:
    pairs = content.key.get("pairs") or {}
    if set(pairs) != set(_ids(content, "left")) or not set(pairs.values()) <= set(_ids(content, "right")):
        yield _error("pairs_incomplete")


def _order(content: Content) -> Iterator[Finding]:
    if sorted(content.key.get("order") or []) != sorted(_ids(content, "choices")):
        yield _error("order_incomplete")


def _rubric(content: Content) -> Iterator[Finding]:
    parts = {part["id"]: Decimal(part["marks"]) for part in content.body[SOURCE].get("parts") or ()} or {"1": content.marks}
    if content.kind == "case" and "parts" not in content.body[SOURCE]:
        yield _error("no_parts")
        return
    lines = {part["part"]: part["lines"] for part in content.rubric}
    for name, marks in parts.items():
        total = sum((Decimal(str(line["marks"])) for line in lines.get(name, ())), Decimal(0))
        if not lines.get(name):
            yield _error("no_rubric", name)
        elif total != marks:
            yield _error("rubric_sum", name, f"{total}/{marks}")
    if sum(parts.values(), Decimal(0)) != content.marks:
        yield _error("parts_sum", "", f"{sum(parts.values(), Decimal(0))}/{content.marks}")


_KEYS: dict[str, Callable[[Content], Iterator[Finding]]] = {
    "match_correct": _correct,
    "all_or_nothing": _correct,
    "cn_multi": _correct,
    "map_response": _map,
    "text": _blanks,
    "numeric": _number,
    "pairs": _pairs,
    "order_pairs": _order,
    "manual": _rubric,
}


def _tried(content: Content) -> Iterator[Finding]:
    """The key tried as candidates will try it (failure 16)."""
    given = scores(content)
    if given is None:
        return
    if given.key != content.marks:
        yield _error("key_earns_less", "", f"{given.key}/{content.marks}")
    if given.nothing != 0:
        yield _error("nothing_pays", "", given.nothing)
    if given.everything:
        yield _error("all_ticked_pays", "", given.everything)
    if given.guess is not None and given.guess > content.marks / 2:
        yield _warning("guessing_pays", "", given.guess)


# --- what looks wrong --------------------------------------------------------------------------------------


def _style(content: Content) -> Iterator[Finding]:
    body = content.body[SOURCE]
    plain = negations(body["stem"])
    if plain.doubled:
        yield _warning("double_negation", "", plain.doubled)
    if plain.unmarked:
        yield _warning("negation_unmarked", "", plain.unmarked)
    if content.kind in ("single", "multiple"):
        yield from _longest(content)


def _longest(content: Content) -> Iterator[Finding]:
    """The right choice must not be told by its length."""
    lengths = {str(line["id"]): len(line["text"].strip()) for line in content.body[SOURCE].get("choices") or ()}
    right = content.key.get("correct")
    named = {right} if isinstance(right, str) else set(right or ())
    wrong = [length for choice, length in lengths.items() if choice not in named]
    if len(named) == 1 and wrong and (length := lengths.get(next(iter(named)), 0)) >= 8 and length > 1.5 * max(wrong):
        yield _warning("right_is_longest", next(iter(named)), f"{length}/{max(wrong)}")


def _papers(content: Content, source: str) -> Iterator[Finding]:
    """What a reviewer and a candidate will ask for."""
    if "en" not in content.body:
        yield _warning("language_missing", "en")
    if not (content.explanation or {}).get(SOURCE, "").strip():
        yield _warning("explanation_missing")
    if not source.strip():
        yield _warning("source_missing")
