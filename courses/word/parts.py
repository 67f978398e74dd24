"""The HTML a Word file became, cut into blocks of a lesson. Pure; whatever has no block is noted as a finding."""

from collections import Counter
from html import escape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

Block = dict[str, Any]
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = {"strong": "b", "b": "b", "em": "i", "i": "i"}
_LINKS = ("http", "https", "mailto", "tel")
_FINDINGS = {"sup": "raised", "sub": "raised", "s": "struck", "del": "struck", "u": "underlined"}


def _block(kind: str, value: Any) -> Block:
    return {"type": kind, "value": value, "id": str(uuid4())}


class Parts(HTMLParser):
    """Feeds on one document. `blocks` in its order; `title` is the first heading of the highest level, if it comes first."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.findings: Counter[str] = Counter()
        self.title = ""
        self._words: list[str] = []  # markup of the paragraph, item or cell that is open
        self._open: list[str] = []  # inline tags to be closed with it
        self._lists: list[tuple[str, list[str]]] = []
        self._rows: list[list[str]] | None = None
        self._tables = 0
        self._merged = False

    # --- tags

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("ul", "ol"):
            self._begin_list(tag)
        elif tag == "table":
            self._begin_table()
        elif tag == "tr" and self._rows is not None and self._tables == 1:
            self._rows.append([])
        elif tag in ("td", "th"):
            self._begin_cell(told)
        elif tag == "img":
            self._picture(told.get("src"))
        elif tag == "br":
            self._words.append(" " if self._rows is not None else "<br/>")
        else:
            self._inline(tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._heading(_HEADINGS[tag])
        elif tag == "p":
            self._paragraph()
        elif tag == "li":
            self._item()
        elif tag in ("ul", "ol"):
            self._end_list()
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "table":
            self._end_table()
        elif tag == "a" or tag in _INLINE:
            self._close(_INLINE.get(tag, tag))

    def handle_data(self, data: str) -> None:
        self._words.append(escape(data, quote=False))

    # --- words

    def _inline(self, tag: str, told: dict[str, str | None]) -> None:
        if tag in _INLINE:
            self._words.append(f"<{_INLINE[tag]}>")
            self._open.append(_INLINE[tag])
        elif tag == "a" and (address := told.get("href")):
            if urlsplit(address).scheme.lower() in _LINKS:
                self._words.append(f'<a href="{escape(address)}">')
                self._open.append("a")
            elif not address.startswith("#"):
                self.findings["link"] += 1
        elif tag in _FINDINGS:
            self.findings[_FINDINGS[tag]] += 1

    def _close(self, tag: str) -> None:
        if tag in self._open:
            while self._open:
                last = self._open.pop()
                self._words.append(f"</{last}>")
                if last == tag:
                    break

    def _taken(self) -> str:
        """The markup of what is open now; nothing but space counts as nothing."""
        while self._open:
            self._words.append(f"</{self._open.pop()}>")
        words, self._words = "".join(self._words).strip(), []
        return words if _plain(words) else ""

    # --- blocks

    def _heading(self, level: int) -> None:
        words = _plain(self._taken())
        if not words or self._lists or self._rows is not None:
            if words:
                self._words.append(f"<b>{escape(words, quote=False)}</b> ")
            return
        if level == 1 and not self.title and not self.blocks:
            self.title = words
        else:
            self.blocks.append(_block("heading" if level <= 2 else "subheading", words))
            self.findings["deep-heading"] += level > 3

    def _paragraph(self) -> None:
        if self._lists or self._rows is not None:  # one block keeps them together
            if self._words:
                self._words.append(" ")
            return
        if words := self._taken():
            self.blocks.append(_block("paragraph", f"<p>{words}</p>"))

    def _begin_list(self, tag: str) -> None:
        if self._rows is not None:
            self.findings["list-in-table"] += 1
            return
        if self._lists:
            self._item()
            self.findings["nested-list"] += 1
        self._lists.append((tag, self._lists[-1][1] if self._lists else []))

    def _item(self) -> None:
        words = self._taken() if self._lists and self._rows is None else ""
        if words:
            self._lists[-1][1].append(f"<p>{words}</p>")

    def _end_list(self) -> None:
        if not self._lists or self._rows is not None:
            return
        self._item()
        tag, items = self._lists.pop()
        if not self._lists and items:
            self.blocks.append(_block("list", {"ordered": tag == "ol", "items": [_item_of(one) for one in items]}))

    def _begin_table(self) -> None:
        self._tables += 1
        if self._tables == 1:
            self._rows, self._merged = [], False
        else:
            self.findings["nested-table"] += 1

    def _begin_cell(self, told: dict[str, str | None]) -> None:
        if self._tables == 1:
            self._words = []
            self._merged = self._merged or any(told.get(name, "1") != "1" for name in ("colspan", "rowspan"))

    def _end_cell(self) -> None:
        if self._tables == 1 and self._rows:
            self._rows[-1].append(_starred(self._taken()))

    def _end_table(self) -> None:
        self._tables -= 1
        if self._tables or self._rows is None:
            return
        rows, self._rows = [row for row in self._rows if row], None
        width = max((len(row) for row in rows), default=0)
        data = [[*row, *[""] * (width - len(row))] for row in rows]
        if data:
            options = {"first_row_is_table_header": True, "first_col_is_header": False, "table_caption": ""}
            self.blocks.append(_block("table", {"data": data, "cell": [], "mergeCells": [], **options}))
        self.findings["merged-cells"] += self._merged

    def _picture(self, number: str | None) -> None:
        if not number:
            return
        if self._lists or self._rows is not None:
            self.findings["picture-inside"] += 1
        elif words := self._taken():
            self.blocks.append(_block("paragraph", f"<p>{words}</p>"))
        self.blocks.append(_block("picture", int(number)))


def _item_of(markup: str) -> Block:
    return _block("item", markup)


def _plain(markup: str) -> str:
    reader = _Words()
    reader.feed(markup)
    reader.close()
    return " ".join("".join(reader.words).split())


def _starred(markup: str) -> str:
    """A cell is plain text in which two asterisks mean bold."""
    return _plain(markup.replace("<b>", "**").replace("</b>", "**"))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)
