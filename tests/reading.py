"""Reading a page as a person does: the words that show, and what a strict Content-Security-Policy would refuse."""

import re
from html.parser import HTMLParser

_SHOWN = {"aria-label", "title", "placeholder", "alt"}
_SILENT = {"script", "style", "template", "code", "kbd"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.refused: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or "style" in given:
            self.refused.append(f"<{tag} style>")
        if tag == "script" and "src" not in given and given.get("type") not in ("application/json", "application/ld+json"):
            self.refused.append("<script> without src")
        self.refused += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        self.words += [value for name, value in attrs if name in _SHOWN and value]
        if tag == "input" and given.get("type") in ("submit", "button", "reset"):
            self.words.append(given.get("value") or "")
        if tag in _SILENT or given.get("lang") == "en":
            self._silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.words.append(" ".join(data.split()))


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


def refused(page: str) -> list[str]:
    """What the policy would refuse: inline styles, inline scripts, event attributes."""
    return _read(page).refused


def english(page: str, *known: str) -> list[str]:
    """What shows in English on a page that should be Chinese; addresses and `known` patterns are let pass."""
    names = re.compile("|".join(["[^\\s@]+@[^\\s@]+", r"https?://\S+", *known]))
    shown = (names.sub("", words) for words in _read(page).words)
    return [words for words in shown if re.search(r"[A-Za-z]{3,}", words)]
