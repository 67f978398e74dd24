"""Prerequisites of SCORM 1.2 (先修条件): the simple forms of its script, as a small formula over items. Pure.

`i1`, `i1&i2`, `i1|i2`, `~i1`, parentheses, `i1="passed"`, `i1<>"failed"`. An item by its name alone asks for completed or passed.
"""

import re
from collections.abc import Callable, Iterator, Mapping

_WORD = re.compile(r'\s*(?:([&|~()])|(<>|=)|"([^"]*)"|([^\s&|~()<>="{},*]+))')
_SHORT = {"p": "passed", "c": "completed", "f": "failed", "i": "incomplete", "b": "browsed", "n": "not attempted"}
_DONE = frozenset({"passed", "completed"})

Statuses = Mapping[str, str]
Formula = Callable[[Statuses], bool]


class NotRead(ValueError):
    """Not one of the simple forms, or about an item that is not there."""


def formula(text: str, known: frozenset[str]) -> Formula:
    """What the text asks of the statuses of items; one not begun is "not attempted".

    >>> asks = formula('a&(b|~c)', frozenset("abc"))
    >>> asks({"a": "passed", "b": "incomplete"}), asks({"a": "passed", "c": "completed"}), asks({"b": "passed"})
    (True, False, False)
    >>> formula('a<>"failed"', frozenset("a"))({"a": "failed"})
    False
    """
    reader = _Reader(list(_words(text)), known)
    found = reader.either()
    if reader.left:
        raise NotRead(text)
    return found


def _words(text: str) -> Iterator[tuple[str, str]]:
    place, text = 0, text.strip()
    while place < len(text):
        match = _WORD.match(text, place)
        if match is None:
            raise NotRead(text)
        place = match.end()
        kind = ("mark", "compare", "status", "item")[(match.lastindex or 1) - 1]
        yield kind, match[match.lastindex or 1]


class _Reader:
    def __init__(self, left: list[tuple[str, str]], known: frozenset[str]) -> None:
        self.left, self.known = left, known

    def either(self) -> Formula:
        parts = [self.both()]
        while self._takes("|"):
            parts.append(self.both())
        return lambda statuses: any(part(statuses) for part in parts)

    def both(self) -> Formula:
        parts = [self.one()]
        while self._takes("&"):
            parts.append(self.one())
        return lambda statuses: all(part(statuses) for part in parts)

    def one(self) -> Formula:
        if self._takes("~"):
            inner = self.one()
            return lambda statuses: not inner(statuses)
        if self._takes("("):
            inner = self.either()
            if not self._takes(")"):
                raise NotRead("(")
            return inner
        kind, name = self._next()
        if kind != "item" or name not in self.known:
            raise NotRead(name)
        if not (self.left and self.left[0][0] == "compare"):
            return lambda statuses: statuses.get(name, "") in _DONE
        is_equal = self._next()[1] == "="
        _kind, said = self._next()
        wanted = _SHORT.get(said.lower(), said.lower())
        return lambda statuses: (statuses.get(name, "not attempted") == wanted) is is_equal

    def _takes(self, mark: str) -> bool:
        if self.left and self.left[0] == ("mark", mark):
            self.left.pop(0)
            return True
        return False

    def _next(self) -> tuple[str, str]:
        if not self.left:
            raise NotRead("")
        return self.left.pop(0)
