"""Questions as an editor writes them: a stem, an explanation, and what the kind needs (courses/checks.py)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.checking import number


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("text"))
    right = blocks.BooleanBlock(label=_("right"), required=False)


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(label=_("left"))
    right = blocks.CharBlock(label=_("right match"))


class CheckBlock(blocks.StructBlock):
    """What every self-check has: a question, and a sentence that explains the answer."""

    stem = blocks.TextBlock(label=_("question"), rows=2)
    explanation = blocks.TextBlock(label=_("explanation"), rows=2, help_text=_("Shown after every answer, right or wrong."))


class SingleBlock(CheckBlock):
    options = blocks.ListBlock(OptionBlock(), label=_("options"), min_num=2)

    def clean(self, value: Any) -> Any:
        if sum(bool(option["right"]) for option in value["options"]) != 1:
            raise ValidationError(_("Mark exactly one option as right."))
        return super().clean(value)

    class Meta:
        icon = "radio-full"
        label = _("single choice")


class MultipleBlock(CheckBlock):
    options = blocks.ListBlock(OptionBlock(), label=_("options"), min_num=2)

    def clean(self, value: Any) -> Any:
        if not any(option["right"] for option in value["options"]):
            raise ValidationError(_("Mark at least one option as right."))
        return super().clean(value)

    class Meta:
        icon = "tick"
        label = _("multiple choice")


class TrueFalseBlock(CheckBlock):
    answer = blocks.BooleanBlock(label=_("the statement is true"), required=False)

    class Meta:
        icon = "check"
        label = _("true or false")


class NumericBlock(CheckBlock):
    value = blocks.CharBlock(label=_("right value"))
    tolerance = blocks.CharBlock(
        label=_("tolerance"),
        default="0",
        help_text=_("How far an answer may be off and is still right: 0.5. At 0 it must be exact."),
    )
    unit = blocks.CharBlock(label=_("unit"), required=False)

    def clean(self, value: Any) -> Any:
        tolerance = number(value["tolerance"] or "")
        if number(value["value"] or "") is None or tolerance is None or tolerance < 0:
            raise ValidationError(_("Value and tolerance must be figures; the tolerance is not negative."))
        return super().clean(value)

    class Meta:
        icon = "decimal"
        label = _("number")


class OrderingBlock(CheckBlock):
    options = blocks.ListBlock(blocks.CharBlock(label=_("step")), label=_("steps as shown"), min_num=2)
    order = blocks.CharBlock(label=_("right order"), help_text=_("Letters of the steps as shown: C A B"))

    def clean(self, value: Any) -> Any:
        letters = [chr(ord("A") + n) for n in range(len(value["options"]))]
        if sorted((value["order"] or "").split()) != letters:
            raise ValidationError(_("The right order must name each step once, with blanks between: C A B."))
        return super().clean(value)

    class Meta:
        icon = "order"
        label = _("put in order")


class MatchingBlock(CheckBlock):
    pairs = blocks.ListBlock(PairBlock(), label=_("pairs"), min_num=2)

    class Meta:
        icon = "link"
        label = _("match pairs")


class FillInBlock(CheckBlock):
    accept = blocks.ListBlock(blocks.CharBlock(label=_("accepted")), label=_("accepted answers"), min_num=1)

    class Meta:
        icon = "edit"
        label = _("fill in")


class ShortBlock(CheckBlock):
    """A free answer; the reader compares it with the explanation, and writing it is what counts."""

    class Meta:
        icon = "pilcrow"
        label = _("short answer")
