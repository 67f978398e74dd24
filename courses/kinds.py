"""The kinds of activity there are. Each is a block that says which rules can complete it and what it keeps of itself.

A new kind subclasses `TrackedBlock`, is given a name with `register`, and is imported in `courses/blocks.py`. The name is
the block's type in the text of a lesson, the `kind` in a course version and in `ActivityProgress`.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.activities import RULES, Rule

RULE_LABELS: Mapping[str, "Promise | str"] = {
    "viewed": _("opened once"),
    "read": _("read to the end, by one's own word"),
    "watched": _("watched for at least so many percent"),
    "answered": _("every question answered right"),
    "scored": _("scored at least so many percent"),
    "time": _("worked on for at least so many minutes"),
    "teacher": _("marked by a teacher"),
    "attended": _("present at a meeting"),
    "self": _("marked by the learner"),
    "finished": _("completed, as the package says"),
    "passed": _("passed, as the package says"),
}


class RuleBlock(blocks.StructBlock):
    """When an activity counts as completed. Only rules its kind can fulfil are offered."""

    def __init__(self, rules: tuple[str, ...], **kwargs: Any) -> None:
        choices = [(name, RULE_LABELS[name]) for name in rules]
        fields = [
            ("by", blocks.ChoiceBlock(choices=choices, default=rules[0], label=_("completed when"))),
            (
                "at_least",
                blocks.IntegerBlock(label=_("at least (percent or minutes)"), required=False, min_value=1, max_value=600),
            ),
            ("required", blocks.BooleanBlock(label=_("the lesson cannot be completed without it"), required=False, default=True)),
            (
                "minutes",
                blocks.IntegerBlock(
                    label=_("of the lesson's minutes, so many are its own"),
                    required=False,
                    min_value=0,
                    max_value=600,
                    help_text=_("Asked for where a course does not count this kind of activity: so many are not credited there."),
                ),
            ),
        ]
        super().__init__(fields, **kwargs)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["by"] not in RULES:  # a draft is saved without what a page is published with
            raise StructBlockValidationError({"by": ValidationError(_("Say when it is completed."))})
        unit, figure = RULES[cleaned["by"]], cleaned["at_least"]
        if unit and not figure:
            raise StructBlockValidationError({"at_least": ValidationError(_("Give the figure from which it is completed."))})
        if unit == "percent" and figure > 100:
            raise StructBlockValidationError({"at_least": ValidationError(_("At most 100 percent."))})
        return cleaned


class TrackedBlock(blocks.StructBlock):
    """A part of a lesson that one completes (学习活动). Subclasses say which rules can, the usual one first.

    `own_word`: the deeds a learner reports himself, by a button that needs no script; whatever else is evidence comes
    through the kind's own door and `courses.working.note`. Meta.template draws the inside; the frame, with title, state
    and buttons, is templates/courses/activity.html.
    """

    rules: ClassVar[tuple[str, ...]] = ("viewed", "self")
    own_word: ClassVar[frozenset[str]] = frozenset({"viewed", "read", "said"})
    noun: ClassVar["Promise | str"] = ""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        # Given to the block as one of its own, so that the editor's form has it: a child added afterwards is not in its layout.
        rule = ("rule", RuleBlock(self.rules, label=_("completion")))
        super().__init__([*(local_blocks or []), rule], **kwargs)

    def cannot(self, rule: Rule, value: Any) -> "Promise | str":
        """Why this rule can never be fulfilled with this content, and what to do instead; empty when it can."""
        return ""

    def facts(self, value: Any) -> dict[str, Any]:
        """What a course version keeps of it besides title and rule: a duration, how many questions. Plain JSON."""
        return {}

    def present(self, value: Any, shown: Any) -> dict[str, Any]:
        """What the template needs beyond `value` and `shown` (courses.showing.Shown, or None in a preview)."""
        return {}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation and None in [cleaned[name] for name in self.child_blocks]:
            return cleaned  # a draft whose film or package is still to be chosen: whether the rule fits is asked when it is
        rule = rule_of(cleaned)
        unfit = rule.by not in self.rules
        reason = _("This kind of activity cannot be completed by that rule.") if unfit else self.cannot(rule, cleaned)
        if reason:
            raise StructBlockValidationError({"rule": ValidationError(str(reason))})
        return cleaned


def rule_of(value: Any) -> Rule:
    """The rule an editor set for a block."""
    told = value["rule"]
    unit = RULES[told["by"]]
    return Rule(told["by"], (told["at_least"] or 0) if unit else 0)


KINDS: dict[str, type[TrackedBlock]] = {}


def register(name: str, block: type[TrackedBlock]) -> None:
    """Make a kind known, before the pages are defined."""
    KINDS[name] = block


def kind_blocks() -> list[tuple[str, TrackedBlock]]:
    """One block of every kind, for the body of a lesson."""
    return [(name, block(group=_("Activities"))) for name, block in KINDS.items()]
