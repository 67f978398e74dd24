"""Words of a Word file as Markdown (教案成文): what schools.excerpting reads of it, as the editor's text. Pure.

A teacher has the plan as a Word file already; nobody need type it again, and it can be changed afterwards like any other text.
"""

import re
from html.parser import HTMLParser

_MARKS = {"strong": "**", "em": "*"}
_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_SIGNS = re.compile(r"([\\`*_\[\]<>|])")
# What would begin a heading or a list where the author only wrote a sign or a number.
_OPENING = re.compile(r"^(#{1,6}|[-+]|\d{1,9}(?=[.)]))(?=[.)]?(?:\s|$))")


def markdown(html: str) -> str:
    """
    >>> markdown("<h2>准备</h2><p>1. 取 3 cm<sup>2</sup> 的<strong>木块</strong></p><ol><li>量<ul><li>读数</li></ul></li></ol>")
    '## 准备\\n\\n1\\\\. 取 3 cm² 的**木块**\\n\\n1. 量\\n    - 读数'
    >>> markdown("<table><tbody><tr><td>次</td><td>a|b</td></tr><tr><td><p>1</p></td><td></td></tr></tbody></table>")
    '| 次 | a\\\\|b |\\n| --- | --- |\\n| 1 |  |'
    """
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return "\n\n".join(writer.blocks)


class _Writer(HTMLParser):
    """Blocks one after the other. Within a list or a table nothing begins a block of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._words = ""
        self._marked: list[int] = []  # where words that stand out begin
        self._raised: dict[int, int] | None = None
        self._lists: list[str] = []
        self._lines: list[str] = []  # of the present list
        self._rows: list[list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _MARKS:
            self._marked.append(len(self._words))
        elif tag in ("sup", "sub"):
            self._raised = _RAISED if tag == "sup" else _LOWERED
        elif tag in ("ul", "ol") and self._rows is None:
            self._item()
            self._lists.append(tag)
        elif tag == "table":
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag == "br":
            self._words += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            self._mark(tag)
        elif tag in ("sup", "sub"):
            self._raised = None
        elif tag == "table":
            self._table()
        elif self._rows is not None:
            self._cell(tag)
        elif self._lists:
            self._listed(tag)
        elif tag in ("p", "h2", "h3"):
            self._block({"h2": "## ", "h3": "### "}.get(tag, ""))

    def handle_data(self, data: str) -> None:
        self._words += _SIGNS.sub(r"\\\1", data if self._raised is None else data.translate(self._raised))

    def _mark(self, tag: str) -> None:
        """Beside a quotation mark Markdown takes its stars for stars; words that begin or end so stand as they are."""
        start = self._marked.pop() if self._marked else 0
        inner = self._words[start:]
        core = inner.strip()
        if core and core[0].isalnum() and core[-1].isalnum():
            self._words = self._words[:start] + inner.replace(core, _MARKS[tag] + core + _MARKS[tag], 1)

    def _taken(self) -> str:
        told, self._words, self._marked = " ".join(self._words.split()), "", []
        return told

    def _block(self, before: str) -> None:
        if words := self._taken():
            self.blocks.append(before + _OPENING.sub(_as_written, words))

    def _cell(self, tag: str) -> None:
        if tag in ("td", "th") and self._rows:
            self._rows[-1].append(self._taken())
        elif tag == "p":
            self._words += " "

    def _table(self) -> None:
        rows, self._rows = [row for row in self._rows or [] if any(row)], None
        if rows:
            wide = max(map(len, rows))
            lines = [_row(row + [""] * (wide - len(row))) for row in rows]
            self.blocks.append("\n".join([lines[0], _row(["---"] * wide), *lines[1:]]))

    def _item(self) -> None:
        if self._lists and (words := self._taken()):
            mark = "1. " if self._lists[-1] == "ol" else "- "
            self._lines.append("    " * (len(self._lists) - 1) + mark + _OPENING.sub(_as_written, words))

    def _listed(self, tag: str) -> None:
        if tag == "li":
            self._item()
        elif tag in ("ul", "ol"):
            self._item()
            self._lists.pop()
            if not self._lists and self._lines:
                self.blocks.append("\n".join(self._lines))
                self._lines = []
        elif tag == "p":
            self._words += " "


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _as_written(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"
