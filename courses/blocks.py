"""What a lesson is made of (正文). Rendered by templates/courses/blocks/."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses import package_block, reading_block  # noqa: F401  # each kind of activity makes itself known
from courses.figure_block import FigureBlock
from courses.kinds import kind_blocks
from courses.media import blocks as media_blocks  # noqa: F401  # as above
from courses.meetings import blocks as meeting_blocks  # noqa: F401  # as above
from courses.passages import ListBlock, PassageBlock, StatuteBlock, TableBlock, TextBlock
from courses.question_blocks import (
    FillInBlock,
    MatchingBlock,
    MultipleBlock,
    NumericBlock,
    OrderingBlock,
    ShortBlock,
    SingleBlock,
    TrueFalseBlock,
)
from courses.quizzes import blocks as quiz_blocks  # noqa: F401  # as above
from courses.works import blocks as work_blocks  # noqa: F401  # as above


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
    form = blocks.CharBlock(
        label=_("name of its form"),
        required=False,
        max_length=80,
        help_text=_("Its tables can be downloaded as a workbook under this name."),
    )

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
    figure = FigureBlock()
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
