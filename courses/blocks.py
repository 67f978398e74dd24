"""What a lesson is made of (正文). Rendered by templates/courses/blocks/."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses import package_block, reading_block  # noqa: F401  # each kind of activity makes itself known
from courses.checking import number
from courses.kinds import kind_blocks
from courses.passages import ListBlock, PassageBlock, StatuteBlock, TableBlock, TextBlock


class ExampleBlock(blocks.StructBlock):
    body = PassageBlock(label=_("text"))

    class Meta:
        icon = "help"
        template = "courses/blocks/example.html"
        label = _("worked example")


class ActivityBlock(blocks.StructBlock):
    """Something to do with one's own hands (动手做)."""

    title = blocks.CharBlock(label=_("title"))
    body = PassageBlock(label=_("task"))

    class Meta:
        icon = "edit"
        template = "courses/blocks/activity.html"
        label = _("activity")


class PointsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"))
    items = blocks.ListBlock(TextBlock(label=_("point")), label=_("points"))

    class Meta:
        icon = "pick"
        template = "courses/blocks/points.html"
        label = _("key points")


class SourcesBlock(PointsBlock):
    """What the lesson rests on (依据); what is still to be verified is shown as such."""

    class Meta:
        icon = "link"
        template = "courses/blocks/sources.html"
        label = _("sources")


class LessonBlocks(blocks.StreamBlock):
    """The body of a lesson."""

    heading = blocks.CharBlock(label=_("section heading"), icon="title", template="courses/blocks/heading.html")
    subheading = blocks.CharBlock(label=_("subheading"), icon="title", template="courses/blocks/subheading.html")
    paragraph = TextBlock(label=_("paragraph"), icon="pilcrow", template="courses/blocks/paragraph.html")
    list = ListBlock()
    table = TableBlock()
    statute = StatuteBlock()
    quote = TextBlock(label=_("quotation"), icon="openquote", template="courses/blocks/quote.html")
    example = ExampleBlock()
    activity = ActivityBlock()
    points = PointsBlock()
    sources = SourcesBlock()

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        """And one block of every kind of activity (courses/kinds.py)."""
        super().__init__([*(local_blocks or []), *kind_blocks()], **kwargs)


class ModuleBlock(blocks.StructBlock):
    """A unit of a course (单元): lessons of the library in order."""

    title = blocks.CharBlock(label=_("title"))
    lessons = blocks.ListBlock(blocks.PageChooserBlock(page_type="courses.LessonPage", label=_("lesson")), label=_("lessons"))

    class Meta:
        icon = "list-ol"
        label = _("unit of the course")


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("text"))
    right = blocks.BooleanBlock(label=_("right"), required=False)


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(label=_("left"))
    right = blocks.CharBlock(label=_("right match"))


class CheckBlock(blocks.StructBlock):
    """What every self-check has: a question, and a sentence that explains the answer."""

    stem = blocks.TextBlock(label=_("question"), rows=2)
    explanation = blocks.TextBlock(label=_("explanation"), rows=2)


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
    tolerance = blocks.CharBlock(label=_("tolerance"), default="0")
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


class CheckBlocks(blocks.StreamBlock):
    """The self-checks of a lesson (自测). A check is known by its block's id, the same in every language."""

    single = SingleBlock()
    multiple = MultipleBlock()
    truefalse = TrueFalseBlock()
    numeric = NumericBlock()
    ordering = OrderingBlock()
    matching = MatchingBlock()
    fillin = FillInBlock()
    short = ShortBlock()
