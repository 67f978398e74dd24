"""Rich text: other systems' HTML as the bank's plain text, and back. What has no counterpart is named."""

import re
from html import escape
from html.parser import HTMLParser

from core.text import clean, unescape_breaks

_BREAKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"}
_STRONG = {"b", "strong", "em", "i", "u", "mark"}
# Mean nothing to the reader once they are gone.
_SILENT = {
    "span",
    "font",
    "html",
    "body",
    "head",
    "meta",
    "tbody",
    "thead",
    "a",
    "o:p",
    "small",
    "big",
    "center",
    "label",
    "section",
    "article",
    "cite",
    "code",
    "title",
}
_CELL = {"td", "th"}
_HIDDEN = {"script", "style", "annotation", "annotation-xml"}
_SUPERSCRIPT = dict(zip(map(ord, "0123456789+-=()n"), "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_SUBSCRIPT = dict(zip(map(ord, "0123456789+-=()"), "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_RAISED = {"sup": _SUPERSCRIPT, "sub": _SUBSCRIPT}
# Raised signs that are no exponents keep their place.
_ORDINALS = re.compile(r"(?:st|nd|rd|th|o|ª|º|®|™|\*+|\[\d+\])?")
# Formulas (MathML): what stands before the second part of each, and before the third.
_PARTED = {
    "mfrac": "/",
    "msup": "^",
    "msub": "_",
    "mroot": "^1/",
    "munder": "_",
    "mover": "^",
    "msubsup": "_^",
    "munderover": "_^",
}
_ATOMS = {"mn", "mi", "mo", "mtext", "ms", "mspace"}
_EMPTY_LINES = re.compile(r"\n{2,}")
_MARK = re.compile(r"\*\*(.+?)\*\*", re.S)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.unknown: set[str] = set()
        self._hidden = 0
        self._raised: list[str] = []
        # The formulas still open: each with the number of its parts so far, and whether the last is in brackets.
        self._formulas: list[tuple[str, int]] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag.startswith("m") and self._within_math(tag):
            self._begin_part(tag)
        elif tag in _HIDDEN:
            self._hidden += 1
            self.unknown.add(tag)
        elif tag in _BREAKS:
            self.out.append("\n")
        elif tag in _STRONG:
            self.out.append("**")
        elif tag in _RAISED:
            self._raised.append(tag)
        elif tag in _CELL:
            self.out.append("\t")
        elif tag not in _SILENT:
            self.unknown.add(tag)
            self.out.append(dict(attrs).get("alt") or "")

    def _within_math(self, tag: str) -> bool:
        return tag == "math" or bool(self._open)

    def _begin_part(self, tag: str) -> None:
        """One part more of the formula it lies in, parted from the one before as it would be written in a line."""
        if tag == "math":
            self.unknown.add(tag)
        closing = ""
        if self._formulas and self._open and self._open[-1][0] == self._formulas[-1][0]:
            above, parts = self._formulas[-1]
            self._formulas[-1] = (above, parts + 1)
            if parts:
                self.out.append(_PARTED[above] if len(_PARTED[above]) != 2 else _PARTED[above][parts - 1])
            if tag not in _ATOMS:
                self.out.append("(")
                closing = ")"
        if tag == "msqrt":
            self.out.append("√(")
            closing += ")"
        if tag in _PARTED:
            self._formulas.append((tag, 0))
        self._open.append((tag, closing))

    def _end_part(self, tag: str) -> None:
        while self._open:
            ended, closing = self._open.pop()
            self.out.append(closing)
            if ended in _PARTED:
                self._formulas.pop()
            if ended == tag:
                return

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag in [known for known, _closing in self._open]:
            self._end_part(tag)
        elif tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BREAKS and tag != "br":
            self.out.append("\n")
        elif tag in _STRONG:
            self.out.append("**")
        elif tag in _RAISED and tag in self._raised:
            self._raised.remove(tag)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        flat = re.sub(r"[\r\n]+", " ", data)
        if self._open:
            flat = flat.strip()
        self.out.append(_raised(self._raised[-1], flat) if self._raised else flat)


def _raised(tag: str, text: str) -> str:
    """Raised or lowered by the signs there are; an exponent without such signs is written out, or 10 to the n were 10n.

    >>> _raised("sup", "23"), _raised("sup", "−x"), _raised("sup", "th"), _raised("sub", "max")
    ('²³', '^(−x)', 'th', 'max')
    """
    made = text.replace("−", "-").translate(_RAISED[tag])
    if set(made) <= set(_RAISED[tag].values()) or not text.strip():
        return made
    if tag == "sub" or _ORDINALS.fullmatch(text.strip()):
        return text
    return f"^{text}" if len(text) == 1 else f"^({text})"


def from_html(html: str) -> tuple[str, frozenset[str]]:
    """Plain text with **emphasis** and line breaks, and the tags that had no counterpart (img, iframe, math …).

    >>> from_html("<p>条例<b>没有</b>&lt;规定&gt;</p><p>10<sup>2</sup><img src='a.png' alt='图'></p>")
    ('条例**没有**<规定>\\n10²图', frozenset({'img'}))
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tidy("".join(reader.out).replace("****", "")), frozenset(reader.unknown)


def to_html(text: str) -> str:
    """The same text as HTML.

    >>> to_html("条例**没有**<规定>\\n第九条")
    '条例<b>没有</b>&lt;规定&gt;<br>第九条'
    """
    return _MARK.sub(r"<b>\1</b>", escape(text, quote=False)).replace("\n", "<br>")


def is_html(text: str) -> bool:
    """Whether a text that says nothing of its form holds tags or named characters."""
    return bool(
        re.search(
            r"</?(?:p|br|div|span|b|i|u|em|strong|sup|sub|img|table|ul|ol|li|font)\b[^>]*>|&(?:nbsp|lt|gt|amp|quot);", text, re.I
        )
    )


def tidy(text: str) -> str:
    """As it is kept: every line clean, no empty ones.

    >>> tidy(" 第一行 \\r\\n\\n  第二行\\u200b ")
    '第一行\\n第二行'
    """
    lines = (clean(line) for line in unescape_breaks(text).split("\n"))
    return _EMPTY_LINES.sub("\n", "\n".join(line for line in lines if line))
