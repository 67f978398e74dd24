"""Cells of a roster (名单单元格): brought to one form, or refused with the reason. Pure: it knows no framework.

Excel keeps fifteen figures of a number and writes noughts for the rest, shows long numbers as 4.40402E+17, and turns 1-2
into a day: what it has eaten cannot be got back, so it is refused, never guessed.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.text import clean

LONGEST = {"name": 60, "employee_number": 40, "email": 254, "department": 60, "post": 60}
_SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?E\+?\d+$", re.IGNORECASE)
_MAIL = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$")
_PHONE_SIGNS = re.compile(r"[\s\-()（）‐–—]")
_SPLIT = re.compile(r"\s*[/／\\>＞→]\s*")
# How programs keep another program from making a number of a text: ="0007", or '0007.
_WRAPPED = re.compile(r'^="([^"]*)"$')
_SUMS = {"合计", "总计", "小计", "共计", "總計", "合計", "小計", "total", "subtotal", "sum"}
_SPOILT = {"formula": "formula", "error": "cell-error"}


@dataclass(frozen=True)
class Fault:
    """Why a cell, or a row (`column` empty), is not taken: `code` names the sentence and its remedy in roster.telling."""

    code: str
    column: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


class Bad(Exception):
    """A cell that is not taken."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def half_width(text: str) -> str:
    """Full-width letters and figures as half-width ones.

    >>> half_width("１３８００１３８０００ Ａ")
    '13800138000 A'
    """
    return clean(unicodedata.normalize("NFKC", text))


def _unwrapped(text: str) -> str:
    """What stands in ="…", by which a table says that it is text.

    >>> _unwrapped('="0007"'), _unwrapped("=A1")
    ('0007', '=A1')
    """
    wrapped = _WRAPPED.match(clean(text))
    return wrapped[1] if wrapped else text


def read(name: str, text: str, changed: str) -> str:
    """The cell of a column in its one form. `changed`: what its program made of it. Raises Bad."""
    if changed in _SPOILT:
        raise Bad(_SPOILT[changed])
    if not text.strip():
        return ""
    if changed == "date" and name != "name":
        raise Bad("date", text=text[:20])
    if changed == "date":
        raise Bad("name-is-date", text=text[:20])
    return _READERS.get(name, _words)(name, _unwrapped(text), changed)


def _words(name: str, text: str, _changed: str) -> str:
    said = clean(text)
    if len(said) > LONGEST[name]:
        raise Bad("too-long", number=len(said), most=LONGEST[name])
    if any(unicodedata.category(sign) == "Cc" for sign in said):
        raise Bad("control-sign")
    return said


def _name(name: str, text: str, changed: str) -> str:
    said = _words(name, text, changed)
    if len(said) < 2:
        raise Bad("short-name", text=said)
    if said.replace(" ", "").casefold() in _SUMS:
        raise Bad("name-is-sum", text=said)
    if said.replace(" ", "").replace(".", "").isdigit():
        raise Bad("name-is-number", text=said[:20])
    return said


def _figures(text: str, changed: str) -> str:
    """Figures as they were meant; refused where a program has eaten some."""
    said = re.sub(r"^'+(?=[\d+])", "", clean(_unwrapped(half_width(text))))
    if _SCIENTIFIC.match(said):
        raise Bad("eaten", text=said)
    figures = said.lstrip("-").partition(".")[0]
    if changed == "number" and figures.isdigit() and len(figures) > 15:
        raise Bad("eaten", text=said)
    return said


def _number(name: str, text: str, changed: str) -> str:
    said = _figures(text, changed)
    if len(said) > LONGEST[name]:
        raise Bad("too-long", number=len(said), most=LONGEST[name])
    return said


def _phone(_name: str, text: str, changed: str) -> str:
    """A mobile phone of mainland China as eleven figures; one of elsewhere with its + and country.

    >>> read("phone", "+86 138-0013-8000", ""), read("phone", "＋８５３ 6612 3456", "")
    ('13800138000', '+85366123456')
    """
    said = _PHONE_SIGNS.sub("", _figures(text, changed))
    said = said.removeprefix("+86").removeprefix("0086") if said.startswith(("+86", "0086")) else said
    if said.startswith("+"):
        if not said[1:].isdigit() or not 7 <= len(said) - 1 <= 15:
            raise Bad("phone-signs", text=said[:20])
        return said
    if not said.isascii() or not said.isdigit():
        raise Bad("phone-signs", text=said[:20])
    if len(said) != 11:
        raise Bad("phone-short" if len(said) < 11 else "phone-long", number=len(said))
    if not said.startswith("1") or said[1] in "012":
        raise Bad("phone-start", text=said[:3])
    return said


def _email(_name: str, text: str, _changed: str) -> str:
    said = half_width(text).replace(" ", "").lower()
    if len(said) > LONGEST["email"] or not _MAIL.match(said) or ".." in said:
        raise Bad("email", text=said[:60])
    return said


def _department(name: str, text: str, _changed: str) -> str:
    """A path of departments: 生产部/质检组.

    >>> read("department", " 生产部 ／ 质检组/", "")
    '生产部/质检组'
    """
    parts = [clean(part) for part in _SPLIT.split(text.replace("\\n", "/"))]
    parts = [part for part in parts if part]
    if any(len(part) > LONGEST[name] for part in parts):
        raise Bad("too-long", number=max(map(len, parts)), most=LONGEST[name])
    if len(parts) > 8:
        raise Bad("too-deep", number=len(parts))
    return "/".join(parts)


_READERS: dict[str, Callable[[str, str, str], str]] = {
    "name": _name,
    "employee_number": _number,
    "phone": _phone,
    "email": _email,
    "department": _department,
}
