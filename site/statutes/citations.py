"""Turning citations of the Regulation into links, and gathering who cites an article.

Rooms above add to `sources` in their AppConfig.ready(): a callable that tells, for one statute's slug, which of
its pages speak of which article. The regulation's page calls each once, so its queries stay few and fixed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from statutes.loading import SLUG
from statutes.mentions import mentions


@dataclass(frozen=True)
class Citing:
    """Something that cites an article: a lesson, a course."""

    title: str
    url: str
    code: str = ""


sources: list[Callable[[str], Mapping[int, Sequence[Citing]]]] = []

_TAG = re.compile(r"(<[^>]*>)")


def address(article: int) -> str:
    """Where an article of the Regulation stands, in the reader's language."""
    return f"{reverse('statutes:statute', args=[SLUG])}#a{article}"


def link(text: str) -> SafeString:
    """Plain text with every citation of the Regulation made a link; all else is escaped."""
    return _linked(text, escape)


def link_html(html: str) -> SafeString:
    """The same for HTML that is already clean: only text between tags is touched, never inside a link."""
    out, depth = [], 0
    for piece in _TAG.split(html):
        if piece.startswith("<"):
            depth += (piece[:3].lower() in ("<a ", "<a>")) - (piece[:3].lower() == "</a")
            out.append(piece)
        else:
            out.append(piece if depth else _linked(piece, mark_safe))
    return mark_safe("".join(out))  # noqa: S308  the pieces are the caller's clean HTML and our own links


def citing(slug: str) -> dict[int, list[Citing]]:
    """What all rooms above say cites each article of one statute."""
    found: dict[int, list[Citing]] = {}
    for source in sources:
        for number, rows in source(slug).items():
            found.setdefault(number, []).extend(rows)
    return found


def _linked(text: str, safe: Callable[[str], SafeString]) -> SafeString:
    out, done = [], 0
    for mention in mentions(text):
        words = safe(text[mention.start : mention.end])
        out += [safe(text[done : mention.start]), format_html('<a href="{}">{}</a>', address(mention.article), words)]
        done = mention.end
    return mark_safe("".join([*out, safe(text[done:])]))  # noqa: S308  every piece was made safe above
