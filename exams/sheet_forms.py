"""The entry form of an answer sheet (录入): one field for each box of the sheet, in the sheet's order, and what was typed in
them, read or refused in words that name the question. No wording of a question is shown, and no key is asked for.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams import lettering, presentation, setting
from exams.forms import LONG_TEXT, SHORT_TEXT, Answer, BadAnswer, Shape, checked
from exams.lettering import Misread
from exams.models import AttemptItem, Kind, PrintedPaper

# Several blanks of one question, in one field.
BETWEEN_BLANKS = "；"


@dataclass(frozen=True)
class Box:
    """One field: its name, what stands beside it on the sheet, what may be typed, what was, and what is wrong with it."""

    slot: int
    name: str
    label: str
    hint: str
    kind: str
    longest: int
    value: str = ""
    error: str = ""

    @property
    def is_long(self) -> bool:
        return self.kind in (Kind.SHORT, Kind.CASE)

    @property
    def is_letters(self) -> bool:
        return self.kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.MATCHING, Kind.ORDERING)


@dataclass(frozen=True)
class Line:
    """One question of the sheet: what its answer may look like, and which letter stands for which choice on this form."""

    shape: Shape
    letters: Mapping[str, str]
    boxes: list[Box]


@dataclass(frozen=True)
class Section:
    """The questions of one kind, as they stand together on the sheet."""

    name: str
    lines: list[Line]

    @property
    def boxes(self) -> list[Box]:
        return [box for line in self.lines for box in line.boxes]


class Discard(forms.Form):
    """Why a sheet is begun anew."""

    because = forms.CharField(
        label=gettext_lazy("Why the entries are begun anew"),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why what was typed is set aside.")},
    )


class Scan(forms.Form):
    """A picture of the sheet."""

    file = forms.FileField(
        label=gettext_lazy("Scan or photo of the sheet (PDF, JPEG, PNG or WebP, at most 10 MB)"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )


def sections(paper: PrintedPaper, only: Collection[int] | None = None) -> list[Section]:
    """The sheet of a form, section by section; `only` these slots if given (one query)."""
    items = setting.slots(paper)
    by_slot = {item.slot: item for item in items}
    found = []
    for section in setting.sections(items):
        wanted = [one for one in section.asked if only is None or one.question.slot in only]
        if wanted:
            found.append(Section(section.name, [_line(by_slot[one.question.slot], one) for one in wanted]))
    return found


def read(found: Iterable[Section], data: Mapping[str, str]) -> tuple[dict[int, Answer], list[Section]]:
    """What was typed: the answers that can be read, and the form once more with every fault beside its field."""
    answers: dict[int, Answer] = {}
    again = []
    for section in found:
        lines = []
        for line in section.lines:
            boxes = [replace(box, value=data.get(box.name, "").replace("\0", "").strip()) for box in line.boxes]
            try:
                answers[line.shape.slot] = _answer(line, boxes)
            except BadAnswer as bad:
                boxes = [replace(boxes[0], error=str(bad)), *boxes[1:]]
            lines.append(replace(line, boxes=boxes))
        again.append(replace(section, lines=lines))
    return answers, again


def faults(found: Iterable[Section]) -> list[Box]:
    """The fields at fault, in their order."""
    return [box for section in found for box in section.boxes if box.error]


def shown(line: Line, value: Any) -> str:
    """A stored answer as it would be typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Right") if value else _("Wrong")
    if line.shape.kind == Kind.FILLIN:
        return BETWEEN_BLANKS.join(value)
    if line.shape.kind == Kind.CASE:
        return " ".join(f"{part}: {text}" for part, text in value.items())
    return lettering.told(value, line.letters, line.shape.places) if line.letters else str(value)


def _line(item: AttemptItem, asked: setting.Asked) -> Line:
    shape = presentation.shape(item)
    letters = {option.letter: option.id for options in asked.lines for option in options}
    if shape.kind == Kind.CASE:
        parts = [(shape.place(part), _("%(slot)s, part %(part)s") % {"slot": item.slot, "part": part}) for part in shape.places]
    else:
        parts = [(shape.name, str(item.slot))]
    hint = _hint(shape, letters, asked.question.unit)
    longest = LONG_TEXT if shape.kind in (Kind.SHORT, Kind.CASE) else SHORT_TEXT
    return Line(shape, letters, [Box(item.slot, name, label, hint, shape.kind, longest) for name, label in parts])


