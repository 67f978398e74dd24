"""Is an answer right? Rules of self-checks, without framework; the exam room may lean on them.

An answer is kept as: single "A"; multiple ["A", "C"]; truefalse true; numeric "12.5" as typed; fillin ["text"];
ordering ["C", "A", "B"]; matching {"1": "b"}; short "text". None means: not answered.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from core.text import clean, fold

_THOUSANDS = re.compile(r"[-+]?\d{1,3}([, ]\d{3})+(\.\d+)?")

Answer = str | bool | list[str] | dict[str, str] | None

Reader = Callable[["Form", Sequence[str]], Answer]

KINDS = ("single", "multiple", "truefalse", "numeric", "ordering", "matching", "fillin", "short")


class Form(Protocol):
    """What a browser sent: Django's QueryDict, or a stand-in."""

    def get(self, name: str, default: str, /) -> str: ...
    def getlist(self, name: str, /) -> list[str]: ...


def is_right(kind: str, key: Any, answer: Answer) -> bool:
    """Whether `answer` is right by `key`.

    >>> is_right("single", "B", "B"), is_right("multiple", ["A", "C"], ["C", "A"]), is_right("multiple", ["A", "C"], ["A"])
    (True, True, False)
    >>> is_right("numeric", {"value": "0.30", "tolerance": "0.01"}, "０．２９"), is_right("truefalse", False, None)
    (True, False)
    >>> is_right("ordering", ["B", "A"], ["A", "B"]), is_right("fillin", {"accept": ["可追溯"]}, [" 可追溯 "])
    (False, True)
    """
    if answer is None:
        return False
    match kind:
        case "multiple":
            return isinstance(answer, list) and sorted(answer) == sorted(key)
        case "numeric":
            return _is_near(str(answer), key)
        case "fillin":
            accepted = {fold(text) for text in key["accept"]}
            return isinstance(answer, list) and bool(answer) and all(fold(text) in accepted for text in answer)
        case "short":
            return bool(clean(str(answer)))
        case _:
            return type(answer) is type(key) and answer == key


def number(text: str, unit: str = "") -> Decimal | None:
    """The number a person typed: full-width, thousands and the unit itself are allowed; None if it is none.

    >>> number("1,200"), number("２００件", "件"), number("30 000"), number("−0.5 mm", "mm")
    (Decimal('1200'), Decimal('200'), Decimal('30000'), Decimal('-0.5'))
    >>> number("12,5"), number("十")
    (None, None)
    """
    plain = fold(text).removesuffix(fold(unit)).strip().replace("−", "-")
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "").replace(" ", "")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _is_near(text: str, key: Any) -> bool:
    value = number(text, key.get("unit", ""))
    return value is not None and abs(value - Decimal(str(key["value"]))) <= Decimal(str(key["tolerance"]))


def read(kind: str, form: Form, keys: Sequence[str]) -> Answer:
    """The answer a form carries; None when it is empty, not whole, or names what the check does not have.

    An order comes as `place-A` = 1, 2, 3 …, a matching as `match-1` = b. `keys` are those of the check's options.
    """
    reader: Reader = _READERS.get(kind, _text)
    return reader(form, keys)


def _single(form: Form, keys: Sequence[str]) -> Answer:
    chosen = form.get("answer", "")
    return chosen if chosen in keys else None


def _multiple(form: Form, keys: Sequence[str]) -> Answer:
    return sorted(set(form.getlist("answer")) & set(keys)) or None


def _truefalse(form: Form, keys: Sequence[str]) -> Answer:
    return {"true": True, "false": False}.get(form.get("answer", ""))


def _fillin(form: Form, keys: Sequence[str]) -> Answer:
    texts = [_text({"answer": text}, keys) for text in form.getlist("answer")]
    return texts if texts and all(texts) else None  # type: ignore[return-value]  # all() has left no None


def _text(form: Any, keys: Sequence[str]) -> Answer:
    return clean(form.get("answer", ""))[:2000] or None


def _matching(form: Form, keys: Sequence[str]) -> Answer:
    pairs = {key: form.get(f"match-{key}", "") for key in keys}
    return pairs if all(pairs.values()) else None


def _ordering(form: Form, keys: Sequence[str]) -> Answer:
    return _order({key: form.get(f"place-{key}", "") for key in keys})


def _order(places: dict[str, str]) -> list[str] | None:
    """Letters by their places; None unless every place from 1 on is taken once."""
    if sorted(places.values()) != sorted(str(n + 1) for n in range(len(places))):
        return None
    return sorted(places, key=lambda letter: int(places[letter]))


_READERS: dict[str, Reader] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "fillin": _fillin,
    "matching": _matching,
    "ordering": _ordering,
}
