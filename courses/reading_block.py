"""A text to be read as an activity of its own: rich text, or a passage of a statute with the anchor of its article."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.activities import Rule
from courses.kinds import TrackedBlock, register
from courses.passages import PassageBlock, StatuteBlock


class ReadPassageBlock(PassageBlock):
    statute = StatuteBlock()


class ReadingBlock(TrackedBlock):
    """Something to read and to say so."""

    rules: ClassVar[tuple[str, ...]] = ("read", "self")
    noun = _("Reading")

    title = blocks.CharBlock(label=_("title"), max_length=120)
    body = ReadPassageBlock(label=_("text"))

    def cannot(self, rule: Rule, value: Any) -> str:
        return "" if len(value["body"]) else str(_("There is nothing to read: add a paragraph or a passage of a statute."))

    class Meta:
        icon = "doc-full"
        template = "courses/activities/reading.html"
        label = _("reading")


register("reading", ReadingBlock)
