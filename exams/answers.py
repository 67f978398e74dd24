"""Answers as they come in: which shape each kind has, before anything is stored. A wrong shape is a fault of the client."""

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

# Beyond this an answer is no answer any more; a case of 10,000 characters stays well below.
LONGEST = 20_000


class Counted(NamedTuple):
    """The answer that counts at one place of a paper: the newest that is not late."""

    seq: int
    value: Any
    received_at: dt.datetime


class Malformed(ValueError):
    """The answer does not have the shape of its kind."""


def check(kind: str, value: Any) -> None:
    """Raise Malformed unless `value` can be an answer to an item of `kind`; None (cleared) always can.

    >>> check("multiple", ["A", "C"]), check("truefalse", None), check("case", {"1": "…"})
    (None, None, None)
    >>> check("single", ["A"])
    Traceback (most recent call last):
    exams.answers.Malformed: single
    """
    if value is not None and not (_SHAPES[kind](value) and _length(value) <= LONGEST and _storable(value)):
        raise Malformed(kind)


def is_blank(value: Any) -> bool:
    """Whether nothing was answered: cleared, or nothing but empty fields.

    >>> [is_blank(value) for value in (None, "", [], ["", " "], {"1": ""}, False, "A")]
    [True, True, True, True, True, False, False]
    """
    if isinstance(value, dict):
        return all(is_blank(part) for part in value.values())
    if isinstance(value, list):
        return all(is_blank(part) for part in value)
    return value is None or (isinstance(value, str) and not value.strip())


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= 100 and all(map(_text, value))


def _parts(value: Any) -> bool:
    return isinstance(value, dict) and len(value) <= 100 and all(_text(k) and _text(v) for k, v in value.items())


def _storable(value: Any) -> bool:
    """Without NUL and half characters, which PostgreSQL cannot keep and nobody types."""
    text = "".join([*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else [str(value)])
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _length(value: Any) -> int:
    if isinstance(value, dict):
        return sum(len(k) + len(v) for k, v in value.items())
    if isinstance(value, list):
        return sum(map(len, value))
    return len(value) if isinstance(value, str) else 1


_SHAPES: dict[str, Callable[[Any], bool]] = {
    "single": _text,
    "multiple": _texts,
    "truefalse": lambda value: isinstance(value, bool),
    "fillin": _texts,
    "numeric": _text,
    "matching": _parts,
    "ordering": _texts,
    "short": lambda value: _text(value) or _parts(value),
    "case": lambda value: _text(value) or _parts(value),
}
