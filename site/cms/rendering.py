"""Markdown that editors write, a note or an opening notice, made into clean HTML once, when it is saved."""

import re
from functools import cache

import nh3
from markdown_it import MarkdownIt

from core.unverified import MARK

_TAGS = set("h2 h3 p ul ol li table thead tbody tr th td strong em a code blockquote hr br".split())  # noqa: SIM905  reads better


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def render(text: str) -> str:
    """Clean HTML of a note's Markdown; raw HTML in it is shown as text.

    >>> render("**甲** <script>〔待核〕")
    '<p><strong>甲</strong> &lt;script&gt;<mark>〔待核〕</mark></p>\\n'
    """
    html = nh3.clean(_markdown().render(text), tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    html = MARK.sub(lambda match: f"<mark>{match[0]}</mark>", html)  # told apart from what stands
    # A wide table scrolls in its own frame; a frame that scrolls must be reachable by keyboard.
    return html.replace("<table>", '<div class="tbl__scroll" tabindex="0"><table>').replace("</table>", "</table></div>")


def plain(html: str) -> str:
    """The words alone, for search and summaries."""
    return " ".join(nh3.clean(re.sub(r"</(?:p|li|td|th|h2|h3)>", r"\g<0> ", html), tags=set()).split())


def lead(html: str, most: int = 120) -> str:
    """What a note is about: its opening paragraph, or its headings where it opens with a table or a list.

    Cut after a sentence within `most` characters; Latin letters count half.

    >>> lead("<p>一句。两句。</p>", 4), lead("<p>One two three. Four.</p>", 7)
    ('一句。', 'One two…')
    >>> lead("<h2>开站清单</h2> <hr> <h2>日常</h2> <p>每天。</p>")
    '开站清单、日常'
    """
    opening = re.match(r"\s*(?:<h2>(?:(?!</h2>).)*</h2>\s*)?<p>(.*?)</p>", html, re.DOTALL)
    if opening is None:
        headings = [plain(heading) for heading in re.findall(r"<h2>(.*?)</h2>", html)]
        return ("; " if "".join(headings).isascii() else "、").join(headings)
    words = plain(opening[1])
    room = 2 * most if words.isascii() else most
    if len(words) <= room:
        return words
    end = max(words.rfind(mark, 0, room) for mark in ("。", ". ")) + 1
    return words[:end] if end > 1 else words[:room].rpartition(" ")[0] + "…" if words.isascii() else f"{words[: room - 1]}…"
