"""Rows (一行一题): one row of a table as a draft. The readers at the end, one for each kind, make its key."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from exams.exchange import options, spelling, vocabulary
from exams.exchange.drafts import Draft, Line
from exams.exchange.likeness import LETTERS
from exams.exchange.record import Record
from exams.fingerprints import fingerprint

# Said of a whole sheet at once (tables.py): of a bank in English it holds for every row.
ONE_OF_SEVERAL = "one-of-several"
_USE = ("areas", "objective", "difficulty", "source", "tags", "purpose", "marks", "rule")


def read_row(record: Record, before: str) -> Draft | None:
    """The draft of a row; None where the findings say why there is none. `before`: the word of its section or sheet."""
    stem = record.texts("stem", record.locales())
    kind = _kind(record, before, stem)
    if kind is None:
        return None
    if record.locale not in stem:
        record.say("error", "stem", "no-stem")
        return None
    if kind == "short" and options.offered(record)[0]:
        record.say("warning", "options", "options-left")
    return _READERS[kind](record, Draft(kind=kind, stem=_with_material(record, stem), place=record.place, **use(record)))


def _with_material(record: Record, stem: dict[str, str]) -> dict[str, str]:
    material = record.texts("material", list(stem))
    return {code: f"{material[code]}\n{words}" if code in material else words for code, words in stem.items()}


def _kind(record: Record, before: str, stem: Mapping[str, str]) -> str | None:
    """The kind a row names, else that of its sheet or section, else what its cells look like."""
    word = record.text("kind")
    if word and vocabulary.is_foreign(word):
        record.say("unknown", "kind", "foreign-kind", kind=word[:20])
        return None
    kind = vocabulary.kind_of(word or before) or ("" if word else _guess(record, stem))
    if not kind:
        record.say("error", "kind", "unknown-kind-word" if word else "no-kind", kind=word[:20])
        return None
    if kind == "case":
        record.say("warning", "kind", "case-without-parts")
        return "short"
    if kind == "numeric" and spelling.number(record.text("answer"), record.text("tolerance"), record.text("unit")) is None:
        record.say("warning", "answer", "calculation-in-words")
        return "short"
    return _counted(record, kind, word or before)


def _counted(record: Record, kind: str, word: str) -> str:
    """选择题 with several right answers is multiple choice; Multiple Choice with one, and no rule of marking, is single."""
    is_open = kind == "multiple" and vocabulary.is_choice_of_any_number(word) and not record.text("rule")
    if kind != "single" and not is_open:
        return kind
    choices = list(options.offered(record)[0].values()) or ["", ""] * 13
    ticked = spelling.ticks(record.text("answer"), choices, numbered=options.are_numbered(record)) or []
    if kind == "single" and len(ticked) > 1:
        record.say("warning", "answer", "several-right")
        return "multiple"
    if is_open and len(ticked) == 1:
        record.say("warning", "kind", ONE_OF_SEVERAL)
        return "single"
    return kind


def _guess(record: Record, stem: Mapping[str, str]) -> str:
    answer, choices = record.text("answer"), options.offered(record)[0]
    if len(choices) >= 2:
        ticked = spelling.ticks(answer, list(choices.values()), numbered=options.are_numbered(record)) or []
        return "multiple" if len(ticked) > 1 else "single"
    if spelling.truth(answer) is not None:
        return "truefalse"
    gaps = spelling.with_blanks(stem.get(record.locale, "")).count("____")
    return ("fillin" if gaps else "short") if answer else ""


def use(record: Record) -> dict[str, Any]:
    """Where and how the item is used, as far as the file tells; the rest is named as untold."""
    told: dict[str, Any] = {"code": _code(record), "explanation": record.texts("explanation", record.locales())}
    for name, reader, code in _WORDS:
        if word := record.text(name):
            value = reader(word)
            if value is None:
                record.say("error", name, code, text=word[:20])
            else:
                told[name] = value
    for name in ("objective", "source"):
        if word := record.text(name):
            told[name] = word.replace("\n", " ")
    told["areas"], strays = areas(record.text("areas"))
    if strays:
        record.say("warning", "areas", "area-as-tag", text=", ".join(strays)[:60])
    tags = [tag.strip() for cell in record.all("tags") for tag in re.split(r"[,，、;；\n]+", cell) if tag.strip()]
    told["tags"] = tuple(dict.fromkeys([*strays, *tags]))
    present = {meaning.field for meaning in record.columns.values()}
    told["untold"] = frozenset(name for name in _USE if name not in present or not record.text(name))
    return told


_WORDS: tuple[tuple[str, Callable[[str], Any], str], ...] = (
    ("difficulty", vocabulary.difficulty_of, "bad-difficulty-word"),
    ("marks", spelling.decimal, "bad-number"),
    ("purpose", vocabulary.purpose_of, "bad-purpose"),
)


def _code(record: Record) -> str:
    code = record.text("code").replace("\n", " ").strip()
    return "" if code and code == record.text("running") else code


def areas(text: str) -> tuple[dict[str, str], list[str]]:
    """Areas by credential, and the words that are none.

    >>> areas("QSO:S1，CQO A"), areas("质量检验")
    (({'QSO': 'S1', 'CQO': 'A'}, []), ({}, ['质量检验']))
    """
    found, strays = {}, []
    for piece in re.split(r"[,，、;；\n]+", text):
        named = re.fullmatch(r"\s*([A-Z]{2,20})\s*[:：/.\s-]\s*([A-Z]\d{0,2})\s*", piece)
        if named:
            found[named[1]] = named[2]
        elif piece.strip():
            strays.append(piece.strip())
    return found, strays


def _single(record: Record, draft: Draft) -> Draft:
    draft, own = options.chosen(record, draft)
    ticked = _ticks(record, own)
    return replace(draft, rule="match_correct", key={"correct": ticked[0] if ticked else ""})


def _multiple(record: Record, draft: Draft) -> Draft:
    draft, own = options.chosen(record, draft)
    rule = vocabulary.rule_of(record.text("rule"))
    worth = spelling.shares(record.text("answer"), len(own), draft.marks)
    if worth or rule == "map_response":
        if not worth:
            record.say("error", "answer", "bad-shares", text=record.text("answer")[:40])
        return replace(draft, rule="map_response", key={"map": worth or {}})
    return replace(draft, rule=rule or "cn_multi", key={"correct": sorted(_ticks(record, own))})


def _ticks(record: Record, choices: list[str]) -> list[str]:
    """The letters of the right choices; nothing, and said so, where the answer names none."""
    answer = record.text("answer")
    ticked = spelling.ticks(answer, choices, numbered=options.are_numbered(record))
    if ticked is None and answer and choices:
        record.say("error", "answer", "answer-is-no-choice", text=answer[:40], last=LETTERS[min(len(choices), 26) - 1])
    return ticked or []


def _truefalse(record: Record, draft: Draft) -> Draft:
    """对错 in words, or as the letter of a choice that says so."""
    answer = record.text("answer")
    right = spelling.truth(answer)
    own = list(options.offered(record)[0].values())
    if own and (ticked := spelling.ticks(answer, own)) and len(ticked) == 1:
        right = spelling.truth(own[LETTERS.index(ticked[0])])
    if right is None and not own and answer.strip().upper() in ("A", "B"):
        right = answer.strip().upper() == "A"
        record.say("warning", "answer", "letter-for-truth", text=answer)
    if right is None and answer:
        record.say("error", "answer", "neither-true-nor-false", text=answer[:20])
    return replace(draft, rule="match_correct", key={"correct": right})


def _fillin(record: Record, draft: Draft) -> Draft:
    stem = {code: spelling.with_blanks(words) for code, words in draft.stem.items()}
    gaps = stem[record.locale].count("____")
    if not gaps:
        # A blank nobody drew stands at the end.
        record.say("warning", "stem", "no-blank")
        stem, gaps = {code: f"{words} ____" for code, words in stem.items()}, 1
    apart = [cell for cell in options.offered(record)[0].values() if cell] if not record.text("answer") else []
    answer = "\n".join(apart) if apart else record.text("answer")
    key = {"blanks": spelling.words(answer, gaps)} if answer else {}
    return replace(draft, stem=stem, rule="text", key=key)


def _numeric(record: Record, draft: Draft) -> Draft:
    unit = record.text("unit")
    key = spelling.number(record.text("answer"), record.text("tolerance"), unit) or {}
    return replace(draft, rule="numeric", unit=unit, key=key)


def _matching(record: Record, draft: Draft) -> Draft:
    """Each choice is a pair, 左 | 右; without a left it is a counterpart that fits nothing."""
    _own, found = options.offered(record)
    left: list[Line] = []
    right: dict[str, Line] = {}
    pairs: dict[str, str] = {}
    for at, texts in enumerate(found):
        halves = {code: _halves(texts.get(code, "")) for code in draft.stem}
        one, other = halves[record.locale]
        if not other:
            record.say("error", "option", "no-pair", option=at, text=one[:40])
            continue
        line = right.setdefault(other, Line(LETTERS.lower()[len(right) % 26], {code: half[1] for code, half in halves.items()}))
        if one:
            left.append(Line(str(len(left) + 1), {code: half[0] for code, half in halves.items()}))
            pairs[left[-1].id] = line.id
    return replace(draft, rule="pairs", left=tuple(left), right=tuple(right.values()), key={"pairs": pairs})


def _halves(text: str) -> tuple[str, str]:
    one, bar, other = re.sub(r"\s*(?:[|｜]|→|=+>|-+>|——|\t)\s*", "|", text, count=1).partition("|")
    return (one.strip(), other.strip()) if bar else (text.strip(), "")


def _ordering(record: Record, draft: Draft) -> Draft:
    """The right order as letters; without an answer the lines stand in their right order and are shuffled here."""
    draft, own = options.chosen(record, draft)
    if answer := record.text("answer"):
        order = spelling.ticks(answer, own, numbered=True) or []
        if sorted(order) != [line.id for line in draft.choices]:
            record.say("error", "answer", "bad-order-word", text=answer[:40])
        return replace(draft, rule="order_pairs", key={"order": order})
    told = [line.id for line in draft.choices]
    shuffled = sorted(draft.choices, key=lambda line: fingerprint(line.text.get(record.locale, "")))
    moved = {line.id: letter for line, letter in zip(shuffled, LETTERS, strict=False)}
    choices = tuple(replace(line, id=moved[line.id]) for line in shuffled)
    return replace(draft, rule="order_pairs", choices=choices, key={"order": [moved[name] for name in told]})


def _short(record: Record, draft: Draft) -> Draft:
    answer = record.text("answer") or record.text("points")
    if vocabulary.rule_of(record.text("rule")) == "text":
        return replace(draft, rule="text", key={"blanks": spelling.words(answer, 1)} if answer else {})
    part, marks = rubric(record, "answer" if record.text("answer") else "points", "1", "", draft.marks, record.locales())
    if part["lines"] and record.text("marks") and marks != draft.marks:
        record.say("error", "marks", "points-sum", sum=spelling.plain(marks), marks=spelling.plain(draft.marks))
    return replace(draft, rule="manual", key={}, rubric=(part,) if part["lines"] else (), marks=draft.marks)


def rubric(record: Record, name: str, part: str, area: str, total: Decimal, locales: list[str]) -> tuple[dict[str, Any], Decimal]:
    """A part's marking scheme from a cell, in all its languages, and what its points come to."""
    own = spelling.points(record.text(name), total)
    others = {code: spelling.points(record.text(name, locale=code), total) for code in locales[1:]}
    lines = []
    for at, (text, marks) in enumerate(own):
        texts = {record.locale: text} | {code: found[at][0] for code, found in others.items() if len(found) == len(own)}
        lines.append({"text": texts, "marks": spelling.plain(marks)})
    for code, found in others.items():
        if found and len(found) != len(own):
            record.say("warning", name, "points-differ", locale=code)
    marks = sum((marks for _text, marks in own), Decimal(0))
    return {"part": part, "area": area, "marks": spelling.plain(marks), "lines": lines}, marks


_READERS: dict[str, Callable[[Record, Draft], Draft]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "fillin": _fillin,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "short": _short,
}
