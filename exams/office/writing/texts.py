"""Items answered in words or figures: fill in, calculation, short answer, case."""

import re
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.content import Content
from exams.keys import BLANK
from exams.languages import SOURCE
from exams.marking import read_number
from exams.models import AnswerKey, Area
from exams.office.writing.rows import Row, Words, initial_texts, listed
from exams.office.writing.wording import WordingForm

Key = tuple[str, dict[str, Any], list[dict[str, Any]]]
_WEIGHT = re.compile(r"\s*[|｜]\s*")
_SEPARATOR = re.compile(r"[、，,;；\s]+")
_ACCEPT_HINT = _("One to a line. A weight may follow after a bar: 戴明环 | 0.5")


class Accepted(Words):
    """Accepted words, one to a line, as an AnswerKey keeps them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(lines=3, help_text=_ACCEPT_HINT, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(_line, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[dict[str, str]]:
        return [self._word(line) for line in str(super().clean(value)).splitlines() if line]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def _word(self, line: str) -> dict[str, str]:
        text, *weight = _WEIGHT.split(line)
        if not weight:
            return {"text": text}
        share = read_number(weight[0])
        if share is None or not 0 < share <= 1:
            raise forms.ValidationError(
                _("“%(line)s”: the weight after the bar is a number above 0 and up to 1.") % {"line": line}
            )
        return {"text": text, "weight": f"{share:f}"}


def _line(word: dict[str, str]) -> str:
    return f"{word['text']} | {word['weight']}" if "weight" in word else word["text"]


class BlankRow(Row):
    texts: ClassVar = {}
    words = Accepted(label=_("Accepted words"))

    @property
    def is_empty(self) -> bool:
        return not self.cleaned_data.get("words")


class FillInForm(WordingForm):
    kind = "fillin"
    rule = "text"
    least_rows = 3
    row_types: ClassVar = {"blanks": BlankRow}
    row_titles: ClassVar = {"blanks": _("Blanks")}
    row_hints: ClassVar = {
        "blanks": _("Write each blank in the stem as four underscores: ____. One row here for each, in their order.")
    }

    def rows_of(self, name: str, content: Content) -> list[dict[str, Any]]:
        return [{"words": words} for words in content.key.get("blanks") or ()]

    def body(self, language: str) -> dict[str, Any]:
        return {"blanks": self.cleaned_data[f"stem-{SOURCE}"].count(BLANK)}

    def key(self) -> Key:
        return self.rule, {"blanks": [row.cleaned_data["words"] for row in self.sets["blanks"].filled]}, []


class NumericForm(WordingForm):
    kind = "numeric"
    rule = "numeric"
    value = forms.DecimalField(label=_("Right value"), required=False)
    tolerance = forms.DecimalField(
        label=_("Tolerance, absolute"),
        required=False,
        min_value=0,
        help_text=_("Edges count as right: 46.0 lies within 45.8 ± 0.2."),
    )
    relative = forms.DecimalField(
        label=_("Tolerance, per cent of the value"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("The wider of the two holds."),
    )
    unit = forms.CharField(label=_("Unit shown"), required=False, max_length=20)
    other_units = forms.CharField(
        label=_("Other ways to write the unit"), required=False, max_length=120, help_text=_("Separated by commas.")
    )

    def initial_of(self, content: Content) -> dict[str, Any]:
        key, unit = content.key, content.body[SOURCE].get("unit", "")
        return super().initial_of(content) | {
            "value": key.get("value"),
            "tolerance": key.get("tolerance"),
            "relative": Decimal(key["relative"]) * 100 if key.get("relative") else None,
            "unit": unit,
            "other_units": "、".join(other for other in key.get("units") or () if other != unit),
        }

    def body(self, language: str) -> dict[str, Any]:
        return {"unit": self.cleaned_data["unit"]}

    def key(self) -> Key:
        given = self.cleaned_data
        others = [unit for unit in _SEPARATOR.split(given["other_units"]) if unit]
        key: dict[str, Any] = {"value": "" if given["value"] is None else f"{given['value']:f}"}
        key["tolerance"] = f"{given['tolerance'] or Decimal(0):f}"
        if given["relative"]:
            key["relative"] = f"{(given['relative'] / 100).normalize():f}"
        return self.rule, {**key, "units": ([given["unit"]] if given["unit"] else []) + others}, []


class LineRow(Row):
    """What a marker gives marks for."""

    texts: ClassVar = {"text": _("Point")}
    part = forms.IntegerField(label=_("Part"), required=False, min_value=1, max_value=20, initial=1)
    marks = forms.DecimalField(label=_("Marks"), required=False, min_value=0, max_digits=6, decimal_places=2)


class PointRow(LineRow):
    part = None  # type: ignore[assignment]  # Django's way to leave out an inherited field


def _points(rows: list[Row], part: str) -> list[dict[str, Any]]:
    return [
        {
            "text": {code: text for code, text in row.said().items() if text},
            "marks": f"{row.cleaned_data['marks'] or Decimal(0):f}",
        }
        for row in rows
        if str(row.cleaned_data.get("part") or 1) == part
    ]


def _point_rows(content: Content) -> list[dict[str, Any]]:
    return [
        {"part": part["part"], "marks": line["marks"], **initial_texts(line["text"])}
        for part in content.rubric
        for line in part["lines"]
    ]


class ShortForm(WordingForm):
    kind = "short"
    row_types: ClassVar = {"points": PointRow}
    row_titles: ClassVar = {"points": _("Marking scheme")}
    row_hints: ClassVar = {"points": _("For marking by a person. The marks must add up to the item's.")}
    RULES: ClassVar = [(rule.value, rule.label) for rule in (AnswerKey.Rule.MANUAL, AnswerKey.Rule.TEXT)]
    marking_rule = forms.ChoiceField(label=_("How it is marked"), choices=RULES, initial="manual")
    accept = Accepted(label=_("Accepted words"))

    def initial_of(self, content: Content) -> dict[str, Any]:
        accepted = (content.key.get("blanks") or [[]])[0]
        return super().initial_of(content) | {"marking_rule": content.rule, "accept": accepted}

    def rows_of(self, name: str, content: Content) -> list[dict[str, Any]]:
        return _point_rows(content)

    def key(self) -> Key:
        if self.cleaned_data["marking_rule"] == AnswerKey.Rule.TEXT:
            return "text", {"blanks": [self.cleaned_data["accept"]]}, []
        lines = _points(self.sets["points"].filled, "1")
        return "manual", {}, [{"part": "1", "area": "", "marks": f"{self.marks():f}", "lines": lines}] if lines else []


def area_codes() -> list[tuple[str, str]]:
    """Codes of areas, whichever credential they belong to (one query)."""
    return [("", "—"), *((area.code, str(area)) for area in Area.objects.all())]


class PartRow(Row):
    texts: ClassVar = {"text": _("Question")}
    lines = 2
    area = forms.ChoiceField(label=_("Area"), required=False, choices=area_codes)
    marks = forms.DecimalField(label=_("Marks"), required=False, min_value=0, max_digits=6, decimal_places=2)


class CaseForm(WordingForm):
    kind = "case"
    rule = "manual"
    row_types: ClassVar = {"parts": PartRow, "points": LineRow}
    row_titles: ClassVar = {"parts": _("Parts"), "points": _("Marking scheme")}
    row_hints: ClassVar = {
        "parts": _("The stem above is the case itself; here stand its questions. Their marks add up to the item's."),
        "points": _("What earns marks, part by part; the marks of a part's points add up to the part's."),
    }
    least_rows = 4

    def __init__(self, data: Any = None, *, content: Content | None = None) -> None:
        super().__init__(data, content=content)
        del self.fields["max_marks"]

    def rows_of(self, name: str, content: Content) -> list[dict[str, Any]]:
        if name == "points":
            return _point_rows(content)
        return [
            {"id": line["id"], "area": line.get("area", ""), "marks": line["marks"], **initial_texts(texts)}
            for line, texts in listed(content.body, "parts")
        ]

    def _parts(self) -> list[tuple[str, Row]]:
        return [(str(number), row) for number, row in enumerate(self.sets["parts"].filled, 1)]

    def marks(self) -> Decimal:
        return sum((row.cleaned_data["marks"] or Decimal(0) for _name, row in self._parts()), Decimal(0))

    def body(self, language: str) -> dict[str, Any]:
        return {
            "parts": [
                {
                    "id": name,
                    "text": row.said()[language],
                    "area": row.cleaned_data["area"],
                    "marks": f"{row.cleaned_data['marks'] or Decimal(0):f}",
                }
                for name, row in self._parts()
            ]
        }

    def key(self) -> Key:
        rubric = [
            {
                "part": name,
                "area": row.cleaned_data["area"],
                "marks": f"{row.cleaned_data['marks'] or Decimal(0):f}",
                "lines": _points(self.sets["points"].filled, name),
            }
            for name, row in self._parts()
        ]
        return self.rule, {}, rubric
