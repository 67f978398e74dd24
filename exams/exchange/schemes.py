"""Marking schemes (评分要点) as text a Moodle marker reads, and back: one line a point, its marks in brackets in front.

[2] names the danger common to one lot
Part 1 (5)            opens the lines of a part
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from exams.exchange.drafts import Part, said

_NUMBER = r"(\d+(?:\.\d+)?)"
_UNIT = r"\s*(?:分|marks?|points?|pts?\.?|p)?\s*"
_LEADING = re.compile(rf"^\s*[\[(（【]?\s*{_NUMBER}{_UNIT}[\])）】:：]\s*[-—.、:：]?\s*(.+)$", re.I)
_TRAILING = re.compile(rf"^(.+?)\s*[\[(（【]\s*{_NUMBER}{_UNIT}[\])）】][。.;；]?$", re.I)
_HEADING = re.compile(rf"^(?:Part|第)\s*(\w+?)\s*(?:问|問|部分)?\s*[(（]{_NUMBER}{_UNIT}[)）]$", re.I)
_BULLET = re.compile(r"^\s*[-•·*]\s+")
UNSAID = {"zh-hans": "回答正确、完整", "zh-hant": "回答正確、完整", "en": "Right and complete"}
Rubric = tuple[dict[str, Any], ...]


def write(rubric: Sequence[Mapping[str, Any]], locale: str) -> str:
    """The scheme as lines of text in one language.

    >>> write([{"part": "1", "marks": "2", "lines": [{"text": {"en": "says why"}, "marks": "2"}]}], "en")
    '[2] says why'
    """
    lines: list[str] = []
    for part in rubric:
        if len(rubric) > 1 or part["part"] != "1":
            lines.append(f"Part {part['part']} ({part['marks']})" if locale == "en" else f"第{part['part']}问（{part['marks']}）")
        lines += [f"[{line['marks']}] " + said(line["text"], locale).replace("\n", " ") for line in part["lines"]]
    return "\n".join(lines)


def read(texts: Mapping[str, str], marks: Decimal, parts: Sequence[Part] = ()) -> Rubric | None:
    """The scheme that says how `marks` are given, or None where the text is no such list."""
    read_by = {locale: _lines(text) for locale, text in texts.items()}
    shapes = {tuple((number, worth) for number, worth, _text in lines) for lines in read_by.values()}
    if len(shapes) != 1 or not (shape := next(iter(shapes))):
        return None
    numbers = list(dict.fromkeys(number for number, _worth in shape))
    known = {part.id: part for part in parts}
    if set(numbers) != (set(known) or {"1"}):
        return None
    rubric: list[dict[str, Any]] = []
    total = Decimal(0)
    for number in numbers:
        places = [place for place, (of, _worth) in enumerate(shape) if of == number]
        lines = [
            {"text": {locale: lines[place][2] for locale, lines in read_by.items()}, "marks": str(shape[place][1])}
            for place in places
        ]
        full = sum((shape[place][1] for place in places), Decimal(0))
        part = known.get(number)
        if part and part.marks != full:
            return None
        total += full
        rubric.append({"part": number, "area": part.area if part else "", "marks": str(full), "lines": lines})
    return tuple(rubric) if total == marks else None


def whole(texts: Mapping[str, str], marks: Decimal) -> Rubric:
    """A scheme of one line: whatever stands in the text, or that the answer be right."""
    text = {locale: " ".join(said.split()) or UNSAID.get(locale, UNSAID["en"]) for locale, said in texts.items()}
    return ({"part": "1", "area": "", "marks": str(marks), "lines": [{"text": text, "marks": str(marks)}]},)


def _lines(text: str) -> list[tuple[str, Decimal, str]]:
    """(part, marks, words) of each line; nothing when a line tells no marks."""
    part, found = "1", []
    for raw in text.split("\n"):
        line = _BULLET.sub("", raw).strip()
        if heading := _HEADING.match(line):
            part = heading[1]
        elif match := _LEADING.match(line):
            found.append((part, Decimal(match[1]), match[2].strip()))
        elif match := _TRAILING.match(line):
            found.append((part, Decimal(match[2]), match[1].strip()))
        elif line:
            return []
    return found
