"""Setting a printed paper (排版): questions in their sections, options in as many columns as they need, and the key apart.

The paper is built from the wording alone, as on the screen (presentation.py); only `keyed` reads an answer key.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from core.pdf.pictures import Figure
from exams.languages import SOURCE
from exams.models import AnswerKey, AttemptItem, ItemVersion, Kind, PrintedPaper
from exams.presentation import LETTERS, Option, Question, question
from exams.wording import MARKING_NOTES, plain

NUMERALS = "一二三四五六七八九十"
# What stands between two words of a blank, and between two pairs.
_BETWEEN = {"en": ("; ", ", ")}
# A judgement's own brackets at the end of its stem: no second pair is printed.
_BRACKETS = re.compile(r"[(（][\s　]*[)）][。.]?\s*$")
_GAP = re.compile(r'<span class="blank">\d+</span>')
# Options up to so many characters stand four, or two, to a line.
FOUR, TWO = 7, 17


@dataclass(frozen=True)
class Asked:
    """One question on paper, and, on the key alone, what is right."""

    question: Question
    stem: str
    lines: tuple[tuple[Option, ...], ...]
    width: str
    figure: Figure | None = None
    right: str = ""
    explanation: str = ""
    rubric: tuple[Mapping[str, Any], ...] = ()

    @property
    def wants_brackets(self) -> bool:
        return self.question.kind == Kind.TRUEFALSE and not _BRACKETS.search(self.stem)


@dataclass
class Section:
    """The questions of one kind, under one heading."""

    place: int
    kind: str
    name: str
    note: str
    marks: str = ""
    each: str = ""
    asked: list[Asked] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Number and kind, as on the answer sheet."""
        return pgettext("section of a paper", "%(number)s. %(kind)s") % {"number": self.number, "kind": self.name}

    @property
    def heading(self) -> str:
        """With how many questions there are and what they earn, as on the paper."""
        words = {"title": self.title, "marks": self.marks, "each": self.each, "count": len(self.asked)}
        if self.each:
            return (
                ngettext(
                    "%(title)s (%(count)s question, %(each)s marks each, %(marks)s marks in all)",
                    "%(title)s (%(count)s questions, %(each)s marks each, %(marks)s marks in all)",
                    len(self.asked),
                )
                % words
            )
        return (
            ngettext(
                "%(title)s (%(count)s question, %(marks)s marks in all)",
                "%(title)s (%(count)s questions, %(marks)s marks in all)",
                len(self.asked),
            )
            % words
        )

    @property
    def number(self) -> str:
        """一 in Chinese, 1 elsewhere."""
        return NUMERALS[self.place] if (get_language() or SOURCE).startswith("zh") else str(self.place + 1)

    @property
    def across(self) -> int:
        """How many questions stand on one line of the answer sheet: as many as their letters leave room for."""
        return 4 if max((len(one.question.options) for one in self.asked), default=0) <= 4 else 3

    @property
    def rows(self) -> list[list[Asked]]:
        """The questions line by line, as the answer sheet has them."""
        return [self.asked[at : at + self.across] for at in range(0, len(self.asked), self.across)]

    @property
    def bubble_width(self) -> str:
        return f"{100 / self.across - 6:.1f}%"


def slots(paper: PrintedPaper) -> list[AttemptItem]:
    """The slots of a form, each with its wording (one query)."""
    items = paper.attempt_items()
    known = ItemVersion.objects.select_related("item").in_bulk([one.item_version_id for one in items])
    for one in items:
        one.item_version = known[one.item_version_id]
    return items


def sections(
    items: Sequence[AttemptItem],
    keys: Mapping[int, AnswerKey] | None = None,
    language: str = SOURCE,
    figures: Mapping[int, Figure] | None = None,
) -> list[Section]:
    """The paper section by section; with `keys`, what is right beside each question. `figures`: pictures by slot."""
    found: dict[str, Section] = {}
    for one in items:
        kind = Kind(one.item_version.item.kind)
        if kind not in found:
            found[kind] = Section(len(found), kind, str(kind.label), str(MARKING_NOTES[kind]))
        asked = replace(_asked(question(one, None, language)), figure=(figures or {}).get(one.slot))
        found[kind].asked.append(keyed(asked, one, keys[one.item_version_id], language) if keys else asked)
    for section in found.values():
        marks = [one.max_marks for one in items if one.item_version.item.kind == section.kind]
        section.marks = plain(sum(marks, Decimal(0)))
        section.each = plain(marks[0]) if len(set(marks)) == 1 else ""
    return list(found.values())


