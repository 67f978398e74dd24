"""Kinds of notice (通知种类): what people are told, by which rule, and how. Each room registers its own when it is ready.

A rule that waits for a day brings `due`: which notices fall into a span of days, for everybody or for one person.
The same function feeds the nightly run and the dry run in the admin, so what is shown is what will happen.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User

Words = str | Promise


class Delivery(models.TextChoices):
    """How a notice reaches its reader besides the inbox."""

    AT_ONCE = "at_once", _("mail at once")
    DIGEST = "digest", _("one mail a day")
    OFF = "off", _("inbox only")
    # The room writes the mail itself, with its own text and its own record of having sent it.
    LETTER = "letter", _("a letter of its own")


@dataclass(frozen=True)
class Due:
    """One notice that a rule makes due on a day. `occasion` keeps it from being written twice."""

    on: dt.date
    reader: "User"
    occasion: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    address: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of notice. `subject`, `text` and `rule` may name facts: "%(title)s".

    `is_owed`: people have a right to it (a decision about them), so its mail cannot be switched off. `late_days`: for so
    long after its day it is told still, if nothing ran on that day; none for what says “tomorrow”.
    """

    code: str
    room: Words
    name: Words
    rule: Words
    subject: Words
    text: Words = ""
    delivery: Delivery = Delivery.AT_ONCE
    is_owed: bool = False
    due: Callable[[dt.date, dt.date, "User | None"], Iterable[Due]] | None = None
    late_days: int = 0

    @property
    def is_fixed(self) -> bool:
        """Whether nobody chooses how it comes."""
        return self.is_owed or self.delivery == Delivery.LETTER


_kinds: dict[str, Kind] = {}


class Unknown(LookupError):
    """No room has registered this kind."""


def register(*kinds: Kind) -> None:
    """Make kinds known. Registered again, a kind replaces itself."""
    for kind in kinds:
        _kinds[kind.code] = kind


def kind(code: str) -> Kind:
    try:
        return _kinds[code]
    except KeyError as nowhere:
        raise Unknown(code) from nowhere


def known(code: str) -> bool:
    return code in _kinds


def kinds() -> Iterator[Kind]:
    """All of them, room by room in the order they were registered."""
    rooms: dict[str, list[Kind]] = {}
    for one in _kinds.values():
        rooms.setdefault(one.code.partition(".")[0], []).append(one)
    for of_one_room in rooms.values():
        yield from of_one_room


def worded(words: Words, facts: Mapping[str, Any]) -> str:
    """A sentence with its facts, in the language now active.

    A fact is text, a number, a text per language, or, when its name ends in `_on` or `_at`, a day or a moment (ISO 8601).
    """
    text = gettext(words) if isinstance(words, str) and words else str(words)
    return text % {name: _told(name, value) for name, value in facts.items()} if facts else text


def _told(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return value.get(get_language() or "") or value.get("zh-hans") or next(iter(value.values()), "")
    if name.endswith("_on") and (day := parse_date(str(value))):
        return date_format(day, "DATE_FORMAT")
    if name.endswith("_at") and (moment := parse_datetime(str(value))):
        return date_format(localtime(moment), "DATETIME_FORMAT")
    return value
