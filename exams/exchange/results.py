"""Results for other systems: one person's result as QTI Results Reporting 3.0 (assessmentResult).

Item identifiers and those of choices are the ones under which the items leave in a QTI package. Neither key nor rubric is here.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from exams import marking
from exams.exchange.markup import Element, written
from exams.exchange.notation import plain
from exams.exchange.qti.names import identifier

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_result_v3p0"
PROFILE = Path(__file__).parent / "qti" / "result.rng"
_r = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


@dataclass(frozen=True)
class Answered:
    """One item of a paper, what was answered, and what it earned."""

    code: str
    version: int
    slot: int
    kind: str
    maximum: Decimal
    marks: Decimal | None
    value: Any = None
    at: dt.datetime | None = None
    parts: Mapping[str, Decimal] | None = None  # marks by part of a case


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt, as another system may know it. `items` is empty for whoever may not see them one by one."""

    attempt: str
    home: str
    person: str
    name: str
    exam: str
    version: int
    title: Mapping[str, str]
    started_at: dt.datetime
    submitted_at: dt.datetime
    released_at: dt.datetime
    total: Decimal
    maximum: Decimal
    cut_score: Decimal
    passed: bool
    sections: tuple[tuple[str, Decimal, Decimal], ...] = ()
    items: tuple[Answered, ...] = ()


def qti(outcome: Outcome) -> bytes:
    """The result as an XML document."""
    root = _r.assessmentResult(_context(outcome), _test(outcome), *(_item(item, outcome) for item in outcome.items))
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _context(outcome: Outcome) -> Element:
    session = _r.sessionIdentifier(sourceID=outcome.home, identifier=outcome.attempt)
    return _r.context(session, sourcedId=outcome.person)


def _test(outcome: Outcome) -> Element:
    """The whole paper: total, pass mark, passed or not, and the marks by area."""
    variables = [
        _outcome("SCORE", "float", plain(outcome.total), outcome.maximum),
        _outcome("MAXSCORE", "float", plain(outcome.maximum)),
        _outcome("PASSMARK", "float", plain(outcome.cut_score)),
        _outcome("PASSED", "boolean", "true" if outcome.passed else "false"),
    ]
    variables += [_outcome(identifier(f"SCORE_{area}"), "float", plain(marks), most) for area, marks, most in outcome.sections]
    name = identifier(f"{outcome.exam}-{outcome.version}")
    return _r.testResult(*variables, identifier=name, datestamp=_moment(outcome.submitted_at))


def _item(item: Answered, outcome: Outcome) -> Element:
    variables = _responses(item)
    if item.marks is not None:
        variables.append(_outcome("SCORE", "float", plain(item.marks), item.maximum))
    variables += [_outcome(identifier(f"SCORE_{part}"), "float", plain(marks)) for part, marks in (item.parts or {}).items()]
    attributes = {"identifier": identifier(item.code), "sequenceIndex": str(item.slot), "sessionStatus": "final"}
    return _r.itemResult(*variables, **attributes, datestamp=_moment(item.at or outcome.submitted_at))


def _outcome(name: str, base: str, value: str, highest: Decimal | None = None) -> Element:
    element = _r.outcomeVariable(_r.value(value), identifier=name, cardinality="single", baseType=base)
    if highest is not None:
        element.set("normalMaximum", plain(highest))
    return element


def _responses(item: Answered) -> list[Element]:
    """What was answered, in the types the item declares."""
    value = item.value
    if item.kind in ("fillin", "case"):
        lines = enumerate(value, 1) if isinstance(value, list) else (value or {}).items() if isinstance(value, dict) else ()
        given = {str(name): [str(line)] if line else [] for name, line in lines}
        if len(given) == 1 and item.kind == "fillin":
            return [_response("RESPONSE", "single", "string", next(iter(given.values())))]
        return [_response(identifier(f"RESPONSE_{name}"), "single", "string", line) for name, line in given.items()]
    return [_response("RESPONSE", *_ANSWERS[item.kind](value))]


def _response(name: str, cardinality: str, base: str, values: list[str]) -> Element:
    given = _r.candidateResponse(*(_r.value(written(value)) for value in values))
    return _r.responseVariable(given, identifier=name, cardinality=cardinality, baseType=base)


def _typed(value: Any) -> tuple[str, str, list[str]]:
    """A number as it was typed; text where it is none."""
    number = marking.read_number(str(value)) if value is not None else None
    if number is None:
        return "single", "string", [str(value)] if value else []
    return "single", "float", [plain(number)]


def _paired(value: Any) -> tuple[str, str, list[str]]:
    pairs = value.items() if isinstance(value, dict) else ()
    return "multiple", "directedPair", [f"{identifier(f'L-{a}')} {identifier(f'R-{b}')}" for a, b in pairs if b]


def _text(value: Any) -> tuple[str, str, list[str]]:
    words = "\n".join(map(str, value.values())) if isinstance(value, dict) else str(value or "")
    return "single", "string", [words] if words else []


_ANSWERS = {
    "single": lambda value: ("single", "identifier", [identifier(value)] if value else []),
    "truefalse": lambda value: ("single", "identifier", [] if value is None else ["true" if value else "false"]),
    "multiple": lambda value: ("multiple", "identifier", list(map(identifier, value or []))),
    "ordering": lambda value: ("ordered", "identifier", list(map(identifier, value or []))),
    "numeric": _typed,
    "matching": _paired,
    "short": _text,
}


def _moment(at: dt.datetime) -> str:
    return at.isoformat(timespec="seconds")
