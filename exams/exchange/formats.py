"""Which formats there are. A module of a format ends with `register(Format(…))` and is named in MODULES."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from exams.exchange.drafts import Draft, Reading, Written

MODULES: tuple[str, ...] = ("exams.exchange.excel", "exams.exchange.gift", "exams.exchange.moodle", "exams.exchange.qti")


@dataclass(frozen=True)
class Format:
    """How one kind of file is read and written.

    `read(data, locale)` raises Refused for a file it cannot read at all; `locale` is the language of a file that knows
    only one. `write(drafts, locale)` likewise: a format of many languages writes them all and uses `locale` for headings.
    """

    name: str
    label: str  # English, marked for translation in exams.exchange.telling
    extensions: tuple[str, ...]  # the first is written
    content_type: str
    read: Callable[[bytes, str], Reading]
    write: Callable[[Sequence[Draft], str], Written]
    is_multilingual: bool = False


FORMATS: dict[str, Format] = {}


def register(one: Format) -> None:
    FORMATS[one.name] = one


def formats() -> dict[str, Format]:
    """All formats by name, in the order of MODULES."""
    for module in MODULES:
        import_module(module)
    return FORMATS
