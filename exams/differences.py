"""What changed between two contents of an item (差异), told piece by piece. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from exams.content import Content
from exams.keys import model_answer
from exams.marking import is_automatic

# The name and place of a piece, and its text.
Piece = tuple[tuple[str, str], str]


@dataclass(frozen=True)
class Difference:
    """One piece that reads otherwise. `what`: stem, choices, key, …; `place`: which choice, part or language."""

    what: str
    place: str
    before: str
    after: str


def differences(old: Content | None, new: Content) -> list[Difference]:
    """Every piece that was added, taken out or reworded, in the order in which one reads an item."""
    before = dict(_pieces(old)) if old else {}
    after = dict(_pieces(new))
    return [
        Difference(what, place, before.get((what, place), ""), after.get((what, place), ""))
        for what, place in dict.fromkeys([*after, *before])
        if before.get((what, place)) != after.get((what, place))
    ]


def told_key(content: Content) -> str:
    """The right answer in one line.

    >>> from decimal import Decimal
    >>> told_key(Content("matching", {}, Decimal(1), "pairs", {"pairs": {"1": "b"}}))
    '1 → b'
    """
    if not is_automatic(content.rule):
        return ""
    if content.rule in _TOLD:
        return _TOLD[content.rule](content.key)
    return _answer(model_answer(content.rule, content.key))


def _answer(answer: Any) -> str:
    if isinstance(answer, dict):
        return "  ".join(f"{left} → {right}" for left, right in answer.items())
    if isinstance(answer, bool):
        return "✓" if answer else "✗"
    return "  ".join(map(str, answer)) if isinstance(answer, list) else str(answer or "")


def _map(key: Any) -> str:
    return "  ".join(f"{choice}: {worth}" for choice, worth in key.get("map", {}).items())


def _blanks(key: Any) -> str:
    return "  ".join(" / ".join(map(_word, blank)) for blank in key.get("blanks", ()))


def _number(key: Any) -> str:
    parts = [str(key.get("value", ""))]
    if key.get("tolerance") not in (None, "", "0"):
        parts.append(f"± {key['tolerance']}")
    if key.get("relative"):
        parts.append(f"± {(Decimal(key['relative']) * 100).normalize():f}%")
    return " ".join([*parts, " / ".join(key.get("units", ()))]).strip()


def _word(word: Any) -> str:
    return f"{word['text']} ({word['weight']})" if "weight" in word else str(word["text"])


_TOLD: dict[str, Callable[[Any], str]] = {"map_response": _map, "text": _blanks, "numeric": _number}


def _pieces(content: Content) -> Iterator[Piece]:
    """Each piece of a content under its name and place."""
    for language, body in content.body.items():
        yield from _wording(body, language)
    yield ("marks", ""), f"{content.marks:f}"
    yield ("rule", ""), content.rule
    if told := told_key(content):
        yield ("key", ""), told
    for part in content.rubric:
        for number, line in enumerate(part["lines"], 1):
            for language, text in line["text"].items():
                yield ("rubric", f"{part['part']}.{number} {language}"), f"{text} [{line['marks']}]"
    for language, text in (content.explanation or {}).items():
        yield ("explanation", language), text


def _wording(body: Mapping[str, Any], language: str) -> Iterator[Piece]:
    yield ("stem", language), body["stem"]
    for name in ("choices", "left", "right", "parts"):
        for line in body.get(name) or ():
            words = line["text"] + (" ▾" if line.get("last") else "")
            worth = f" [{line['area']} {line['marks']}]" if name == "parts" else ""
            yield (name, f"{line['id']} {language}"), words + worth
    if body.get("unit"):
        yield ("unit", language), body["unit"]
    if body.get("picture"):
        yield ("picture", language), f"{body['picture']['alt']} [{body['picture']['sha256'][:8]}]"
