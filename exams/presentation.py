"""What the exam page may show: a closed list of fields, built from the wording alone.

No function here reads an AnswerKey; tests/exams/test_presentation.py plants marked keys under a whole paper
and searches every answer of the server for them.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from exams.answers import Counted, is_blank
from exams.forms import LONG_TEXT, SHORT_TEXT, Answer, BadAnswer, Shape, from_form
from exams.models import AttemptItem, ItemVersion, Kind
from exams.wording import MARKING_NOTES, gap_count, markup, worth

if TYPE_CHECKING:
    from accounts.models import User
    from courses.dashboard import Section
    from exams.models import Result, Sitting

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# What upper rooms add to a result's page: callable(result) -> {"template", "context"} or None.
result_extras: list[Callable[["Result"], "Section | None"]] = []
# And to the page from which a sitting's results are released: callable(sitting, user) -> the same.
release_extras: list[Callable[["Sitting", "User"], "Section | None"]] = []


@dataclass(frozen=True)
class Option:
    """Something that may be chosen."""

    id: str
    letter: str
    text: SafeString
    chosen: bool = False


@dataclass(frozen=True)
class Entry:
    """Something to be filled in, or given a place or a counterpart."""

    id: str
    label: SafeString
    value: str = ""
    options: tuple[Option, ...] = ()
    worth: str = ""


@dataclass(frozen=True)
class Picture:
    """What a question shows beside its words; `alt` says the same to whoever cannot see it."""

    url: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Question:
    """One question as its candidate sees it: wording, own answer, nothing else."""

    slot: int
    kind: str
    kind_name: str
    worth: str
    stem: SafeString
    picture: Picture | None
    marking_note: str
    unit: str
    options: tuple[Option, ...]
    choices: tuple[Option, ...]
    entries: tuple[Entry, ...]
    seq: int
    saved_at: str
    is_answered: bool

    @property
    def is_long(self) -> bool:
        return self.kind in (Kind.SHORT, Kind.CASE)

    @property
    def longest(self) -> int:
        return LONG_TEXT if self.is_long else SHORT_TEXT


def shape(item: AttemptItem, language: str = "zh-hans") -> Shape:
    """What an answer to `item` may look like."""
    return shape_of(item.item_version, item.slot, language)


def shape_of(version: ItemVersion, slot: int, language: str = "zh-hans") -> Shape:
    """What an answer to this wording may look like, where it stands at `slot`."""
    kind, body = version.item.kind, version.body_in(language)
    units = (body["unit"],) if body.get("unit") else ()
    return Shape(slot, kind, _option_ids(kind, body), tuple(_places(kind, body)), units)


def question(item: AttemptItem, response: Counted | None, language: str, typed: QueryDict | None = None) -> Question:
    """`item` as its candidate sees it, with the newest answer; `typed` shows a form that could not be saved, as it was sent."""
    kind, body = item.item_version.item.kind, item.item_version.body_in(language)
    saved = response.value if response else None
    value, raw = _shown(shape(item, language), saved, typed)
    return Question(
        slot=item.slot,
        kind=kind,
        kind_name=str(Kind(kind).label),
        worth=worth(item.max_marks),
        stem=markup(body["stem"]),
        picture=picture_of(body),
        marking_note=str(MARKING_NOTES[Kind(kind)]),
        unit=body.get("unit") or "",
        options=_options(kind, body, item.choice_order, value),
        choices=_counterparts(body, item.choice_order) if kind == Kind.MATCHING else (),
        entries=tuple(_entries(item, body, value, raw)),
        seq=response.seq if response else 0,
        saved_at=local_clock(response.received_at) if response else "",
        is_answered=not is_blank(saved),
    )


def local_clock(moment: dt.datetime) -> str:
    """The local time of day, to the second."""
    return f"{localtime(moment):%H:%M:%S}"


def picture_of(body: Mapping[str, Any]) -> Picture | None:
    """What a wording shows beside its words."""
    if not (known := body.get("picture")):
        return None
    return Picture(reverse("exams:picture", args=[known["sha256"]]), known["alt"], known["width"], known["height"])


def _option_ids(kind: str, body: Mapping[str, Any]) -> tuple[str, ...]:
    source = body["right"] if kind == Kind.MATCHING else body.get("choices") or ()
    return tuple(str(choice["id"]) for choice in source)


def _places(kind: str, body: Mapping[str, Any]) -> Iterable[str]:
    if kind == Kind.FILLIN:
        return (str(number) for number in range(1, body.get("blanks", gap_count(body["stem"])) + 1))
    source = {Kind.MATCHING: "left", Kind.ORDERING: "choices", Kind.CASE: "parts"}.get(Kind(kind))
    if source:
        return (str(line["id"]) for line in body[source])
    return ("1",) if kind in (Kind.NUMERIC, Kind.SHORT) else ()


def _ordered(lines: Iterable[Mapping[str, Any]], order: list[str]) -> list[Mapping[str, Any]]:
    """The lines in the order drawn for this paper; what the order does not name keeps its place at the end."""
    place = {name: index for index, name in enumerate(order)}
    return sorted(lines, key=lambda line: place.get(str(line["id"]), len(place)))


def _lettered(lines: Iterable[Mapping[str, Any]], chosen: Callable[[str], bool]) -> tuple[Option, ...]:
    return tuple(
        Option(str(line["id"]), letter, markup(line["text"]), chosen(str(line["id"])))
        for letter, line in zip(LETTERS, lines, strict=False)
    )


def _options(kind: str, body: Mapping[str, Any], order: list[str], value: Answer) -> tuple[Option, ...]:
    if kind == Kind.TRUEFALSE:
        words = ({"id": "true", "text": _("Right")}, {"id": "false", "text": _("Wrong")})
        return _lettered(words, lambda option: value is (option == "true") if value is not None else False)
    if kind not in (Kind.SINGLE, Kind.MULTIPLE):
        return ()
    ticked = value if isinstance(value, list) else [value]
    return _lettered(_ordered(body["choices"], order), lambda option: option in ticked)


def _counterparts(body: Mapping[str, Any], order: list[str]) -> tuple[Option, ...]:
    return _lettered(_ordered(body["right"], order), lambda _option: False)


def _shown(shape: Shape, saved: Answer, typed: QueryDict | None) -> tuple[Answer, dict[str, str]]:
    """Which answer the controls show, and, where a form made no answer, what was typed in each place."""
    if typed is None:
        return saved, {}
    try:
        return from_form(shape, typed), {}
    except BadAnswer:
        return saved, {place: typed.get(shape.place(place), "") for place in shape.places}


def _entries(item: AttemptItem, body: Mapping[str, Any], value: Answer, raw: Mapping[str, str]) -> Iterable[Entry]:
    kind = Kind(item.item_version.item.kind)
    if kind == Kind.MATCHING:
        return _pairs(body, item.choice_order, value if isinstance(value, dict) else {})
    if kind == Kind.ORDERING:
        return _steps(body, item.choice_order, value if isinstance(value, list) else [], raw)
    if kind == Kind.CASE:
        return _parts(item, body, value if isinstance(value, dict) else {})
    texts = value if isinstance(value, list) else [value]
    places = list(_places(kind, body))
    return [
        Entry(place, _blank_label(place, len(places)), raw.get(place, str(text or "")))
        for place, text in zip(places, [*texts, *[""] * len(places)], strict=False)
    ]


def _blank_label(place: str, count: int) -> SafeString:
    return markup(_("Blank %(number)s") % {"number": place} if count > 1 else _("Your answer"))


def _pairs(body: Mapping[str, Any], order: list[str], value: Mapping[str, str]) -> list[Entry]:
    counterparts = _ordered(body["right"], order)

    def entry(left: str, text: SafeString) -> Entry:
        return Entry(left, text, options=_lettered(counterparts, lambda option: value.get(left) == option))

    return [entry(str(line["id"]), markup(line["text"])) for line in body["left"]]


def _parts(item: AttemptItem, body: Mapping[str, Any], value: Mapping[str, str]) -> list[Entry]:
    """The parts of a case, each with the marks this paper gives it."""
    marks = {part["id"]: worth(Decimal(part["marks"])) for part in item.parts}
    return [
        Entry(str(part["id"]), markup(part["text"]), value.get(str(part["id"]), ""), worth=marks.get(str(part["id"]), ""))
        for part in body["parts"]
    ]


def _steps(body: Mapping[str, Any], order: list[str], value: list[str], raw: Mapping[str, str]) -> list[Entry]:
    """The lines of an ordering: as answered, else as drawn."""
    lines = _ordered(body["choices"], value or order)
    chosen = {line: str(number) for number, line in enumerate(value, 1)} | dict(raw)
    places = [str(number) for number in range(1, len(lines) + 1)]
    return [
        Entry(
            str(line["id"]), markup(line["text"]), options=tuple(_place(place, chosen.get(str(line["id"]))) for place in places)
        )
        for line in lines
    ]


def _place(number: str, chosen: str | None) -> Option:
    return Option(number, "", markup(_("No. %(number)s") % {"number": number}), number == chosen)
