"""Options (选项): the choices of a row, in columns of their own, in one cell, or at the end of the stem."""

import re
from collections.abc import Mapping
from dataclasses import replace

from exams.exchange.drafts import Draft, Line
from exams.exchange.likeness import LETTERS
from exams.exchange.record import Record

LAST = re.compile(
    r"^(?:以上|上述)\S{0,4}(?:都|皆|均|全)|^(?:all|none) of the above|^以上(?:选项|答案)?(?:都|均|皆)?(?:不|没)", re.I
)
_LETTERED = re.compile(r"(?:^|[\s\n;；|┋])[(（]?([A-Z])[)）.、．:：]\s*")


def are_numbered(record: Record) -> bool:
    """Whether the headings count 1, 2, 3 instead of A, B, C."""
    return any(meaning.numbered for meaning in record.columns.values())


def offered(record: Record) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The choices: {letter: text} in the file's language, and each in all its languages."""
    most = max((meaning.option for meaning in record.columns.values()), default=-1) + 1
    found = [record.texts("option", record.locales(), option=at) for at in range(most)]
    while found and not found[-1]:
        found.pop()
    if not found and (cell := record.text("options")):
        found = [{record.locale: text} for text in apart(cell)]
    own = [texts.get(record.locale, "") for texts in found]
    if own and all(_LETTERED.match(text) and text.lstrip("(（")[0] == LETTERS[at] for at, text in enumerate(own) if at < 26):
        found = [{code: _LETTERED.sub("", text, count=1) for code, text in texts.items()} for texts in found]
        own = [texts.get(record.locale, "") for texts in found]
    return dict(zip(LETTERS, own, strict=False)), found


def apart(cell: str) -> list[str]:
    """The choices written into one cell: each with its letter, or one on a line, or parted by |.

    >>> apart("A.产品质量 B.工程质量\\nC、服务质量"), apart("产品|工程"), apart("对\\n错")
    (['产品质量', '工程质量', '服务质量'], ['产品', '工程'], ['对', '错'])
    """
    marks = list(_LETTERED.finditer(cell))
    if [mark[1] for mark in marks] == list(LETTERS[: len(marks)]) and len(marks) > 1:
        ends = [mark.start() for mark in marks[1:]] + [len(cell)]
        return [cell[mark.end() : end].strip(" \n;；|┋") for mark, end in zip(marks, ends, strict=True)]
    pieces = re.split(r"\n|[|｜┋]|\$;\$|[;；]", cell)
    return [piece.strip() for piece in pieces if piece.strip()]


def chosen(record: Record, draft: Draft) -> tuple[Draft, list[str]]:
    """The draft with its choices; where the stem holds them, they are taken out of it."""
    _own, found = offered(record)
    stem = dict(draft.stem)
    if not found:
        marks = list(_LETTERED.finditer(stem[record.locale]))
        if len(marks) > 1 and [mark[1] for mark in marks] == list(LETTERS[: len(marks)]):
            found = [{record.locale: text} for text in apart(stem[record.locale][marks[0].start() :])]
            stem[record.locale] = stem[record.locale][: marks[0].start()].strip()
    for at, texts in enumerate(found):
        if not texts.get(record.locale):
            record.say("error", "option", "option-gap", option=at, choice=LETTERS[at])
    last = record.text("last").upper()
    lines = tuple(
        Line(LETTERS[at], {code: texts.get(code, "") for code in draft.stem}, _is_last(record, last, LETTERS[at], texts))
        for at, texts in enumerate(found[:26])
    )
    return replace(draft, stem=stem, choices=lines), [texts.get(record.locale, "") for texts in found]


def _is_last(record: Record, named: str, letter: str, texts: Mapping[str, str]) -> bool:
    if record.at("last") is not None:
        return letter in named
    return bool(LAST.match(texts.get(record.locale, "")))
