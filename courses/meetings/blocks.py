"""A session held face to face (面授), as an activity of a lesson: its meetings are set run by run, not by the author."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.kinds import TrackedBlock, register
from courses.passages import PassageBlock


class SessionBlock(TrackedBlock):
    """What is done when people meet, and what to bring. When and where is for each run to say."""

    rules: ClassVar[tuple[str, ...]] = ("attended", "time")
    own_word: ClassVar[frozenset[str]] = frozenset()
    noun = _("Session face to face")

    title = blocks.CharBlock(label=_("title"), max_length=120)
    body = PassageBlock(label=_("what is done there, and what to bring"), required=False)

    def present(self, value: Any, shown: Any) -> dict[str, Any]:
        from courses.meetings.showing import dates_of

        return {"dates": dates_of(shown)}

    class Meta:
        icon = "group"
        template = "courses/activities/session.html"
        label = _("session face to face")


register("session", SessionBlock)