def _asked(told: Question) -> Asked:
    options = told.choices if told.kind == Kind.MATCHING else told.options
    if told.kind == Kind.ORDERING:
        options = tuple(Option(entry.id, letter, entry.label) for letter, entry in zip(LETTERS, told.entries, strict=False))
    if told.kind == Kind.TRUEFALSE:
        options = ()
    longest = max((len(strip_tags(option.text)) for option in options), default=0)
    across = 4 if longest <= FOUR else 2 if longest <= TWO else 1
    if told.kind in (Kind.MATCHING, Kind.ORDERING):
        across = min(across, 2)
    lines = tuple(tuple(options[at : at + across]) for at in range(0, len(options), across))
    return Asked(told, _GAP.sub("＿＿＿＿＿＿", told.stem), lines, f"{100 // across}%")


def keyed(asked: Asked, item: AttemptItem, key: AnswerKey, language: str = SOURCE) -> Asked:
    """The question with its answer in the letters of this form."""
    return replace(
        asked,
        right=_right(asked, key),
        explanation=key.explanation_in(language),
        rubric=tuple(_rubric(key.rubric, item, language)),
    )


def _right(asked: Asked, key: AnswerKey) -> str:
    """What is right, in the letters of this form; empty where a person marks, or nothing is asked any more."""
    told = _TOLD.get(key.rule)
    return told(asked, key.data) if told else ""


def _letters(asked: Asked) -> dict[str, str]:
    return {option.id: option.letter for line in asked.lines for option in line}


def _choice(asked: Asked, data: Mapping[str, Any]) -> str:
    letter, correct = _letters(asked), data["correct"]
    if isinstance(correct, bool):
        return _("Right") if correct else _("Wrong")
    return "".join(sorted(letter[one] for one in (correct if isinstance(correct, list) else [correct])))


def _words(_asked: Asked, data: Mapping[str, Any]) -> str:
    return _between()[0].join(" / ".join(word["text"] for word in blank) for blank in data["blanks"])


def _figure(asked: Asked, data: Mapping[str, Any]) -> str:
    spread = f" ± {data['tolerance']}" if Decimal(str(data.get("tolerance", 0))) else ""
    return f"{data['value']}{spread} {asked.question.unit}".strip()


def _pairs(asked: Asked, data: Mapping[str, Any]) -> str:
    letter = _letters(asked)
    return _between()[1].join(
        f"{number}–{letter[data['pairs'][entry.id]]}"
        for number, entry in enumerate(asked.question.entries, 1)
        if entry.id in data["pairs"]
    )


def _order(asked: Asked, data: Mapping[str, Any]) -> str:
    letter = _letters(asked)
    return "".join(letter[one] for one in data["order"])


def _worths(asked: Asked, data: Mapping[str, Any]) -> str:
    letter = _letters(asked)
    return _between()[1].join(f"{letter.get(one, one)} {worth}" for one, worth in data["map"].items())


_TOLD: dict[str, Callable[[Asked, Mapping[str, Any]], str]] = {
    AnswerKey.Rule.MATCH_CORRECT: _choice,
    AnswerKey.Rule.ALL_OR_NOTHING: _choice,
    AnswerKey.Rule.CN_MULTI: _choice,
    AnswerKey.Rule.TEXT: _words,
    AnswerKey.Rule.NUMERIC: _figure,
    AnswerKey.Rule.PAIRS: _pairs,
    AnswerKey.Rule.ORDER_PAIRS: _order,
    AnswerKey.Rule.MAP_RESPONSE: _worths,
}


def _between() -> tuple[str, str]:
    return _BETWEEN.get(get_language() or "", ("；", "，"))


def _rubric(rubric: Iterable[Mapping[str, Any]], item: AttemptItem, language: str) -> Iterable[Mapping[str, Any]]:
    """The marking scheme part by part, with the marks this paper gives each part."""
    given = {part["id"]: part["marks"] for part in item.parts}
    for part in rubric:
        lines = [
            {"text": line["text"].get(language) or line["text"].get(SOURCE, ""), "marks": plain(Decimal(line["marks"]))}
            for line in part["lines"]
        ]
        yield {"part": part["part"], "marks": plain(Decimal(given.get(part["part"], part["marks"]))), "lines": lines}
