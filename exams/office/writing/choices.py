"""Items answered by choosing: single, multiple, true or false, matching, ordering."""

from decimal import Decimal
from string import ascii_lowercase, ascii_uppercase
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import fold
from exams.content import Content
from exams.fingerprints import fingerprint
from exams.languages import SOURCE
from exams.models import AnswerKey
from exams.office.writing.rows import Row, initial_texts, listed
from exams.office.writing.wording import WordingForm

Key = tuple[str, dict[str, Any], list[dict[str, Any]]]


class ChoiceRow(Row):
    texts: ClassVar = {"text": _("Choice")}
    right = forms.BooleanField(label=_("Right"), required=False)
    last = forms.BooleanField(label=_("Keep last (“all of the above”)"), required=False)


class MappedRow(ChoiceRow):
    worth = forms.DecimalField(
        label=_("Marks, may be negative"), required=False, max_digits=6, decimal_places=2, min_value=-1000, max_value=1000
    )


class SingleForm(WordingForm):
    kind = "single"
    row_types: ClassVar = {"choices": ChoiceRow}
    row_titles: ClassVar = {"choices": _("Choices")}
    row_hints: ClassVar = {"choices": _("Tick the right one. Choices are shuffled; tick “keep last” where the place matters.")}

    def rows_of(self, name: str, content: Content) -> list[dict[str, Any]]:
        right = content.key.get("correct") or ()
        worth = content.key.get("map") or {}
        named = {right} if isinstance(right, str) else set(right)
        return [
            {
                "id": line["id"],
                "right": line["id"] in named,
                "last": bool(line.get("last")),
                "worth": worth.get(line["id"]),
                **initial_texts(texts),
            }
            for line, texts in listed(content.body, "choices")
        ]

    def body(self, language: str) -> dict[str, Any]:
        return {
            "choices": [
                {"id": name, "text": row.said()[language]} | ({"last": True} if row.cleaned_data["last"] else {})
                for name, row in self.sets["choices"].numbered(ascii_uppercase)
            ]
        }

    def ticked(self) -> list[str]:
        return [name for name, row in self.sets["choices"].numbered(ascii_uppercase) if row.cleaned_data["right"]]

    def key(self) -> Key:
        ticked = self.ticked()
        return self.rule, {"correct": ticked[0] if ticked else ""}, []

    def clean(self) -> None:
        if self.sets["choices"].is_valid() and len(self.ticked()) > 1:
            raise forms.ValidationError(
                _("More than one choice is ticked as right: leave one, or make it a multiple-choice item.")
            )


class MultipleForm(SingleForm):
    kind = "multiple"
    row_types: ClassVar = {"choices": MappedRow}
    row_hints: ClassVar = {
        "choices": _(
            "Tick all that are right; at least one must be wrong. Marks per choice count under “marks per choice” alone."
        )
    }
    RULES: ClassVar = [
        (rule.value, rule.label) for rule in (AnswerKey.Rule.CN_MULTI, AnswerKey.Rule.ALL_OR_NOTHING, AnswerKey.Rule.MAP_RESPONSE)
    ]
    marking_rule = forms.ChoiceField(label=_("How it is marked"), choices=RULES, initial="cn_multi")

    def initial_of(self, content: Content) -> dict[str, Any]:
        return super().initial_of(content) | {"marking_rule": content.rule}

    def key(self) -> Key:
        rule = self.cleaned_data["marking_rule"]
        if rule != AnswerKey.Rule.MAP_RESPONSE:
            return rule, {"correct": sorted(self.ticked())}, []
        rows = self.sets["choices"].numbered(ascii_uppercase)
        return rule, {"map": {name: f"{row.cleaned_data['worth'] or Decimal(0):f}" for name, row in rows}}, []

    def clean(self) -> None:
        """Several may be right here."""


class TrueFalseForm(WordingForm):
    kind = "truefalse"
    right = forms.ChoiceField(
        label=_("The statement is"),
        required=False,
        choices=[("true", _("Right")), ("false", _("Wrong"))],
        widget=forms.RadioSelect,
    )

    def initial_of(self, content: Content) -> dict[str, Any]:
        right = content.key.get("correct")
        return super().initial_of(content) | {"right": "" if right is None else str(right).lower()}

    def key(self) -> Key:
        return self.rule, {"correct": {"true": True, "false": False}.get(self.cleaned_data["right"])}, []


class StepRow(Row):
    texts: ClassVar = {"text": _("Step")}
    place = forms.IntegerField(label=_("Place"), required=False, min_value=1, max_value=99)


