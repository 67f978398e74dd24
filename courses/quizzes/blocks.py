"""A quiz drawn from the bank (测验), as an activity of a lesson: which questions, how many, and what is enough."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.activities import Rule
from courses.kinds import TrackedBlock, register
from courses.quizzes import bank
from courses.quizzes.draw import MOST_ATTEMPTS, MOST_DAYS, MOST_QUESTIONS, Draw

_EXPLAIN = [
    ("each", _("after each attempt")),
    ("passed", _("once the quiz is passed")),
    ("never", _("not at all; only which answers were right")),
]
_ASKED = ("draw_from", "easiest", "hardest", "count")


class QuizBlock(TrackedBlock):
    """Each attempt draws its questions from those open to practice; one of a live exam is never among them."""

    rules: ClassVar[tuple[str, ...]] = ("scored",)
    own_word: ClassVar[frozenset[str]] = frozenset()
    noun = _("Quiz")

    title = blocks.CharBlock(label=_("title"), max_length=120)
    draw_from = blocks.ListBlock(
        blocks.ChoiceBlock(choices=bank.sources, label=_("lesson or area")),
        label=_("drawn from"),
        min_num=1,
        help_text=_(
            "Behind each stands how many questions it has that are open to practice. Questions of exams are never drawn."
        ),
    )
    kinds = blocks.MultipleChoiceBlock(
        choices=bank.kinds,
        label=_("kinds of question"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every kind."),
    )
    easiest = blocks.IntegerBlock(label=_("difficulty from"), default=1, min_value=1, max_value=5)
    hardest = blocks.IntegerBlock(label=_("difficulty up to"), default=5, min_value=1, max_value=5)
    count = blocks.IntegerBlock(label=_("number of questions"), default=5, min_value=1, max_value=MOST_QUESTIONS)
    attempts = blocks.IntegerBlock(
        label=pgettext_lazy("of a quiz", "attempts"),
        required=False,
        min_value=1,
        max_value=MOST_ATTEMPTS,
        help_text=_("Empty: as often as one likes. The best attempt counts."),
    )
    wait_days = blocks.IntegerBlock(
        label=_("days until as many attempts are open again"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("For whoever has used all attempts. Counts only where attempts are limited."),
    )
    explain = blocks.ChoiceBlock(choices=_EXPLAIN, default="each", label=_("right answers and explanations are shown"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if any(cleaned[name] in (None, "") for name in _ASKED) or not all(cleaned["draw_from"]):
            return cleaned  # a draft that is half written: what it asks for is looked at once it says so
        if cleaned["easiest"] > cleaned["hardest"]:
            raise StructBlockValidationError({"hardest": ValidationError(_("Not easier than the easiest."))})
        if fault := bank.shortage(draw_of(cleaned)):
            raise StructBlockValidationError({"count": ValidationError(fault)})
        return cleaned

    def cannot(self, rule: Rule, value: Any) -> str:
        if value["attempts"] and not value["wait_days"] and value["rule"]["required"]:
            return str(
                _(
                    "Whoever fails every attempt could never complete the lesson. Give the days after which as many attempts are "
                    "open again, leave the number of attempts empty, or let the lesson be completed without the quiz."
                )
            )
        return ""

    def facts(self, value: Any) -> dict[str, Any]:
        return {"draw": draw_of(value).data}

    def get_searchable_content(self, value: Any) -> list[str]:
        """Its title: where questions come from is the author's business, and costs a look into the bank."""
        return [value["title"]]

    def present(self, value: Any, shown: Any) -> dict[str, Any]:
        """A version's own rule for its learners; the editor's for a preview."""
        draw = Draw.of(shown.activity.facts["draw"]) if shown else draw_of(value)
        known = bank.bank()
        needed = shown.activity.rule.at_least if shown else value["rule"]["at_least"]
        return {"draw": draw, "needed": needed, "panel": known.panel(shown, draw) if known and shown else None}

    class Meta:
        icon = "list-ul"
        template = "courses/activities/quiz.html"
        label = _("quiz (drawn from the bank)")


def draw_of(value: Any) -> Draw:
    """The rule as the editor has it."""
    return Draw(
        sources=tuple(value["draw_from"]),
        count=value["count"] or 1,
        kinds=tuple(value["kinds"] or ()),
        easiest=value["easiest"] or 1,
        hardest=value["hardest"] or 5,
        attempts=value["attempts"] or 0,
        wait_days=value["wait_days"] or 0,
        explain=value["explain"] or "each",
    )


register("quiz", QuizBlock)
