"""Markup: XML of other systems as a tree that knows its lines, and an account of what in it was understood.

defusedxml looks first (no DTD, no entities, no bomb); lxml then reads the same bytes, without network, for the line numbers.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from lxml import etree

from exams.exchange import guards
from exams.exchange.drafts import Finding, Level, Place, Refused

Element: TypeAlias = etree._Element
_DECLARATION = re.compile(r"^\s*<\?xml([^>]*)\?>")
_SINGLE_BYTE = re.compile(r"""encoding\s*=\s*["'](iso-8859-\d+|windows-125\d|cp125\d)["']""", re.I)
# XML 1.0 has no place for them, raw or as a number; Moodle writes them all the same.
_CONTROL = re.compile(
    r"[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|&#(?:[1-8]|1[124-9]|2\d|3[01]|x0*(?:[1-8bcef]|1[0-9a-f]));", re.I
)
_MOST_LINES = 5


@dataclass(frozen=True)
class Document:
    """A tree, and how many control characters had to go before it could be read."""

    root: Element
    mended: int


def parse(data: bytes, name: str = "") -> Document:
    """The tree of an XML document; Refused when it is broken or dangerous."""
    text = _text(data)
    sound, mended = _CONTROL.subn("", text)
    body = _DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), sound.lstrip("\ufeff"))
    encoded = body.encode("utf-8", "replace")
    guards.xml(encoded, name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return Document(etree.fromstring(encoded, parser), mended)
    except etree.XMLSyntaxError as fault:
        raise Refused("xml-broken", name=name, line=fault.lineno or 0) from fault


def _text(data: bytes) -> str:
    """Decoded as it says itself where that is a single-byte code; else by its signs, whatever it says."""
    if found := _SINGLE_BYTE.search(data[:200].decode("latin-1")):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            guards.check_size(data)
            return data.decode(found[1].lower(), "replace")
    return guards.text(data)


def name_of(element: Element) -> str:
    """The local name.

    >>> name_of(etree.fromstring("<a:text xmlns:a='urn:x'/>"))
    'text'
    """
    return str(etree.QName(element).localname)


def path_of(element: Element) -> str:
    """Where an element stands, from the root: quiz/question/answer."""
    return "/".join(reversed([name_of(element), *(name_of(above) for above in element.iterancestors())]))


def written(text: str) -> str:
    """Text that XML can hold."""
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


@dataclass
class _Tally:
    level: Level
    place: Place
    params: dict[str, Any]
    lines: list[int] = field(default_factory=list)
    count: int = 0


class Account:
    """What was understood of one file, and what is to be said about the rest: like things are said once, with their number."""

    def __init__(self, of: str = "") -> None:
        self.of = of
        # The question at hand: what is said of something within it is said at its line, so that a report keeps it beside it.
        self.home: Element | None = None
        self._taken: set[Element] = set()
        self._tallies: dict[tuple[Any, ...], _Tally] = {}
        self._findings: list[Finding] = []

    def take(self, elements: Iterable[Element]) -> None:
        """Note elements as understood."""
        self._taken.update(elements)

    def say(self, level: Level, element: Element, code: str, **params: Any) -> None:
        """A finding of its own, at this element, or at the question it lies in."""
        home = element if self.home is None else self.home
        self._findings.append(Finding(level, self.place(home).at(name_of(element)), code, params))

    def count(self, level: Level, element: Element, code: str, **params: Any) -> None:
        """A finding said once for all elements alike."""
        key = (level, code, *sorted(params.items()))
        tally = self._tallies.setdefault(key, _Tally(level, self.place(element), params))
        tally.count += 1
        if len(tally.lines) < _MOST_LINES:
            tally.lines.append(element.sourceline or 0)

    def place(self, element: Element) -> Place:
        return Place(int(element.sourceline or 0), self.of, "line", name_of(element))

    def leave(self, root: Element) -> None:
        """List whatever under `root` nobody took; below an unknown element nothing more is said."""
        for child in root:
            if child in self._taken:
                self.leave(child)
            else:
                self.count("unknown", child, "element-unknown", path=path_of(child))

    def findings(self) -> Iterator[Finding]:
        yield from self._findings
        for (_level, code, *_rest), tally in self._tallies.items():
            lines = ", ".join(map(str, tally.lines)) + (" …" if tally.count > len(tally.lines) else "")
            yield Finding(tally.level, tally.place, code, {**tally.params, "count": tally.count, "lines": lines})
