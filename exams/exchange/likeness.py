"""Likeness (异同): whether a draft says what the bank says already, and what a file in fewer languages leaves standing.

Formats give choices their own letters and pairs their own order; so two drafts are compared in one canonical form.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from exams.exchange.drafts import Draft, Line, Text, said
from exams.exchange.richtext import tidy
from exams.fingerprints import fingerprint
from exams.languages import SOURCE

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def settled(draft: Draft, *, paired: bool = False) -> Draft:
    """The same item with the bank's own ids: choices A, B, C; left 1, 2, 3; right a, b, c.

    The right side of a file often stands in the order of the answer, which would give it away where nothing is shuffled:
    it is put in an order that follows from its words and tells nothing. `paired`, for comparing, puts it beside the left.
    """
    choices = dict(zip((line.id for line in draft.choices), LETTERS, strict=False))
    left = {line.id: str(number) for number, line in enumerate(draft.left, 1)}
    partner = {other: number for number, other in reversed(list(enumerate(draft.key.get("pairs", {}).values())))}
    ordered = sorted(
        draft.right,
        key=lambda line: (paired and partner.get(line.id, len(partner)), _scattered(said(line.text, SOURCE))),
    )
    right = dict(zip((line.id for line in ordered), LETTERS.lower(), strict=False))
    parts = {part.id: str(number) for number, part in enumerate(draft.parts, 1)}
    return replace(
        draft,
        choices=tuple(replace(line, id=choices[line.id]) for line in draft.choices),
        left=tuple(replace(line, id=left[line.id]) for line in draft.left),
        right=tuple(replace(line, id=right[line.id]) for line in ordered),
        parts=tuple(replace(part, id=parts[part.id]) for part in draft.parts),
        key=_key(draft, choices, left, right),
        rubric=tuple({**part, "part": parts.get(str(part["part"]), str(part["part"]))} for part in draft.rubric),
    )


def _scattered(text: str) -> str:
    """An order that is always the same and tells nothing."""
    return fingerprint(text)


def _key(draft: Draft, choices: Mapping[str, str], left: Mapping[str, str], right: Mapping[str, str]) -> Mapping[str, Any]:
    key = dict(draft.key)
    if draft.kind == "single":
        key["correct"] = choices.get(key.get("correct", ""), key.get("correct"))
    elif draft.kind == "multiple" and "correct" in key:
        key["correct"] = sorted(choices.get(name, name) for name in key["correct"])
    if "map" in key:
        key["map"] = {choices.get(name, name): _number(worth) for name, worth in key["map"].items()}
    if "order" in key:
        key["order"] = [choices.get(name, name) for name in key["order"]]
    if "pairs" in key:
        key["pairs"] = {left.get(one, one): right.get(other, other) for one, other in key["pairs"].items()}
    return key


def wording(draft: Draft) -> str:
    """The digest of what a candidate would see."""
    plain = settled(draft, paired=True)
    parts = [[_flat(part.text), part.area, _number(part.marks)] for part in plain.parts]
    return fingerprint(
        [
            draft.kind,
            _flat(draft.stem),
            *map(_lines, (plain.choices, plain.left, plain.right)),
            parts,
            draft.unit,
            _number(draft.marks),
        ]
    )


def marking(draft: Draft) -> str:
    """The digest of what is right and how it is marked."""
    plain = settled(draft, paired=True)
    key = _plain({name: value for name, value in plain.key.items() if name not in _SPARE or value not in ([], "", "0")})
    rubric = [
        [part["part"], _number(part["marks"]), [[_flat(line["text"]), _number(line["marks"])] for line in part["lines"]]]
        for part in plain.rubric
    ]
    return fingerprint([draft.rule, key, rubric, _flat(draft.explanation)])


def use(draft: Draft) -> str:
    """The digest of where and how the item is used."""
    return fingerprint([dict(draft.areas), draft.objective, draft.difficulty, draft.source, sorted(draft.tags), draft.purpose])


def code_of(draft: Draft) -> str:
    """A code for an item whose file gives it none: made of its wording, so that the same item gets the same code again."""
    return f"IMP-{wording(draft)[:12].upper()}"


def _lines(lines: tuple[Line, ...]) -> list[Any]:
    return [[line.id, _flat(line.text), line.last] for line in lines]


def _flat(text: Text) -> dict[str, str]:
    return {locale: tidy(words) for locale, words in text.items() if words}


def _number(value: Any) -> str:
    """One writing for one number.

    >>> _number("1.50") == _number(Decimal("1.5")) == _number(1.5), _number("2.00"), _number("x")
    (True, '2', 'x')
    """
    try:
        return f"{Decimal(str(value)).normalize():f}"
    except ArithmeticError:
        return str(value)


def _plain(value: Any) -> Any:
    """Numbers in one writing, weights of one left out, at any depth. Words are left as they are: 1.0 may be an answer."""
    if isinstance(value, Mapping):
        return {name: _number(one) if name in _NUMBERS else _plain(one) for name, one in value.items() if not _idle(name, one)}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


# What a numeric key may as well leave out.
_SPARE = ("tolerance", "relative", "units")
_NUMBERS = ("value", "tolerance", "relative", "weight")


def _idle(name: str, value: Any) -> bool:
    return name == "weight" and _number(value) == "1"


def kept_beside(draft: Draft, known: Draft) -> tuple[Draft, tuple[str, ...], tuple[str, ...]]:
    """`draft` with what its file has no room for, from the item as the bank knows it.

    Returns it with the languages kept, and those that had to be left out because the lines no longer correspond.
    """
    absent = tuple(locale for locale in known.locales if locale not in draft.stem)
    if not absent:
        return draft, (), ()
    if not _corresponds(draft, known):
        return draft, (), absent
    return _joined(draft, known, absent), absent, ()


def _corresponds(draft: Draft, known: Draft) -> bool:
    """Whether each line of the one stands for the line at the same place of the other."""
    one, other = settled(draft, paired=True), settled(known, paired=True)
    shared = [locale for locale in draft.stem if locale in known.stem]
    same_right = all(
        any(a.text.get(locale) == b.text.get(locale) for locale in shared) for a, b in zip(one.right, other.right, strict=False)
    )
    return same_right and all(
        len(a) == len(b)
        for a, b in ((one.choices, other.choices), (one.left, other.left), (one.right, other.right), (one.parts, other.parts))
    )


def _joined(draft: Draft, known: Draft, absent: tuple[str, ...]) -> Draft:
    one, other = settled(draft, paired=True), settled(known, paired=True)

    def with_absent(text: Text, old: Text) -> Text:
        return {**{locale: old[locale] for locale in absent if locale in old}, **text}

    rubric = one.rubric
    if [len(part["lines"]) for part in rubric] == [len(part["lines"]) for part in other.rubric]:
        rubric = tuple(
            {
                **part,
                "lines": [
                    {**line, "text": with_absent(line["text"], old_line["text"])}
                    for line, old_line in zip(part["lines"], old["lines"], strict=True)
                ],
            }
            for part, old in zip(rubric, other.rubric, strict=True)
        )
    return replace(
        one,
        stem=with_absent(one.stem, other.stem),
        choices=tuple(replace(a, text=with_absent(a.text, b.text)) for a, b in zip(one.choices, other.choices, strict=True)),
        left=tuple(replace(a, text=with_absent(a.text, b.text)) for a, b in zip(one.left, other.left, strict=True)),
        right=tuple(replace(a, text=with_absent(a.text, b.text)) for a, b in zip(one.right, other.right, strict=True)),
        parts=tuple(replace(a, text=with_absent(a.text, b.text)) for a, b in zip(one.parts, other.parts, strict=True)),
        explanation=with_absent(one.explanation, other.explanation),
        rubric=rubric,
    )