def _hint(shape: Shape, letters: Mapping[str, str], unit: str) -> str:
    last = max(letters, default="")
    words = {"last": last, "count": len(shape.places), "unit": unit}
    hints: dict[str, Callable[[], str]] = {
        Kind.SINGLE: lambda: f"A–{last}",
        Kind.MULTIPLE: lambda: f"A–{last}",
        Kind.TRUEFALSE: lambda: _("T or F (对, 错)"),
        Kind.ORDERING: lambda: _("first to last, all of A–%(last)s") % words,
        Kind.MATCHING: lambda: _("%(count)s letters of A–%(last)s, - for none") % words,
        Kind.FILLIN: lambda: _("%(count)s blanks, ； between them") % words if len(shape.places) > 1 else "",
        Kind.NUMERIC: lambda: _("%(unit)s; what is no number, as it is written") % words if unit else _("as it is written"),
    }
    return hints[shape.kind]() if shape.kind in hints else ""


def _answer(line: Line, boxes: list[Box]) -> Answer:
    if line.shape.kind == Kind.NUMERIC:
        return _figure(line, boxes[0].value)
    try:
        return checked(line.shape, _READ[line.shape.kind](line, boxes))
    except Misread as misread:
        words = {"slot": line.shape.slot, "sign": misread.sign, "last": max(line.letters, default="")}
        raise BadAnswer(str(_MISREAD[misread.why]) % words) from misread


def _figure(line: Line, written: str) -> Answer:
    """A number, or what is written in its place: on paper nobody can be asked for another. It earns nothing, and is kept."""
    if len(written) > SHORT_TEXT:
        return checked(line.shape, written)
    return written or None


def _blanks(line: Line, boxes: list[Box]) -> list[str]:
    places = len(line.shape.places)
    if places == 1:
        return [boxes[0].value]
    texts = [text.strip() for text in boxes[0].value.replace(";", BETWEEN_BLANKS).split(BETWEEN_BLANKS)]
    if len(texts) > places or (boxes[0].value and len(texts) < places):
        raise Misread("blanks", str(places))
    return texts


_READ: dict[str, Callable[[Line, list[Box]], Any]] = {
    Kind.SINGLE: lambda line, boxes: lettering.one(boxes[0].value, line.letters),
    Kind.MULTIPLE: lambda line, boxes: lettering.several(boxes[0].value, line.letters),
    Kind.TRUEFALSE: lambda line, boxes: lettering.verdict(boxes[0].value),
    Kind.ORDERING: lambda line, boxes: lettering.order(boxes[0].value, line.letters),
    Kind.MATCHING: lambda line, boxes: lettering.pairs(boxes[0].value, line.shape.places, line.letters),
    Kind.FILLIN: _blanks,
    Kind.SHORT: lambda line, boxes: boxes[0].value,
    Kind.CASE: lambda line, boxes: {place: box.value for place, box in zip(line.shape.places, boxes, strict=True)},
}
_MISREAD = {
    "letter": gettext_lazy("Question %(slot)s: “%(sign)s” is none of its letters, A–%(last)s. Look at the sheet again."),
    "many": gettext_lazy("Question %(slot)s: more letters than it has boxes. If the sheet has too many ticks, leave it empty."),
    "twice": gettext_lazy("Question %(slot)s: %(sign)s stands there twice. Type each letter once."),
    "missing": gettext_lazy("Question %(slot)s: not every place has a letter (%(sign)s). Type all, or leave it empty."),
    "verdict": gettext_lazy("Question %(slot)s: “%(sign)s” is neither right nor wrong. Type T or F, 对 or 错."),
    "blanks": gettext_lazy("Question %(slot)s: it has %(sign)s blanks. Put ； between them, also where one is empty."),
}
