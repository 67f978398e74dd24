"""Running text of a lesson: paragraphs, lists, tables, passages of a statute."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock

from courses.markdown import REGULATION

INLINE = ["bold", "italic", "link"]


class TextBlock(blocks.RichTextBlock):
    """Running text with no headings or lists of its own."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", INLINE)
        super().__init__(**kwargs)


class ListBlock(blocks.StructBlock):
    ordered = blocks.BooleanBlock(label=_("numbered"), required=False)
    items = blocks.ListBlock(TextBlock(label=_("item")), label=_("items"))

    class Meta:
        icon = "list-ul"
        template = "courses/blocks/list.html"
        label = _("list")


class TableBlock(WagtailTableBlock):
    """A table with a header row; two asterisks around words make them bold."""

    class Meta:
        template = "courses/blocks/table.html"
        label = _("table")


class StatuteBlock(blocks.StructBlock):
    """A passage of a statute, word for word, with a link to its article (条文)."""

    statute = blocks.CharBlock(label=_("statute"), default=REGULATION, help_text=_("As in its address: zhuhai-quality"))
    article = blocks.IntegerBlock(label=_("article"), min_value=1, max_value=99)
    label = blocks.CharBlock(label=_("shown as"), help_text=_("For example: Article 9, paragraph 2"))
    text = blocks.TextBlock(label=_("text"), rows=3)

    class Meta:
        icon = "openquote"
        template = "courses/blocks/statute.html"
        label = _("statute quotation")


class PassageBlock(blocks.StreamBlock):
    """Text, lists and tables inside an example or an activity."""

    paragraph = TextBlock(label=_("paragraph"), icon="pilcrow", template="courses/blocks/paragraph.html")
    list = ListBlock()
    table = TableBlock()
