"""Reading one shipped question (the files of content/questions): its wording, its key, and whether both are fit for use.

Pure: a question goes in as JSON, a Question comes out or Unfit with the reason, as the report of a load tells it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from exams import marking
from exams.content import Content
from exams.fingerprints import fingerprint
from exams.keys import BLANK, LOCALES, READERS, Raw, Unfit, model_answer, text_in, texts
from statutes.fields import FIELDS


@dataclass(frozen=True)
class Question:
    """A question as the bank keeps it."""

    code: str
    kind: str
    areas: dict[str, str]
    objective: str
    difficulty: int
    source: str
    cleared: bool
    body: dict[str, dict[str, Any]]
    marks: Decimal
    rule: str
    key: dict[str, Any]
    rubric: list[dict[str, Any]]
    explanation: dict[str, str]
    quality_fields: list[str] = field(default_factory=list)

    @property
    def content(self) -> Content:
        """What a review judges."""
        return Content(self.kind, self.body, self.marks, self.rule, self.key, self.rubric, self.explanation)

    @property
    def wording_sha256(self) -> str:
        return self.content.wording_sha256

    @property
    def key_parts(self) -> list[Any]:
        return self.content.key_parts

    @property
    def sha256(self) -> str:
        """Of the whole question; clearance is an editor's business and stays out."""
        return whole(self.wording_sha256, self.key_parts, use_of(self))


def use_of(thing: Any) -> list[Any]:
    """What an item is used for. The fields of quality came later: without any the digest of a bank filled before stands."""
    use = [thing.areas, thing.objective, thing.difficulty, thing.source]
    return [*use, thing.quality_fields] if thing.quality_fields else use


def whole(wording_sha256: str, key_parts: list[Any], use: list[Any]) -> str:
    """The digest of a question, from a shipped one or from what the bank holds."""
    return fingerprint([wording_sha256, key_parts, use])


def read(raw: Raw, areas: Mapping[str, set[str]]) -> Question:
    """One question, or Unfit. `areas` are the known areas of each credential."""
    try:
        question = _read(raw)
    except (KeyError, TypeError, AttributeError) as fault:
        raise Unfit(f"incomplete: {type(fault).__name__} {fault}") from fault
    _check_areas(question, areas)
    if not 1 <= question.difficulty <= 5:
        raise Unfit(f"difficulty {question.difficulty} is not 1 to 5")
    if marking.is_automatic(question.rule):
        _check_key(question)
    return question


def _read(raw: Raw) -> Question:
    kind = raw["kind"]
    if kind not in READERS:
        raise Unfit(f"unknown kind {kind}")
    rule, key, rubric = READERS[kind](raw)
    marks = sum((Decimal(part["marks"]) for part in rubric), Decimal(0)) if kind == "case" else Decimal(1)
    return Question(
        code=raw["id"],
        kind=kind,
        areas=dict(raw["areas"]),
        objective=raw.get("objective", ""),
        difficulty=int(raw["difficulty"]),
        source=raw.get("source", ""),
        cleared=not raw["verify"],
        body={locale: _body(raw, short) for locale, short in LOCALES.items()},
        marks=marks,
        rule=rule,
        key=key,
        rubric=rubric,
        explanation=texts(raw["explanation"]),
        quality_fields=_fields(raw),
    )


def _body(raw: Raw, language: str) -> dict[str, Any]:
    """What a candidate may see, in one language. Nothing of `answer` but a unit goes in here."""
    body: dict[str, Any] = {"stem": text_in(raw["stem"], language)}
    for name in ("choices", "left", "right"):
        if raw.get(name):
            body[name] = [{"id": line["key"], "text": text_in(line, language)} for line in raw[name]]
    if raw["kind"] == "numeric":
        body["unit"] = raw["answer"].get("unit") or ""
    if raw["kind"] == "fillin":
        body["blanks"] = raw["stem"]["zh"].count(BLANK)
    if raw.get("parts"):
        body["parts"] = [
            {"id": str(number), "text": text_in(part, language), "area": part["area"], "marks": str(part["points"])}
            for number, part in enumerate(raw["parts"], 1)
        ]
    return body


def _fields(raw: Raw) -> list[str]:
    """The fields of quality it is about, in the law's order."""
    told = raw.get("fields", [])
    if unknown := set(told) - set(FIELDS):
        raise Unfit(f"unknown field of quality {sorted(unknown)[0]}")
    return [one for one in FIELDS if one in told]


def _check_areas(question: Question, areas: Mapping[str, set[str]]) -> None:
    named = [(credential, code) for credential, code in question.areas.items()]
    for credential in question.areas:
        named += [(credential, part["area"]) for part in question.rubric if part["area"]]
    for credential, code in named:
        if code not in areas.get(credential, set()):
            raise Unfit(f"unknown area {credential} {code}")


def _check_key(question: Question) -> None:
    """The key itself must earn full marks, and no answer none."""
    full = marking.mark(question.rule, question.key, model_answer(question.rule, question.key), Decimal(2))
    if full != 2 or marking.mark(question.rule, question.key, None, Decimal(2)) != 0:
        raise Unfit("the key does not earn full marks under its own rule")