class OrderingForm(WordingForm):
    kind = "ordering"
    rule = "order_pairs"
    row_types: ClassVar = {"steps": StepRow}
    row_titles: ClassVar = {"steps": _("Steps in the right order")}
    row_hints: ClassVar = {"steps": _("Without a number a step keeps its place here. Candidates see them shuffled.")}

    def rows_of(self, name: str, content: Content) -> list[dict[str, Any]]:
        place = {step: number for number, step in enumerate(content.key.get("order") or (), 1)}
        rows = [
            {"id": line["id"], "place": place.get(line["id"]), **initial_texts(texts)}
            for line, texts in listed(content.body, "choices")
        ]
        return sorted(rows, key=lambda row: row["place"] or 99)

    def body(self, language: str) -> dict[str, Any]:
        """Not in the right order, in case a paper is not shuffled: as it was, and new steps where their digest puts them."""
        steps = self.sets["steps"].numbered(ascii_uppercase)
        lines = [({"id": name, "text": row.said()[language]}, row.said()[SOURCE]) for name, row in steps]
        return {"choices": mixed(lines, self.base, "choices")}

    def key(self) -> Key:
        steps = enumerate(self.sets["steps"].numbered(ascii_uppercase), 1)
        placed = sorted(steps, key=lambda step: (step[1][1].cleaned_data["place"] or step[0], step[0]))
        return self.rule, {"order": [name for _place, (name, _row) in placed]}, []


class PairRow(Row):
    texts: ClassVar = {"left": _("Left"), "right": _("Its counterpart")}
    right_id = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)


class MatchingForm(WordingForm):
    kind = "matching"
    rule = "pairs"
    row_types: ClassVar = {"pairs": PairRow}
    row_titles: ClassVar = {"pairs": _("Pairs")}
    row_hints: ClassVar = {
        "pairs": _("A row without a left side is a counterpart too many. The same counterpart may stand in several rows.")
    }

    def rows_of(self, name: str, content: Content) -> list[dict[str, Any]]:
        bodies, pairs = content.body, content.key.get("pairs") or {}
        right = {line["id"]: texts for line, texts in listed(bodies, "right")}
        rows = [
            {
                "id": line["id"],
                "right_id": pairs.get(line["id"], ""),
                **initial_texts(texts, "left"),
                **initial_texts(right.get(pairs.get(line["id"], ""), {}), "right"),
            }
            for line, texts in listed(bodies, "left")
        ]
        spare = [choice for choice in right if choice not in pairs.values()]
        return rows + [{"right_id": choice, **initial_texts(right[choice], "right")} for choice in spare]

    def _left(self) -> list[tuple[str, Row]]:
        rows = [row for row in self.sets["pairs"].filled if row.said("left")[SOURCE]]
        taken = {row.cleaned_data["id"] for row in rows}
        free = (str(number) for number in range(1, 100) if str(number) not in taken)
        return [(row.cleaned_data["id"] or next(free), row) for row in rows]

    def _right(self) -> dict[str, tuple[str, Row]]:
        """Each counterpart once, by its folded text: its id, and the row that says it first."""
        rows = [row for row in self.sets["pairs"].filled if row.said("right")[SOURCE]]
        taken = {row.cleaned_data["right_id"] for row in rows}
        free = (letter for letter in ascii_lowercase if letter not in taken)
        found: dict[str, tuple[str, Row]] = {}
        used: set[str] = set()
        for row in rows:
            words, name = fold(row.said("right")[SOURCE]), row.cleaned_data["right_id"]
            if words not in found:
                found[words] = (next(free) if not name or name in used else name, row)
                used.add(found[words][0])
        return found

    def body(self, language: str) -> dict[str, Any]:
        right = [
            ({"id": name, "text": row.said("right")[language]}, row.said("right")[SOURCE]) for name, row in self._right().values()
        ]
        return {
            "left": [{"id": name, "text": row.said("left")[language]} for name, row in self._left()],
            "right": mixed(right, self.base, "right"),
        }

    def key(self) -> Key:
        right = self._right()
        pairs = {name: right.get(fold(row.said("right")[SOURCE]), ("",))[0] for name, row in self._left()}
        return self.rule, {"pairs": {left: choice for left, choice in pairs.items() if choice}}, []


def mixed(lines: list[tuple[dict[str, str], str]], base: Content | None, name: str) -> list[dict[str, str]]:
    """Lines, each with its Chinese text, in an order that tells nothing: known ones as they stood, then by their digest."""
    before = [line["id"] for line in base.body[SOURCE].get(name) or ()] if base else []
    places = {known: place for place, known in enumerate(before)}
    return [line for line, text in sorted(lines, key=lambda pair: (places.get(pair[0]["id"], len(places)), fingerprint(pair[1])))]
