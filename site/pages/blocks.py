"""What an editor composes the home page's own sections of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class TextSection(blocks.StructBlock):
    """A heading and some words."""

    heading = blocks.CharBlock(label=_("heading"), max_length=60)
    text = blocks.RichTextBlock(label=_("text"), features=["bold", "link", "ol", "ul"])

    class Meta:
        icon = "pilcrow"
        label = _("Text")


class LinkRow(blocks.StructBlock):
    """One line that leads somewhere."""

    title = blocks.CharBlock(label=_("title"), max_length=80)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    address = blocks.CharBlock(
        label=_("address on this site"), required=False, help_text=_("Where there is no page to choose: /exams/")
    )
    words = blocks.CharBlock(label=_("a few words"), required=False, max_length=160)


class LinkSection(blocks.StructBlock):
    """A heading and lines that lead on."""

    heading = blocks.CharBlock(label=_("heading"), max_length=60)
    rows = blocks.ListBlock(LinkRow(), label=_("lines"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Links")


class HomeBlocks(blocks.StreamBlock):
    text = TextSection()
    links = LinkSection()
