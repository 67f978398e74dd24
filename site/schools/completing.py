"""A lesson as one text (整课文字): its fields before its text, so that a download holds all of it, and nothing twice."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from schools.models import LessonPackPage

# What a page has in its text's own column, and what a sheet needs beside that.
SHOWN, ALL = ("objectives", "materials"), ("objectives", "materials", "cost", "safety")


def beside(page: LessonPackPage, names: Iterable[str] = SHOWN) -> list[tuple[str, list[str]]]:
    """Each heading with its lines; without lines that the text has word for word."""
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
    lines = [line.strip() for line in words.splitlines()]
    return [line for line in lines if line and line not in text]
