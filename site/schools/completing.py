"""A lesson as one text (整课文字): its fields before its text, so that a download holds all of it, and nothing twice."""

import re
from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from schools.models import LessonPackPage

_ENDS = "：:；;，,、。.|"
# What a page has in its text's own column, and what a sheet needs beside that.
SHOWN, ALL = ("objectives", "materials"), ("objectives", "materials", "cost", "safety")


def beside(page: LessonPackPage, names: Iterable[str] = SHOWN) -> list[tuple[str, list[str]]]:
    """Each heading with its lines; nothing of what the text lists itself."""
    headings = {
        "objectives": _("objectives"),
        "materials": pgettext("of a lesson", "materials"),
        "cost": _("cost"),
        "safety": _("safety note"),
    }
    told = [(capfirst(headings[name]), _untold(getattr(page, name), page.text)) for name in names]
    return [(heading, lines) for heading, lines in told if lines]


def whole(page: LessonPackPage) -> str:
    """In Markdown."""
    parts = [f"## {heading}\n\n" + "\n".join(f"- {line}" for line in lines) for heading, lines in beside(page, ALL)]
    return "\n\n".join([*parts, page.text])


def _untold(words: str, text: str) -> list[str]:
    """All the lines, or none where each is an item of the text: a thing that is only mentioned there is not listed yet.

    >>> _untold("木块\\n直尺", "同测一块木块。"), _untold("木块\\n直尺", "材料：木块；直尺。"), _untold("木块", "- 木块")
    (['木块', '直尺'], [], [])
    """
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    is_listed = all(re.search(rf"(?:^|[{_ENDS}-])\s*{re.escape(line)}\s*(?:$|[{_ENDS}])", text, re.MULTILINE) for line in lines)
    return [] if is_listed else lines
