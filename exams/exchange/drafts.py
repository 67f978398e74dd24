"""Drafts (题目草稿): items as any format brings them, and what is to be said about a file.

The shapes are the bank's own (exams.models.bank): `key` and `rubric` are what an AnswerKey keeps, choice ids are free of
language. Texts are plain, with **emphasis**, ____ for a blank and line breaks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from exams.languages import SOURCE
from exams.questions import Question

Text = Mapping[str, str]  # by locale: zh-hans, zh-hant, en
# error: the whole file is refused; warning: taken, but look at it; unknown: met, not understood or not kept, left out.
Level = Literal["error", "warning", "unknown"]
LOCALES = ("zh-hans", "zh-hant", "en")


@dataclass(frozen=True, order=True)
class Place:
    """Where in a file: row 12 of a sheet, line 40, element 7 of imsmanifest.xml; `column` by its heading or tag."""

    number: int = 0
    of: str = ""
    unit: Literal["row", "line", "element"] = "row"
    column: str = ""

    def at(self, column: str) -> "Place":
        """A spot within this place."""
        return replace(self, column=column)

    @property
    def whole(self) -> "Place":
        """The row, line or element this spot lies in."""
        return replace(self, column="")


@dataclass(frozen=True)
class Finding:
    """Something a person must know: `code` names the sentence and its remedy in exams.exchange.telling."""

    level: Level
    place: Place
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


class Refused(ValueError):
    """A file that cannot be read at all; the finding says why."""

    def __init__(self, code: str, place: Place | None = None, **params: Any) -> None:
        super().__init__(code, params)
        self.finding = Finding("error", place or Place(), code, params)


@dataclass(frozen=True)
class Line:
    """A choice, or a line on the left or right of a matching item. `last`: keeps its place at the end (以上都对)."""

    id: str
    text: Text
    last: bool = False


@dataclass(frozen=True)
class Part:
    """A part of a case. What its marker goes by stands in the draft's rubric under the same id."""

    id: str
    text: Text
    marks: Decimal
    area: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture as a file brings it: its bytes, and what it shows in words."""

    data: bytes = field(repr=False)
    alt: Text


@dataclass(frozen=True)
class Draft:
    """One item. An empty code means: not in the file; one is made of the wording. `title` is a name the bank has no place for."""

    kind: str
    stem: Text
    place: Place = Place()
    code: str = ""
    title: str = ""
    choices: tuple[Line, ...] = ()
    left: tuple[Line, ...] = ()
    right: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = ()
    unit: str = ""
    rule: str = "match_correct"
    key: Mapping[str, Any] = field(default_factory=dict)
    rubric: tuple[Mapping[str, Any], ...] = ()  # {"part", "area", "marks", "lines": [{"text": Text, "marks"}]}
    explanation: Text = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    objective: str = ""
    difficulty: int = 3
    source: str = ""
    tags: tuple[str, ...] = ()
    marks: Decimal = Decimal(1)
    purpose: str = ""  # exam, practice, contest; empty: not in the file
    # Fields of its use its file does not tell (areas, difficulty, source …): an update leaves the bank's as they are.
    untold: frozenset[str] = frozenset()
    picture: Picture | None = None

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages it is written in, ours first."""
        return tuple(sorted(self.stem, key=lambda code: LOCALES.index(code) if code in LOCALES else len(LOCALES)))

    @property
    def blanks(self) -> int:
        """How many blanks its key fills."""
        return len(self.key.get("blanks", ()))

    def body(self) -> dict[str, dict[str, Any]]:
        """The wording as a version keeps it, in each language the stem has."""
        return {locale: self._body(locale) for locale in self.locales}

    def _body(self, locale: str) -> dict[str, Any]:
        body: dict[str, Any] = {"stem": self.stem[locale]}
        for name in ("choices", "left", "right"):
            if lines := getattr(self, name):
                body[name] = [_kept(line, locale) for line in lines]
        if self.kind == "numeric":
            body["unit"] = self.unit
        if self.kind == "fillin":
            body["blanks"] = self.blanks
        if self.parts:
            body["parts"] = [
                {"id": part.id, "text": said(part.text, locale), "area": part.area, "marks": str(part.marks)}
                for part in self.parts
            ]
        return body

    def question(self) -> Question:
        """The draft as the bank takes it. Fitness is for exams.exchange.fitness to say."""
        return Question(
            code=self.code,
            kind=self.kind,
            areas=dict(self.areas),
            objective=self.objective,
            difficulty=self.difficulty,
            source=self.source,
            cleared=False,
            body=self.body(),
            marks=self.marks,
            rule=self.rule,
            key=dict(self.key),
            rubric=[dict(part) for part in self.rubric],
            explanation=dict(self.explanation),
        )


def draft_of(question: Question, *, tags: tuple[str, ...] = (), purpose: str = "", place: Place | None = None) -> Draft:
    """An item of the bank as a draft: `draft_of(q).question() == q` but for its clearance."""
    body = question.body
    return Draft(
        kind=question.kind,
        stem={locale: wording["stem"] for locale, wording in body.items()},
        place=place or Place(),
        code=question.code,
        choices=_lines(body, "choices"),
        left=_lines(body, "left"),
        right=_lines(body, "right"),
        parts=tuple(
            Part(part["id"], _texts(body, "parts", index), Decimal(part["marks"]), part.get("area", ""))
            for index, part in enumerate(body[SOURCE].get("parts", ()))
        ),
        unit=body[SOURCE].get("unit", ""),
        rule=question.rule,
        key=question.key,
        rubric=tuple(question.rubric),
        explanation=question.explanation,
        areas=question.areas,
        objective=question.objective,
        difficulty=question.difficulty,
        source=question.source,
        tags=tags,
        marks=question.marks,
        purpose=purpose,
    )


def said(text: Text, locale: str) -> str:
    """`text` in one language, else in Chinese, else in whichever there is.

    >>> said({"en": "item"}, "zh-hans"), said({}, "en")
    ('item', '')
    """
    return text.get(locale) or text.get(SOURCE) or next(iter(text.values()), "")


def _kept(line: Line, locale: str) -> dict[str, Any]:
    return {"id": line.id, "text": said(line.text, locale)} | ({"last": True} if line.last else {})


def _lines(body: Mapping[str, Any], name: str) -> tuple[Line, ...]:
    return tuple(
        Line(line["id"], _texts(body, name, index), bool(line.get("last")))
        for index, line in enumerate(body[SOURCE].get(name, ()))
    )


def _texts(body: Mapping[str, Any], name: str, index: int) -> Text:
    return {locale: wording[name][index]["text"] for locale, wording in body.items()}


@dataclass(frozen=True)
class Reading:
    """What a file holds: items in its order, and what is to be said about it."""

    drafts: tuple[Draft, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Written:
    """A file, and what it could not express."""

    data: bytes
    findings: tuple[Finding, ...] = ()
